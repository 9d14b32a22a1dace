namespace OrleansChat.Domain.Chats;

/// <summary>What the events of a chat add up to. Holds counters and entry headers; texts stay in the journal.</summary>
public sealed record ChatState
{
    public static readonly ChatState New = new();

    /// <summary>How many events were folded.</summary>
    public long Version { get; init; }

    public string Id { get; init; } = "";
    public string ContactCenterId { get; init; } = "";
    public string HandleHash { get; init; } = "";
    public string Subject { get; init; } = "";
    public string QueueName { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Since when the chat waits in its queue; <see langword="null"/> when an agent has it, or nobody waits any more.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>The agent who placed the chat in the queue in which it waits; <see langword="null"/>: the customer asked for it.</summary>
    public string? PlacedBy { get; init; }

    public Customer? Customer { get; init; }

    /// <summary>When the customer's session ended; <see langword="null"/> while connected.</summary>
    public DateTimeOffset? CustomerEndedAt { get; init; }

    /// <summary>Everybody who was ever asked in: in the order of their joining, or of becoming visible to more.</summary>
    public ImmutableList<Participant> Participants { get; init; } = [];

    /// <summary>Whom people in the chat have asked in and who have not answered, in the order of their asking.</summary>
    public ImmutableList<Ask> Asks { get; init; } = [];

    public ImmutableArray<UserDataItem> UserData { get; init; } = [];

    /// <summary>The log's entries without their texts, in order.</summary>
    public ImmutableList<EntryHeader> Log { get; init; } = [];

    /// <summary>Everybody who can stand behind an entry, as they were; entries refer to a place in this list.</summary>
    public ImmutableList<Author> Authors { get; init; } = [];

    /// <summary>Who is typing, and towards whom: <c>participantId:visibility</c>.</summary>
    public ImmutableSortedSet<string> Typing { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>How many participants the customer has seen; the next one gets this number plus one.</summary>
    public int SeenByCustomer { get; init; }

    public bool IsStarted => Version > 0;
    public bool CustomerConnected => Customer is { Connected: true };

    /// <summary>The chat waits in its queue: with its customer, or, handed over from wrap-up, without.</summary>
    public bool IsWaiting => WaitingSince is not null;

    /// <summary>
    /// Places taken of those that agents may take: asking somebody takes one whatever becomes of it, so nobody learns from a full chat whether
    /// a supervisor whom they asked is inside already (decision 8).
    /// </summary>
    public int AgentPlacesTaken => Asks.Count + Participants.Count(static p => p is { IsOpen: true, Role: ParticipantRole.Agent } and not { State: ParticipantState.Invited, AskedBy: not null });

    public int SupervisorsOpen => Participants.Count(static p => p is { IsOpen: true, Role: ParticipantRole.Supervisor });

    /// <summary>When the first unanswered offer moves on, or the first unanswered asking fails.</summary>
    public DateTimeOffset? AnswerDue => Participants.Where(static p => p.State == ParticipantState.Invited).Select(static p => p.AnswerDue)
        .Concat(Asks.Select(static DateTimeOffset? (ask) => ask.Due)).Min();

    /// <summary>Who is in wrap-up and waits for nobody's answer to a transfer.</summary>
    public IEnumerable<Participant> WrappingUp => Participants.Where(p => p.IsInWrapUp && !Asks.Exists(ask => ask.UserId == p.UserId));

    /// <summary>When the first wrap-up has taken as long as it may; <see langword="null"/>: never.</summary>
    public DateTimeOffset? WrapUpDue(TimeSpan? wrapUpTime) => wrapUpTime is null ? null : WrappingUp.Min(static p => p.WrapUpSince) + wrapUpTime;

    /// <summary>Nobody takes part any more.</summary>
    public bool IsOver => IsStarted && !CustomerConnected && !IsWaiting && !Participants.Any(static p => p.IsOpen && p.Role == ParticipantRole.Agent);

    public Participant? Find(string userId) => Participants.Find(p => p.UserId == userId);

    /// <summary>The number of entries that an audience may see; the index of its last one.</summary>
    public int LastIndex(Audience audience) => Log.IsEmpty ? 0 : Log[^1].Index(audience);
}

