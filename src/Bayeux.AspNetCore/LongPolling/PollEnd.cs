using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.LongPolling;

/// <summary>How a held poll ended: exactly one of these.</summary>
internal abstract record PollEnd
{
    private PollEnd() { }

    /// <summary>Deliveries came.</summary>
    public sealed record Pushed(ImmutableArray<Delivery> Deliveries, long ReplyPosition) : PollEnd;

    /// <summary>Its time is over, or the host stops.</summary>
    public sealed record TimedOut : PollEnd;

    /// <summary>A newer connect took over.</summary>
    public sealed record Superseded : PollEnd;

    /// <summary>The session is over.</summary>
    public sealed record Ended(EndReason Reason) : PollEnd;

    /// <summary>The client is gone.</summary>
    public sealed record Aborted : PollEnd;
}
