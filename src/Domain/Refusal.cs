namespace OrleansChat.Domain;

/// <summary>
/// An expected "no". Within one operation the checks run in the order of this list and the first that fails is the answer (decisions 10, 12,
/// 14 and 20). Each has one <c>statusCode</c>; see <c>docs/reference/refusals.md</c>.
/// </summary>
public enum Refusal
{
    /// <summary>Supervision by somebody without the supervisor role. statusCode 5.</summary>
    NotASupervisor,

    /// <summary>The agent does not exist in the caller's contact centre. statusCode 6.</summary>
    AgentUnknown,

    /// <summary>Supervising oneself. statusCode 3.</summary>
    Oneself,

    /// <summary>The caller supervises no group of that agent. statusCode 5.</summary>
    NoGroupOfThatAgent,

    /// <summary>A supervision mode or scope that does not exist. statusCode 2.</summary>
    ModeUnknown,

    /// <summary>Another request under an <c>Idempotency-Key</c> that the caller used before (decision 22). statusCode 2.</summary>
    KeyReused,

    /// <summary>A queue that does not exist. statusCode 2.</summary>
    QueueUnknown,

    /// <summary>The user or queue turned to does not exist in the contact centre. statusCode 2.</summary>
    TargetUnknown,

    /// <summary>There is no such chat, or the caller may not see it: the two are told apart by nobody. statusCode 6.</summary>
    ChatUnknown,

    /// <summary>Intrude without monitoring that agent. statusCode 3.</summary>
    NotMonitoring,

    /// <summary>Intrude that does not require monitoring, with neither a mode nor a monitoring to take it from. statusCode 1.</summary>
    ModeMissing,

    /// <summary>The caller's role in the chat does not allow the operation. statusCode 3.</summary>
    NotAllowed,

    /// <summary>The operation is not possible in the present state. statusCode 2.</summary>
    NotInThisState,

    /// <summary>The user turned to is not logged in on the chat channel, or does not want to be disturbed. statusCode 2.</summary>
    TargetUnavailable,

    /// <summary>A named limit is reached. statusCode 10.</summary>
    LimitExceeded,
}
