namespace OrleansChat.Grains.Interfaces.Configuration;

/// <summary>Section <c>Notifications</c>: read by the inboxes, and by API hosts for what they tell clients without asking an inbox.</summary>
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
