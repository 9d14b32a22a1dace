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
    /// <summary>How long an agent has to answer an offer (decision 31).</summary>
    public TimeSpan NoAnswerAfter { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Section <c>Customers</c>.</summary>
public sealed class CustomersOptions
{
    /// <summary>A customer of whom nothing was heard for this long is gone (decision 42).</summary>
    public TimeSpan DisconnectAfter { get; set; } = TimeSpan.FromSeconds(45);
}

/// <summary>Section <c>Notifications</c>.</summary>
public sealed class NotificationsOptions
{
    /// <summary>How long a session lives after its last connect ended (decision 44).</summary>
    public TimeSpan MaxInterval { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a connect is held.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long clients are told to wait between connects; more than zero throttles.</summary>
    public TimeSpan Interval { get; set; }

    /// <summary>Notification sessions of one user at once.</summary>
    public int SessionsPerUser { get; set; } = 20;

    /// <summary>Notifications that wait for one session; one more ends it.</summary>
    public int QueueMessages { get; set; } = 5_000;
}
