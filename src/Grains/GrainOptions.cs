namespace OrleansChat.Grains;

/// <summary>Section <c>Supervision</c>.</summary>
public sealed class SupervisionOptions
{
    /// <summary>Intrude only into chats of agents whom the supervisor monitors (decision 10).</summary>
    public bool IntrudeRequiresMonitoring { get; set; } = true;

    /// <summary>A monitoring supervisor joins at once instead of being invited (decision 12).</summary>
    public bool AutoJoin { get; set; }
}

/// <summary>Section <c>Routing</c>.</summary>
public sealed class RoutingOptions
{
    /// <summary>How long an agent has to answer an offer, and a user to answer whoever asks them by name (decision 31).</summary>
    public TimeSpan NoAnswerAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a queue that was asked for an agent may look for one who accepts, before whoever asked is told that nobody did.</summary>
    public TimeSpan QueueAnswersWithin { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// How long an agent may wrap up a chat whose session is over (LeftChat, JoinFailed) before it is completed for them. It begins anew
    /// when a transfer has waited for its answer in vain. <see langword="null"/>: until they complete it. Holds for wrap-ups that begin while it is set.
    /// </summary>
    public TimeSpan? WrapUpTime { get; set; }
}

/// <summary>Section <c>Customers</c>.</summary>
public sealed class CustomersOptions
{
    /// <summary>A customer of whom nothing was heard for this long is gone (decision 42).</summary>
    public TimeSpan DisconnectAfter { get; set; } = TimeSpan.FromSeconds(45);
}
