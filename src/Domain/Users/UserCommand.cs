using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;

namespace OrleansChat.Domain.Users;

/// <summary>What is asked of a user's state.</summary>
public abstract record UserCommand
{
    public sealed record StartSession : UserCommand;

    /// <summary>Ends the contact-centre session and the login it was asked with (empty: none).</summary>
    public sealed record EndSession(string LoginId) : UserCommand;

    public sealed record ChangeChannel(ChannelOperation Operation) : UserCommand;

    /// <summary>A chat tells where the user stands in it, at its version.</summary>
    public sealed record NoteChat(string ChatId, ParticipantState State, ParticipantRole Role, long SinceVersion, long ChatVersion, bool Declined) : UserCommand;

    /// <summary>A supervisor wants to enter this user's coming chats. Refusals in the order of decision 12.</summary>
    public sealed record Monitor(SupervisorFacts Supervisor, string AgentId, SupervisionMode Mode, MonitoringScope? Scope, string Nickname) : UserCommand;

    public sealed record CancelMonitoring(SupervisorFacts Supervisor, string AgentId) : UserCommand;

    /// <summary>The supervisor's session ended, or a NextChat monitoring made its invitation.</summary>
    public sealed record EndMonitoring(string SupervisorId, MonitoringEnd End) : UserCommand;
}
