namespace OrleansChat.ApiHost.Answers;

/// <summary>The one table from a refusal of the rules to what the wire says; a test walks the enum.</summary>
internal static class Refusals
{
    /// <exception cref="ArgumentOutOfRangeException">A refusal without a row.</exception>
    public static (WireStatus Status, string Message) Of(Refusal why) => why switch
    {
        Refusal.NotASupervisor => (WireStatus.NoPermission, "The supervisor role is required."),
        Refusal.AgentUnknown => (WireStatus.NotFound, "There is no such user."),
        Refusal.Oneself => (WireStatus.Forbidden, "Nobody can supervise themselves."),
        Refusal.NoGroupOfThatAgent => (WireStatus.NoPermission, "The caller supervises no group of that user."),
        Refusal.ModeUnknown => (WireStatus.ParameterInvalid, "The supervision mode is unknown."),
        Refusal.KeyReused => (WireStatus.ParameterInvalid, "The Idempotency-Key was used for another request."),
        Refusal.ChatUnknown => (WireStatus.NotFound, "There is no such chat."),
        Refusal.NotMonitoring => (WireStatus.Forbidden, "The caller does not monitor that user."),
        Refusal.ModeMissing => (WireStatus.ParameterMissing, "supervisorVisibilityMode is required without a running monitoring."),
        Refusal.NotAllowed => (WireStatus.Forbidden, "The caller's role in the chat does not allow the operation."),
        Refusal.LimitExceeded => (WireStatus.OverLimit, "A limit is reached."),
        Refusal.NotInThisState => (WireStatus.ParameterInvalid, "The operation is not possible in the present state."),
        Refusal.QueueUnknown => (WireStatus.ParameterInvalid, "There is no such queue."),
        Refusal.TargetUnknown => (WireStatus.ParameterInvalid, "There is no such user or queue."),
        Refusal.TargetUnavailable => (WireStatus.ParameterInvalid, "The user is not available."),
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, null),
    };
}
