using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;
using Cmd = OrleansChat.Domain.Chats.ChatCommand;

namespace OrleansChat.Tests.Domain.Law;

/// <summary>Random chats that go on long after they are full: the log ends, and whoever is inside can go. A failure prints its seed.</summary>
public class FullLogTests
{
    private const int Seeds = 60;
    private const int OperationsPerChat = 900;

    private static readonly ChatLimits Few = ChatLimits.Default with { EntriesMax = 6, AgentsMax = 6, SupervisorsMax = 6, ComingsMax = 1 };

    /// <summary>What must be refused although there is a place, or the walks prove nothing.</summary>
    private static readonly string[] Refused =
    [
        nameof(Cmd.Complete), nameof(Cmd.Consult), nameof(Cmd.CustomerSay), nameof(Cmd.Intrude), nameof(Cmd.Invite), nameof(Cmd.InviteMonitor), nameof(Cmd.Say), nameof(Cmd.SwitchMode), nameof(Cmd.Transfer),
    ];

    [Fact]
    public void The_log_ends_whatever_anybody_does_and_everybody_can_go()
    {
        var refused = new SortedSet<string>(StringComparer.Ordinal);
        var longest = 0;
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var world = new ChatWorld { Limits = Few };
            foreach (var operation in RandomWalk.Of(seed, OperationsPerChat))
            {
                var command = operation.Command(world);
                if (operation.IsConference || EndsTheSession(world, command)) continue;
                var step = operation.At % 300 == 299 ? world.Do(new Cmd.UserGone(Cast.Id(Cast.Agents[operation.At / 300]), ForGood: true)) : operation.Play(world, out _);
                if (step.Refusal == Refusal.LimitExceeded && world.Chat.AgentPlacesTaken < Few.AgentsMax) refused.Add(command.GetType().Name);
                MustLetAllGo(world, $"Seed {seed}, operation {operation.At}: {operation.Who} {operation.Words}");
            }

            MustBeWithin(world, $"Seed {seed}");
            foreach (var name in Cast.Users) world.Do(new Cmd.UserGone(Cast.Id(name), ForGood: true));
            world.Do(new Cmd.CustomerComplete(Cast.Handle));
            Assert.DoesNotContain(world.Chat.Participants, static p => p.IsOpen);
            MustBeWithin(world, $"Seed {seed}, when everybody has gone");
            longest = Math.Max(longest, world.Chat.Log.Count);
        }

        Assert.Empty(Refused.Except(refused));
        Assert.True(longest > Few.LogMax / 2, $"No log came near its end: {longest} of {Few.LogMax}.");
    }

    /// <summary>What would leave the customer out: the walk goes on without.</summary>
    private static bool EndsTheSession(ChatWorld world, Cmd command) => command switch
    {
        Cmd.CustomerComplete or Cmd.Complete { QueueName: null } => true,
        Cmd.Leave leave => world.Chat.Participants.Count(static p => p.Serves) == 1 && world.Chat.Find(leave.UserId) is { Serves: true },
        _ => false,
    };

    private static void MustBeWithin(ChatWorld world, string when)
    {
        var chat = world.Chat;
        Assert.True(chat.Log.Count <= Few.LogMax, $"{when}: {chat.Log.Count} entries.");
        foreach (var visibility in Enum.GetValues<Visibility>())
        {
            var said = world.Journal.OfType<ChatEvent.Said>().Count(e => e.Visibility == visibility);
            Assert.True(said <= Few.EntriesMax, $"{when}: {said} entries said to {visibility}.");
            var agents = chat.Authors.Count(a => a.Role == ParticipantRole.Agent && a.Visibility == visibility);
            Assert.True(agents <= Few.AgentComingsMax + Few.AgentsMax, $"{when}: {agents} agents came for {visibility}.");
        }

        var supervisors = chat.Authors.Where(static a => a.Role == ParticipantRole.Supervisor).CountBy(static a => a.UserId!);
        Assert.All(supervisors, s => Assert.True(s.Value <= Few.ComingsMax, $"{when}: {s.Key} came {s.Value} times."));
    }

    /// <summary>Leaving, ending, removing, and losing what gave a place.</summary>
    private static void MustLetAllGo(ChatWorld world, string when)
    {
        foreach (var me in world.Chat.Participants.Where(static p => p.IsOpen))
        {
            if (me.IsChatting) MustDo(new Cmd.Leave(me.UserId));
            if (me.Serves) MustDo(new Cmd.Complete(me.UserId, null, false));
            MustDo(new Cmd.UserGone(me.UserId, ForGood: true));
            if (me.Role == ParticipantRole.Supervisor) MustDo(new Cmd.SupervisionLost(me.UserId, []));
            foreach (var other in world.Chat.Participants.Where(o => o.IsChatting && o.Role == ParticipantRole.Agent && o != me && me.Serves))
            {
                MustDo(new Cmd.RemoveParticipant(me.UserId, ScriptVerbs.ToUser(Cast.Name(other.UserId))));
            }
        }

        if (world.Chat.CustomerConnected) MustDo(new Cmd.CustomerComplete(Cast.Handle));

        void MustDo(Cmd command)
        {
            var decision = Chat.Decide(world.Chat, command, world.Now, world.Limits);
            Assert.True(decision.Refusal is null && !decision.Events.IsEmpty, $"{when}: then {command} is refused: {decision.Refusal}.");
        }
    }
}
