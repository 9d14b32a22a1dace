using OrleansChat.Domain.Chats;

namespace OrleansChat.Domain.Supervision;

/// <summary>How long a monitoring holds (decision 12).</summary>
public enum MonitoringScope
{
    /// <summary>Until cancelled.</summary>
    AllChats,

    /// <summary>For the next accepted chat, then it is used up.</summary>
    NextChat,
}

/// <summary>How a monitoring ended.</summary>
public enum MonitoringEnd
{
    /// <summary>The supervisor cancelled it.</summary>
    Cancelled,

    /// <summary>It was for the next chat, and its invitation was made.</summary>
    UsedUp,

    /// <summary>The supervisor's contact-centre session ended (decision 13).</summary>
    LoggedOut,

    /// <summary>A new configuration: the supervisor supervises no group of the user any more.</summary>
    RightLost,
}

/// <summary>A supervisor's standing wish to enter an agent's coming chats. Owned by the agent's user state (decision 13).</summary>
/// <param name="Nickname">Shown to others; empty: the user name.</param>
public sealed record Monitoring(string SupervisorId, string SupervisorName, SupervisorMode Mode, MonitoringScope Scope, string Nickname);

/// <summary>What the directory says about a supervisor and the agent named in a request.</summary>
/// <param name="IsSupervisor">The caller has the supervisor role.</param>
/// <param name="AgentKnown">The agent exists in the caller's contact centre.</param>
/// <param name="SupervisesAgent">The caller supervises a group of that agent.</param>
public sealed record SupervisorFacts(string UserId, string UserName, bool IsSupervisor, bool AgentKnown, bool SupervisesAgent)
{
    /// <summary>The refusals that Intrude and the monitoring operations share, in the order of decisions 10 and 12.</summary>
    public Refusal? RefusalFor(string agentId) => this switch
    {
        { IsSupervisor: false } => Refusal.NotASupervisor,
        { AgentKnown: false } => Refusal.AgentUnknown,
        _ when UserId == agentId => Refusal.Oneself,
        { SupervisesAgent: false } => Refusal.NoGroupOfThatAgent,
        _ => null,
    };
}
