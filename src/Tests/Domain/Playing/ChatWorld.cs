using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Domain.Playing;

/// <summary>One folded event.</summary>
internal sealed record Fact(ChatState Before, ChatEvent Event, ChatState After);

/// <summary>One command's outcome: a refusal, nothing, or facts.</summary>
internal sealed record Step(Refusal? Refusal, ImmutableArray<Fact> Facts)
{
    public bool IsNothing => Refusal is null && Facts.IsEmpty;

    /// <summary>What a user is told by this step, in order.</summary>
    public ImmutableArray<Notification> ToldTo(string name) =>
        [.. Facts.SelectMany(fact => Notifications.For(Cast.Id(name), fact.Before, fact.Event, fact.After))];
}

/// <summary>One chat with its journal and a clock that stands until somebody moves it.</summary>
internal sealed class ChatWorld
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly List<ChatEvent> _journal = [];
    private readonly Dictionary<string, int> _stints = [];

    public ChatState Chat { get; private set; } = ChatState.New;
    public DateTimeOffset Now { get; set; } = Start;
    public ChatLimits Limits { get; set; } = ChatLimits.Default;
    public TimeSpan? WrapUpTime { get; set; }
    public IReadOnlyList<ChatEvent> Journal => _journal;

    public Participant? Find(string name) => Chat.Find(Cast.Id(name));

    /// <param name="cause">Whose operation it is, where its reply carries a number.</param>
    public Step Do(ChatCommand command, Cause? cause = null)
    {
        Asked.Of(command);
        var decision = OrleansChat.Domain.Chats.Chat.Decide(Chat, command, Now, Limits);
        return decision.Refusal is { } why ? new Step(why, []) : Fold(decision.Events.Select(e => e with { Cause = e.Cause ?? cause }));
    }

    public Step Fold(params IEnumerable<ChatEvent> events)
    {
        var facts = ImmutableArray.CreateBuilder<Fact>();
        foreach (var happened in events)
        {
            var before = Chat;
            Chat = OrleansChat.Domain.Chats.Chat.Evolve(before, happened);
            _journal.Add(happened);
            facts.Add(new Fact(before, happened, Chat));
        }

        return new Step(null, facts.ToImmutable());
    }

    /// <summary>The participant id of a user's next stint: the same in every world in which they join equally often.</summary>
    public string NextParticipantId(string name)
    {
        _stints[name] = _stints.GetValueOrDefault(name) + 1;
        return Cast.ParticipantId(name, _stints[name]);
    }

    /// <summary>Another agent enters a chat that is being served: two events, as an invitation and its acceptance leave them.</summary>
    public Step Conference(string name) => Fold(
        new ChatEvent.Invited(Cast.Id(name), name, ParticipantRole.Agent, InvitationSource.Routing, null, "", null, Now),
        new ChatEvent.Joined(Cast.Id(name), NextParticipantId(name), name, Now));

    public EntryView? Read(EntryHeader entry, Audience audience) =>
        Transcript.Read(Chat, entry, audience, _journal[(int)entry.Version - 1] as ChatEvent.Said);

    /// <summary>The log as an audience reads it, through the ways that the server uses.</summary>
    public ImmutableArray<EntryView> ReadAll(Audience audience, int fromIndex = 1) =>
        [.. Transcript.Headers(Chat, audience, fromIndex, int.MaxValue).Select(entry => Read(entry, audience)).OfType<EntryView>()];
}
