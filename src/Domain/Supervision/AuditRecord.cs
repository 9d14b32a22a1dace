using OrleansChat.Domain.Chats;

namespace OrleansChat.Domain.Supervision;

/// <summary>What a supervisor did, or what became of it (decision 18), as the wire spells it.</summary>
public enum SupervisionAct
{
    /// <summary>Monitors an agent's coming chats from now on, or in another way than before.</summary>
    MonitoringStarted,

    /// <summary>Cancelled that.</summary>
    MonitoringCancelled,

    /// <summary>It was for the next chat, whose invitation was made.</summary>
    MonitoringUsedUp,

    /// <summary>It ended with the supervisor's session.</summary>
    MonitoringLoggedOut,

    /// <summary>A new configuration took the right away.</summary>
    MonitoringRightLost,

    /// <summary>Asked into a running chat; is invited.</summary>
    Intruded,

    /// <summary>Is invited, because the monitored agent accepted the chat.</summary>
    Invited,

    /// <summary>Is in the chat from now on.</summary>
    Accepted,

    /// <summary>Did not want into it.</summary>
    Rejected,

    /// <summary>Changed the mode, to the one that the record names.</summary>
    Switched,

    /// <summary>Left the chat.</summary>
    Left,

    /// <summary>Left the chat, or lost the invitation, with the end of the session.</summary>
    LoggedOut,

    /// <summary>By another's act or the chat's end (decision 35).</summary>
    Revoked,
}

/// <summary>One act of supervision: who, whom, which chat, in which mode, when.</summary>
/// <param name="AgentId">The agent whom the supervisor monitors, or came for.</param>
/// <param name="ChatId">Empty for what is about all chats of the agent.</param>
/// <param name="Scope">Of a monitoring; <see langword="null"/> in a chat.</param>
public sealed record AuditRecord(
    SupervisionAct Act, string SupervisorId, string SupervisorName, string AgentId, string ChatId, SupervisorMode? Mode, MonitoringScope? Scope, DateTimeOffset At);
