namespace OrleansChat.Domain.Queues;

/// <summary>A chat that waits in a queue.</summary>
/// <param name="Since">Since when: the oldest is offered first.</param>
/// <param name="ChatVersion">The chat's version at its last telling; older tellings are dropped.</param>
/// <param name="PlacedBy">The agent who placed it here: asked last; <see langword="null"/> for none.</param>
public sealed record WaitingChat(string ChatId, DateTimeOffset Since, long ChatVersion, string? PlacedBy = null);

/// <summary>What a queue keeps: who waits. Offers and agents are facts of others, which they tell again after a restart.</summary>
public sealed record QueueState
{
    public static readonly QueueState New = new();

    public long Version { get; init; }

    /// <summary>In the order of their waiting.</summary>
    public ImmutableList<WaitingChat> Waiting { get; init; } = [];

    public WaitingChat? Find(string chatId) => Waiting.Find(w => w.ChatId == chatId);
}

/// <summary>A recorded fact about a queue.</summary>
public abstract record QueueEvent
{
    public sealed record ChatWaits(string ChatId, DateTimeOffset Since, long ChatVersion, string? PlacedBy = null) : QueueEvent;

    public sealed record ChatGone(string ChatId) : QueueEvent;
}

/// <summary>An agent as a queue knows them.</summary>
public sealed record QueueAgent(string UserId, bool IsAvailable, DateTimeOffset WaitingSince, int OpenChats, long Version);
