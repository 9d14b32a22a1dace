namespace OrleansChat.Domain.Chats;

/// <summary>What is asked of a chat. Ids, randomness and facts about people come in as values; <see cref="Chat.Decide"/> judges them.</summary>
public abstract record ChatCommand
{
    /// <summary>The user whose reply this is; <see langword="null"/> where a customer, a queue or the clock asks.</summary>
    public string? CallerId => this switch
    {
        IByUser own => own.UserId,
        Intrude intrude => intrude.Supervisor.UserId,
        _ => null,
    };

    /// <summary>An operation of a user of the chat.</summary>
    public interface IByUser
    {
        string UserId { get; }
    }

    /// <summary>A customer asks for a chat in a queue.</summary>
    public sealed record Start(string ChatId, string ContactCenterId, string HandleHash, string Nickname, string ParticipantId, string Subject, string QueueName,
        ImmutableArray<UserDataItem> UserData) : ChatCommand;

    /// <summary>A queue offers the chat that waits in it, or that asks for one of its agents.</summary>
    public sealed record Offer(string UserId, string UserName, string QueueName, DateTimeOffset AnswerDue) : ChatCommand;

    /// <summary>A supervisor enters a running chat. Refusals in the order of decision 10.</summary>
    public sealed record Intrude(Supervision.SupervisorFacts Supervisor, string AgentId, SupervisionMode Mode, Supervision.Monitoring? Monitoring, bool RequiresMonitoring) : ChatCommand;

    /// <summary>
    /// The agent <c>AgentId</c>, whom the supervisor monitors, accepted the chat, which then had <c>JoinedVersion</c>: asked again for the same
    /// join, nothing happens. With a participant id the supervisor joins at once (AutoJoin).
    /// </summary>
    public sealed record InviteMonitor(string UserId, string UserName, string AgentId, SupervisorMode Mode, string Nickname, string? AutoJoinParticipantId,
        long JoinedVersion = long.MaxValue) : ChatCommand;

    public sealed record Accept(string UserId, string? Nickname, string ParticipantId) : ChatCommand, IByUser;

    public sealed record Reject(string UserId) : ChatCommand, IByUser;

    public sealed record Leave(string UserId, Farewell? Farewell = null) : ChatCommand, IByUser;

    /// <summary>Ends the session, or places the chat in a queue. <c>QueueKnown</c>: whether that queue exists.</summary>
    public sealed record Complete(string UserId, string? QueueName, bool QueueKnown, Farewell? Farewell = null) : ChatCommand, IByUser;

    /// <summary>Hands the chat over to a user, or places it in a queue (decision 33). <c>AnswerDue</c>: when it fails unanswered.</summary>
    public sealed record Transfer(string UserId, Target To, DateTimeOffset AnswerDue, Farewell? Farewell = null) : ChatCommand, IByUser;

    /// <summary>Asks a user, or an agent of a queue, to join the chat (decision 34).</summary>
    public sealed record Invite(string UserId, Target To, DateTimeOffset AnswerDue) : ChatCommand, IByUser;

    /// <summary>Asks for advice that the customer does not see (decision 34).</summary>
    public sealed record Consult(string UserId, Target To, DateTimeOffset AnswerDue) : ChatCommand, IByUser;

    /// <summary>Takes back every consultation that the caller asked for and nobody accepted.</summary>
    public sealed record CancelConsult(string UserId) : ChatCommand, IByUser;

    public sealed record RemoveParticipant(string UserId, Target Who, Farewell? Farewell = null) : ChatCommand, IByUser;

    /// <summary>A text, url, notice or typing entry with the visibility asked for; a farewell has the same.</summary>
    public sealed record Say(string UserId, EntryKind Kind, Visibility Visibility, string Text, string? MessageType, Farewell? Farewell = null) : ChatCommand, IByUser;

    public sealed record ChangeUserData(string UserId, ImmutableArray<UserDataItem> Set, ImmutableArray<string> Removed) : ChatCommand, IByUser;

    public sealed record SetInFocus(string UserId) : ChatCommand, IByUser;

    public sealed record SwitchMode(string UserId, SupervisorMode Mode) : ChatCommand, IByUser;

    /// <summary>A user's contact-centre session ended: offers move on, supervised chats are left, open chats stay (decision 32).</summary>
    /// <param name="UserId">Who is gone.</param>
    /// <param name="ForGood">An agent's chat goes back to its queue too.</param>
    /// <param name="InvitedVersion">Of the stint that ended with the session (<see cref="Participant.InvitedVersion"/>): a later one is of the next session, and stays. <see langword="null"/>: whichever it is.</param>
    public sealed record UserGone(string UserId, bool ForGood = false, long? InvitedVersion = null) : ChatCommand;

    /// <summary>A supervisor supervises fewer agents than before, namely these: whoever supervises nobody in the chat any more is out of it.</summary>
    public sealed record SupervisionLost(string UserId, ImmutableArray<string> Supervised) : ChatCommand;

    public sealed record CustomerSay(string HandleHash, EntryKind Kind, string Text) : ChatCommand;

    public sealed record CustomerComplete(string HandleHash) : ChatCommand;

    /// <summary>
    /// Time has passed: unanswered offers move on, with <c>CustomerGone</c> the customer was silent for too long, and wrap-ups that took <c>WrapUpTime</c> are
    /// completed; <see langword="null"/>: they take as long as agents like.
    /// </summary>
    public sealed record Wake(bool CustomerGone, TimeSpan? WrapUpTime = null) : ChatCommand;
}

/// <summary>A mode as it was asked for: none, one that exists, or a word that does not.</summary>
public readonly record struct SupervisionMode(SupervisorMode? Mode, bool IsUnknown)
{
    public static readonly SupervisionMode None = new(null, false);
    public static readonly SupervisionMode Unknown = new(null, true);

    public static SupervisionMode Parse(string? word) => word switch
    {
        null => None,
        nameof(SupervisorMode.Monitor) => new(SupervisorMode.Monitor, false),
        nameof(SupervisorMode.Coach) => new(SupervisorMode.Coach, false),
        nameof(SupervisorMode.BargeIn) => new(SupervisorMode.BargeIn, false),
        _ => Unknown,
    };
}
