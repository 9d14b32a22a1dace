using System.Text.Json;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain.Law;

/// <summary>
/// Nobody can tell two chats apart that differ only in what is hidden from them: the same random operations are played with and without the
/// hidden ones, and everything that the others are shown and answered is compared, numbers and ids included (decision 8). A supervisor's
/// change of user data is the documented exception (decision 9), and mona and coco do not make any.
/// </summary>
public class NonInterferenceTests
{
    private const int Seeds = 250;
    private const int OperationsPerChat = 90;

    [Fact]
    public void Customer_and_agents_cannot_tell_a_chat_with_monitors_from_one_without() =>
        PlayAll(Cast.Agents, static (world, operation, command) => (operation.Who == "mona" && IsHiddenActOf("mona", world, command))
            || (command is ChatCommand.Say && world.Find(operation.Who) is { IsChatting: true, Mode: SupervisorMode.Monitor }));

    [Fact]
    public void A_customer_cannot_tell_a_chat_with_whispering_from_one_without() =>
        PlayAll([], static (world, operation, command) => (operation.Who is "mona" or "coco" && IsHiddenActOf(operation.Who, world, command))
            || command is ChatCommand.ChangeUserData or ChatCommand.SetInFocus or ChatCommand.Say { Visibility: not Visibility.All }
            || (command is ChatCommand.Say && world.Find(operation.Who) is { IsChatting: true, Mode: SupervisorMode.Monitor or SupervisorMode.Coach }));

    /// <summary>
    /// What a supervisor does is hidden unless they came in as an agent whom somebody asked for, or they answer, or log out from, such an asking: then
    /// it is an act of one who is outside too.
    /// </summary>
    private static bool IsHiddenActOf(string name, ChatWorld world, ChatCommand command)
    {
        var isAgent = world.Find(name) is { IsOpen: true, Role: ParticipantRole.Agent };
        var isAsked = world.Chat.Asks.Exists(ask => ask.TargetId == Cast.Id(name));
        return !isAgent && !(isAsked && (command is ChatCommand.UserGone || (command is ChatCommand.Reject && world.Find(name) is { State: ParticipantState.Invited })));
    }

    /// <param name="agents">The agents who compare; the customer always does.</param>
    /// <param name="isHidden">Whether an operation, in the world before it, is hidden from all who compare.</param>
    private static void PlayAll(ImmutableArray<string> agents, Func<ChatWorld, Operation, ChatCommand, bool> isHidden)
    {
        var hiddenThatDidSomething = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (with, without) = (NewWorld(seed), NewWorld(seed));
            foreach (var operation in RandomWalk.Of(seed, OperationsPerChat))
            {
                var hidden = isHidden(with, operation, operation.Command(ThrowAway(with)));
                var step = operation.Play(with, out _);
                var other = hidden ? Skipped(operation, without) : operation.Play(without, out _);
                hiddenThatDidSomething += hidden && !step.Facts.IsEmpty ? 1 : 0;

                var label = $"Seed {seed}, operation {operation.At}: {operation.Who} {operation.Words}";
                Assert.True(hidden || Answer(step) == Answer(other), $"{label}: answered {Answer(step)} with, {Answer(other)} without.");
                Assert.True(Shown(with, step, agents) is var here && Shown(without, other, agents) is var there && here == there, $"{label}:\nwith    {here}\nwithout {there}");
            }
        }

        Assert.True(hiddenThatDidSomething > Seeds, $"The walks hide too little to prove anything: {hiddenThatDidSomething}.");
    }

    /// <summary>Time passes and ids are used up in the other world too: in truth they are random.</summary>
    private static Step Skipped(Operation operation, ChatWorld world)
    {
        world.Now = ChatWorld.Start.AddSeconds(operation.At);
        _ = operation.Command(world);
        return new Step(null, []);
    }

    private static ChatWorld NewWorld(int seed) => new() { Limits = RandomWalk.LimitsOf(seed) };

    /// <summary>A world to make a command in without counting up anything in the one that is played.</summary>
    private static ChatWorld ThrowAway(ChatWorld world) => new() { Now = world.Now };

    private static string Answer(Step step) => step.Refusal?.ToString() ?? (step.IsNothing ? "nothing" : "ok");

    private static string Shown(ChatWorld world, Step step, ImmutableArray<string> agents)
    {
        var view = Transcript.ViewForCustomer(world.Chat);
        var lines = new List<string> { Text(view), Text(world.ReadAll(Audience.Customer)) };
        foreach (var name in agents)
        {
            lines.Add(name);
            lines.AddRange(step.ToldTo(name).Select(static told => $"{told.GetType().Name} {Text(told)}"));
            lines.Add(Text(Transcript.ViewFor(world.Chat, Cast.Id(name))));
        }

        if (!agents.IsEmpty)
        {
            lines.Add(Text(world.ReadAll(Audience.Agent)));
            lines.Add(Text(Transcript.Participants(world.Chat, Audience.Agent)));
        }

        return string.Join('\n', lines);
    }

    private static string Text(object? thing) => JsonSerializer.Serialize(thing, thing?.GetType() ?? typeof(object));
}
