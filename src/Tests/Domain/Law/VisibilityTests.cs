using System.Text.Json;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain.Law;

/// <summary>
/// The law of visibility over random chats: whatever happens, nobody is shown what is not theirs, through any way out of a chat (decisions
/// 1–8, 24). A failure prints its seed; one seed is always the same chat.
/// </summary>
public class VisibilityTests
{
    private const int Seeds = 400;
    private const int OperationsPerChat = 70;
    private static readonly Audience[] Audiences = Enum.GetValues<Audience>();

    [Fact]
    public void Nobody_is_ever_shown_what_is_not_theirs()
    {
        var reached = new HashSet<string>();
        for (var seed = 1; seed <= Seeds; seed++)
        {
            Play(seed, reached);
        }

        // The walks are worth something only if they get everywhere.
        string[] everywhere = [.. Enum.GetNames<EntryKind>(), .. Enum.GetNames<ParticipantState>(), .. typeof(ChatEvent).GetNestedTypes().Select(static t => t.Name)];
        Assert.Empty(everywhere.Except(reached));
    }

    private static void Play(int seed, HashSet<string> reached)
    {
        var world = new ChatWorld { Limits = RandomWalk.LimitsOf(seed) };
        var model = new LawModel();
        var clients = Cast.Users.Select(static name => new Client(name)).ToList();
        var earlier = Audiences.Select(static _ => ImmutableArray<EntryView>.Empty).ToArray();
        var words = "";
        try
        {
            foreach (var operation in RandomWalk.Of(seed, OperationsPerChat))
            {
                words = $"{operation.At}: {operation.Who} {operation.Words}";
                var step = operation.Play(world, out var command);
                model.Hear(command, step);
                Tell(world, step, clients, reached);
                MustAgree(world, model);
                earlier = MustOnlyGrow(world, earlier);
                MustGiveNothingAgain(world, command, step);
                clients.ForEach(client => client.MustKnowWhatAFreshReadGives(world));
            }

            MustFoldTheSameFromAnywhere(world);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Seed {seed}, operation {words}: {error.Message}", error);
        }
    }

    private static void Tell(ChatWorld world, Step step, List<Client> clients, HashSet<string> reached)
    {
        foreach (var fact in step.Facts)
        {
            reached.Add(fact.Event.GetType().Name);
            var audience = Notifications.Audience(fact.Before, fact.After);
            foreach (var client in clients)
            {
                var told = Notifications.For(Cast.Id(client.Name), fact.Before, fact.Event, fact.After);
                Assert.True(told.IsEmpty || audience.Contains(Cast.Id(client.Name)), $"{client.Name} is told something and not among those who can be.");
                foreach (var notification in told)
                {
                    MustBeTheirs(client.Name, notification);
                    client.Take(world, fact, notification);
                }

                reached.UnionWith(told.OfType<Notification.StatusChange>().Select(static t => t.Chat.State.ToString()));
                reached.UnionWith(told.OfType<Notification.NewMessages>().SelectMany(static t => t.Entries).Select(static e => e.Kind.ToString()));
            }
        }
    }

    /// <summary>By the user's name alone, whatever the server takes them for: an agent is shown nothing of supervisors' own.</summary>
    private static void MustBeTheirs(string name, Notification told)
    {
        if (Cast.Supervisors.Contains(name))
        {
            return;
        }

        Assert.False(told is Notification.History { Audience: Audience.Supervisor }, $"{name} is given the supervisors' log.");
        var entries = told is Notification.NewMessages news ? news.Entries : [];
        Assert.All(entries, entry => Assert.False(entry.Visibility == Visibility.Supervisors || entry.From.Visibility == Visibility.Supervisors, $"{name} is told {entry}"));
        var chat = told switch
        {
            Notification.StatusChange t => t.Chat,
            Notification.ParticipantsUpdated t => t.Chat,
            Notification.PropertiesUpdated t => t.Chat,
            _ => null,
        };
        Assert.All(chat?.Participants ?? [], who => Assert.NotEqual(Visibility.Supervisors, who.Visibility));
        Assert.Null(chat?.Mode);
        Assert.DoesNotContain(chat?.Capabilities ?? [], static c => c is Capability.SwitchBargeIn or Capability.SwitchToCoach or Capability.SwitchToMonitor);
    }

