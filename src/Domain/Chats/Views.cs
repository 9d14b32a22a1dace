namespace OrleansChat.Domain.Chats;

/// <summary>A participant as a viewer who may see them reads it.</summary>
/// <param name="UserId">The user; <see langword="null"/> for the customer.</param>
/// <param name="CustomerNumber">What the customer API calls them; 0 where the customer never saw them.</param>
public sealed record ParticipantView(string Nickname, ParticipantRole Role, string? UserId, Visibility Visibility, string ParticipantId, int CustomerNumber);

/// <summary>An entry of the log as one audience reads it.</summary>
/// <param name="Index">1…, contiguous for the audience.</param>
/// <param name="Visibility">As printed (decision 6).</param>
/// <param name="Text">The text, url or notice; empty for joins, leaves and typing.</param>
public sealed record EntryView(int Index, EntryKind Kind, Visibility Visibility, ParticipantView From, string Text, string? MessageType, DateTimeOffset At);

/// <summary>A chat as one of its users reads it.</summary>
/// <param name="State">The user's own state in the chat.</param>
/// <param name="Capabilities">What the user may do now, in the documented order.</param>
/// <param name="Participants">Who is chatting and visible to the user, users by join, then the customer while connected; empty while invited.</param>
/// <param name="Mode">A supervisor's mode, else <see langword="null"/>.</param>
public sealed record ChatView(string Id, ParticipantState State, DateTimeOffset ReceivedAt, ImmutableArray<Capability> Capabilities,
    ImmutableArray<ParticipantView> Participants, ImmutableArray<UserDataItem> UserData, SupervisorMode? Mode);

/// <summary>A customer's chat as the customer reads it.</summary>
public sealed record CustomerChatView(CustomerChatState State, ImmutableArray<ParticipantView> Participants, int LastIndex);

/// <summary>The customer's side of a chat, as the wire spells it (contract section 7).</summary>
public enum CustomerChatState
{
    WaitingForAgent,
    Chatting,
    Idle,
}

/// <summary>What a user may do with a chat, as the wire spells it (contract section 4.3).</summary>
public enum Capability
{
    Accept,
    Reject,
    Transfer,
    Leave,
    Invite,
    Consult,
    SetInFocus,
    SetDisposition,
    AttachUserData,
    DeleteUserData,
    UpdateUserData,
    SendToAgents,
    SendStartTypingToAgentsNotification,
    SendStopTypingToAgentsNotification,
    Complete,
    SendMessage,
    SendStartTypingNotification,
    SendStopTypingNotification,
    SwitchToMonitor,
    SwitchToCoach,
    SwitchBargeIn,
}
