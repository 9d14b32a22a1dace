namespace OrleansChat.Domain.Chats;

/// <summary>What a participant is to the chat (decision 1).</summary>
public enum ParticipantRole
{
    Customer,
    Agent,
    Supervisor,
}

/// <summary>A user's state in one chat, as the wire spells it (contract section 4.2). Completed and Revoked are final.</summary>
public enum ParticipantState
{
    Invited,
    Chatting,
    LeftChat,
    Completed,
    Revoked,

    /// <summary>Accepted after the customer had gone: there is nothing to join, and the interaction is to be wrapped up (decision 36).</summary>
    JoinFailed,
}

/// <summary>Who asked a user into a chat.</summary>
public enum InvitationSource
{
    /// <summary>A queue offers a waiting chat.</summary>
    Routing,

    /// <summary>The supervisor intrudes.</summary>
    Intrude,

    /// <summary>The agent whom the supervisor monitors accepted the chat.</summary>
    Monitoring,

    /// <summary>Somebody in the chat hands it over.</summary>
    Transfer,

    /// <summary>Somebody in the chat asks the user to join it.</summary>
    Invite,

    /// <summary>Somebody in the chat asks the user for advice, which the customer does not see.</summary>
    Consult,
}

/// <summary>A user's part in a chat: one record for each user, the latest stint.</summary>
/// <param name="UserId">32 hex digits.</param>
/// <param name="UserName">The login name, and the nickname where none was given.</param>
/// <param name="Role">Agent or Supervisor.</param>
/// <param name="State">Where the user stands in this chat.</param>
/// <param name="Source">Who asked the user in.</param>
/// <param name="Mode">A supervisor's mode; <see langword="null"/> for agents.</param>
/// <param name="Nickname">Shown to others; empty before joining unless the monitoring named one.</param>
/// <param name="ParticipantId">16 hex digits, given when joining; a new one for each stint.</param>
/// <param name="CustomerNumber">What the customer API calls this participant; 0 until the customer has seen them.</param>
/// <param name="AnswerDue">When an unanswered offer moves on; <see langword="null"/>: never.</param>
/// <param name="InvitedVersion">The chat's version after this stint's invitation.</param>
/// <param name="AgentId">The agent whom a supervisor came for; <see langword="null"/> for agents.</param>
/// <param name="AskedBy">Who in the chat asked the user in; <see langword="null"/> where nobody did.</param>
/// <param name="QueueName">The queue that offered the chat; <see langword="null"/> for who was asked by name.</param>
/// <param name="IsConsultant">Seen by agents only (decision 34), until lifted by Transfer or Invite.</param>
/// <param name="WrapUpSince">Since when the interaction waits for its wrap-up (LeftChat, JoinFailed); <see langword="null"/>: it never did.</param>
public sealed record Participant(
    string UserId,
    string UserName,
    ParticipantRole Role,
    ParticipantState State,
    InvitationSource Source,
    SupervisorMode? Mode = null,
    string Nickname = "",
    string ParticipantId = "",
    int CustomerNumber = 0,
    DateTimeOffset? AnswerDue = null,
    long InvitedVersion = 0,
    string? AgentId = null,
    string? AskedBy = null,
    string? QueueName = null,
    bool IsConsultant = false,
    DateTimeOffset? WrapUpSince = null)
{
    public Visibility Visibility => Mode is { } mode ? VisibilityLaw.Of(mode) : IsConsultant ? Visibility.Agents : Visibility.All;
    public Audience Audience => Role == ParticipantRole.Supervisor ? Audience.Supervisor : Audience.Agent;
    public bool IsOpen => State is not (ParticipantState.Completed or ParticipantState.Revoked);
    public bool IsChatting => State == ParticipantState.Chatting;
    public bool IsInWrapUp => State is ParticipantState.LeftChat or ParticipantState.JoinFailed;

    /// <summary>Counts as an agent who keeps the customer served: supervisors and consultants never do (decision 16).</summary>
    public bool Serves => IsFullAgent && IsChatting;

    /// <summary>An agent whom the customer sees: may end the session, place the chat in a queue, and remove others.</summary>
    public bool IsFullAgent => Role == ParticipantRole.Agent && Visibility == Visibility.All;
}

/// <summary>The customer's part in a chat. The customer API always calls the customer number 1.</summary>
public sealed record Customer(string Nickname, string ParticipantId, bool Connected)
{
    public const int CustomerNumber = 1;
}

/// <summary>Who wrote an entry, as they were at that moment (decision 28).</summary>
/// <param name="UserId">The user; <see langword="null"/> for the customer.</param>
/// <param name="CustomerNumber">The number towards the customer API; 0 where the customer never saw this participant.</param>
public sealed record Author(string Nickname, ParticipantRole Role, string? UserId, Visibility Visibility, string ParticipantId, int CustomerNumber);