    private static void MustAgree(ChatWorld world, LawModel model)
    {
        foreach (var audience in Audiences)
        {
            var log = world.ReadAll(audience);
            Assert.Equal(model.Log(audience), log.Select(LawModel.Print));
            Assert.Equal(log.Length, world.Chat.LastIndex(audience));
            Assert.Equal(model.Participants(audience), Transcript.Participants(world.Chat, audience).Select(LawModel.Print));
            foreach (var entry in world.Chat.Log.Where(e => !log.Any(seen => seen.Index == e.Index(audience) && e.IsSeenBy(audience))))
            {
                Assert.Null(world.Read(entry, audience));
            }

            var from = (log.Length / 2) + 1;
            Assert.Equal(log.Skip(from - 1), world.ReadAll(audience, from));
            Assert.Equal(log.Skip(from - 1).Take(2).Select(static e => e.Index), Transcript.Headers(world.Chat, audience, from, 2).Select(e => e.Index(audience)));
        }

        MustBeTheCustomers(world, model);
    }

    private static void MustBeTheCustomers(ChatWorld world, LawModel model)
    {
        var view = Transcript.ViewForCustomer(world.Chat);
        var log = world.ReadAll(Audience.Customer);
        Assert.Equal(model.Participants(Audience.Customer), view.Participants.Select(LawModel.Print));
        Assert.Equal(log.Length, view.LastIndex);
        Assert.All(view.Participants.Concat(log.Select(static e => e.From)), static who => Assert.Equal(Visibility.All, who.Visibility));
        Assert.All(log, static entry => Assert.Equal(Visibility.All, entry.Visibility));

        // Numbers towards the customer count those whom the customer saw, in that order.
        var numbers = log.Select(static e => e.From).DistinctBy(static who => who.ParticipantId).Select(static who => who.CustomerNumber);
        Assert.Equal(Enumerable.Range(1, log.DistinctBy(static e => e.From.ParticipantId).Count()), numbers);
    }

    private static ImmutableArray<EntryView>[] MustOnlyGrow(ChatWorld world, ImmutableArray<EntryView>[] earlier) => [.. Audiences.Select((audience, place) =>
    {
        var now = world.ReadAll(audience);
        Assert.Equal(earlier[place].AsEnumerable(), now.Take(earlier[place].Length));
        return now;
    })];

    /// <summary>A switch or a typing that just happened gives nothing when it is asked for again.</summary>
    private static void MustGiveNothingAgain(ChatWorld world, ChatCommand command, Step step)
    {
        var repeatable = command is ChatCommand.SwitchMode or ChatCommand.Say { Kind: EntryKind.TypingStarted or EntryKind.TypingStopped }
            or ChatCommand.CustomerSay { Kind: EntryKind.TypingStarted or EntryKind.TypingStopped };
        if (repeatable && step.Refusal is null)
        {
            Assert.True(world.Do(command).IsNothing, "Again gives something.");
        }
    }

    private static void MustFoldTheSameFromAnywhere(ChatWorld world)
    {
        var expected = JsonSerializer.Serialize(world.Chat);
        Assert.Equal(world.Journal.Count, world.Chat.Version);
        foreach (var prefix in new[] { 0, world.Journal.Count / 3, world.Journal.Count / 2, world.Journal.Count })
        {
            var snapshot = JsonSerializer.Deserialize<ChatState>(JsonSerializer.Serialize(world.Journal.Take(prefix).Aggregate(ChatState.New, Chat.Evolve)))!;
            Assert.Equal(expected, JsonSerializer.Serialize(world.Journal.Skip(prefix).Aggregate(snapshot, Chat.Evolve)));
        }
    }
}
