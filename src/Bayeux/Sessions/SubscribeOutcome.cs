namespace OrleansChat.Bayeux.Sessions;

/// <summary>The answer to a subscribe or an unsubscribe: all channels or none.</summary>
public abstract record SubscribeOutcome
{
    private SubscribeOutcome() { }

    /// <summary>All channels are subscribed (unsubscribed).</summary>
    public sealed record Granted : SubscribeOutcome;

    /// <summary>No such session of this user: <c>402::Unknown client</c>, without advice.</summary>
    public sealed record Unknown : SubscribeOutcome;

    /// <summary><paramref name="Channel"/> is not for this user: <c>403:/channel:subscribe_denied</c>. Nothing was subscribed.</summary>
    public sealed record Denied(string Channel) : SubscribeOutcome;

    /// <summary>More subscriptions than <see cref="SessionSettings.SubscriptionsMax"/>. Nothing was subscribed.</summary>
    public sealed record TooMany : SubscribeOutcome;
}
