namespace OrleansChat.Domain.Chats;

/// <summary>Whose operation caused an event, where the reply carried a referenceId (decision 19).</summary>
public sealed record Cause(string UserId, int ReferenceId);

/// <summary>A recorded fact about a chat. Events are true for ever; <see cref="Chat.Evolve"/> folds them.</summary>
public abstract record ChatEvent(DateTimeOffset At)
{
    public Cause? Cause { get; init; }

    /// <summary>A customer asks for a chat; it waits in its queue.</summary>
    public sealed record Started(string ChatId, string ContactCenterId, string HandleHash, string Nickname, string ParticipantId, string Subject, string QueueName,
        ImmutableArray<UserDataItem> UserData, DateTimeOffset At) : ChatEvent(At);

    /// <summary>
    /// A user is asked in. <c>AnswerDue</c>: when the offer moves on unanswered. <c>AgentId</c>: the agent whom a supervisor comes for;
    /// absent for agents. <c>AskedBy</c>: who in the chat asked. <c>QueueName</c>: the queue that offers.
    /// </summary>
    public sealed record Invited(string UserId, string UserName, ParticipantRole Role, InvitationSource Source, SupervisorMode? Mode, string Nickname,
        DateTimeOffset? AnswerDue, DateTimeOffset At, string? AgentId = null, string? AskedBy = null, string? QueueName = null) : ChatEvent(At);

    /// <summary>An invitation ended unaccepted.</summary>
    public sealed record InvitationEnded(string UserId, InvitationEnd End, DateTimeOffset At) : ChatEvent(At);

    /// <summary>
    /// A user asked somebody in: a user by name (<c>TargetId</c>) or a queue. Whether the user asked is told so, is an event of its own: who
    /// is inside as a supervisor already is not.
    /// </summary>
    public sealed record Asked(string UserId, InvitationSource Kind, string? TargetId, string? QueueName, DateTimeOffset Due, DateTimeOffset At) : ChatEvent(At);

    /// <summary>An asking ended for which nobody was invited, or that of a queue.</summary>
    public sealed record AskEnded(string UserId, string? TargetId, string? QueueName, InvitationEnd End, DateTimeOffset At) : ChatEvent(At);

    /// <summary>An agent accepted, but the customer had gone (decision 36).</summary>
    public sealed record JoinFailed(string UserId, DateTimeOffset At) : ChatEvent(At);

    /// <summary>A consultant became an agent whom the customer sees. An entry that each audience reads truthfully (decision 7).</summary>
    public sealed record ConsultantLifted(string UserId, DateTimeOffset At) : ChatEvent(At);

    /// <summary>An agent took somebody out of the conference. An entry.</summary>
    public sealed record ParticipantRemoved(string UserId, string By, DateTimeOffset At) : ChatEvent(At);

    /// <summary>An invited user joined. An entry of the log.</summary>
    public sealed record Joined(string UserId, string ParticipantId, string Nickname, DateTimeOffset At) : ChatEvent(At);

    /// <summary>A supervisor changed mode. An entry that each audience reads truthfully (decision 7).</summary>
    public sealed record ModeSwitched(string UserId, SupervisorMode From, SupervisorMode To, DateTimeOffset At) : ChatEvent(At);

    /// <summary>A text, url, notice or typing entry. <c>UserId</c> is null for the customer; <c>Visibility</c> is the effective one (decision 2).</summary>
    public sealed record Said(string? UserId, EntryKind Kind, Visibility Visibility, string Text, string? MessageType, DateTimeOffset At) : ChatEvent(At);

    /// <summary>Attached data changed: keys set, keys removed.</summary>
    public sealed record UserDataChanged(string? UserId, ImmutableArray<UserDataItem> Set, ImmutableArray<string> Removed, DateTimeOffset At) : ChatEvent(At);

    /// <summary>A user looks at this chat (decision 36). Told to nobody.</summary>
    public sealed record InFocus(string UserId, DateTimeOffset At) : ChatEvent(At);

    /// <summary>A chatting user stopped taking part while the chat goes on. An entry. <c>LoggedOut</c>: with their session; else absent.</summary>
    public sealed record Left(string UserId, DateTimeOffset At, bool? LoggedOut = null) : ChatEvent(At);

    /// <summary>The customer went: by their own act or by silence. An entry.</summary>
    public sealed record CustomerLeft(CustomerEnd End, DateTimeOffset At) : ChatEvent(At);

    /// <summary>
    /// An agent ended the session for everybody: the agent is then in wrap-up (LeftChat) or done (Completed), all others are Revoked. With a
    /// queue the customer stays connected and waits in it. An entry for each who was chatting.
    /// </summary>
    public sealed record SessionEnded(string UserId, ParticipantState State, string? QueueName, DateTimeOffset At) : ChatEvent(At);

    /// <summary>The agent in wrap-up is done.</summary>
    public sealed record WrapUpCompleted(string UserId, DateTimeOffset At) : ChatEvent(At);
}

/// <summary>How an invitation ended unaccepted. Rejected reads Completed to its user, the others Revoked (decision 35).</summary>
public enum InvitationEnd
{
    Rejected,
    NoAnswer,
    Withdrawn,

    /// <summary>The user's contact-centre session ended.</summary>
    LoggedOut,
}

/// <summary>How a customer went.</summary>
public enum CustomerEnd
{
    Completed,
    Gone,
}

/// <summary>The type of a log entry, as the wire spells it (contract section 4.5).</summary>
public enum EntryKind
{
    Text,
    PushUrl,
    CustomNotice,
    TypingStarted,
    TypingStopped,
    ParticipantJoined,
    ParticipantLeft,
    ParticipantRejoined,
}
