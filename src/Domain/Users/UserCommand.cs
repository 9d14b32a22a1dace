using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;

namespace OrleansChat.Domain.Users;

/// <summary>What is asked of a user's state.</summary>
public abstract record UserCommand
{
    public sealed record StartSession : UserCommand;

    /// <summary>Ends the contact-centre session and the login it was asked with (empty: none).</summary>
    public sealed record EndSession(string LoginId) : UserCommand;

    /// <summary>
    /// Ends every login that began before, and with it, where asked for, the contact-centre session. <c>PeopleVersion</c>: the change of the people that
    /// took the right to be in; absent: the user asks.
    /// </summary>
    public sealed record EndLogins(bool WithSession, long? PeopleVersion = null) : UserCommand;

    public sealed record ChangeChannel(ChannelOperation Operation) : UserCommand;

    /// <summary>Somebody else changes this user's channel. Refusals in the order of decision 12.</summary>
    public sealed record ControlChannel(AgentControlFacts By, string AgentId, ChannelOperation Operation) : UserCommand;

    /// <summary>The next block of referenceIds is wanted (decision 8).</summary>
    public sealed record ReserveReferenceIds : UserCommand;

    /// <summary>
    /// A chat tells where the user stands in it, at its version. <c>JoinedUnder</c>: when the user has just joined it, who may supervise them.
    /// </summary>
    public sealed record NoteChat(string ChatId, ParticipantState State, ParticipantRole Role, long SinceVersion, long ChatVersion, bool Declined,
        ImmutableArray<string>? JoinedUnder = null) : UserCommand;

    /// <summary>A supervisor wants to enter this user's coming chats. Refusals in the order of decision 12.</summary>
    public sealed record Monitor(SupervisorFacts Supervisor, string AgentId, SupervisionMode Mode, MonitoringScope? Scope, string Nickname) : UserCommand;

    public sealed record CancelMonitoring(SupervisorFacts Supervisor, string AgentId) : UserCommand;

    /// <summary>The supervisor's session ended.</summary>
    public sealed record EndMonitoring(string SupervisorId, MonitoringEnd End) : UserCommand;
}
