using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.LongPolling;

/// <summary>
/// One connect over HTTP (Bayeux 1.0, section 6.1) from before the session is asked until the answer is chosen. Whatever comes first ends it; the
/// rest is too late and changes nothing, for the session repeats what was not acknowledged or written.
/// </summary>
internal sealed class HeldPoll(BayeuxPrincipal principal, ConnectRequest request, SessionCalls calls) : IAttachedConnection
{
    private readonly TaskCompletionSource<PollEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _replyPosition;

    public ConnectionAddress Address { get; } = new(principal.User, request.ClientId, request.ConnectionId);

    public Task<PollEnd> End => _end.Task;

    /// <summary>How long it may be held, in ms. Not beyond its credentials: the client comes back with new ones.</summary>
    public double HoldMs(int timeoutMs, DateTimeOffset now) => principal.ValidUntil is { } until ? Math.Clamp((until - now).TotalMilliseconds, 0, timeoutMs) : timeoutMs;

    /// <summary>The held connect's position: it changes when the session's owner was restarted meanwhile.</summary>
    public long ReplyPosition { get => Volatile.Read(ref _replyPosition); set => Volatile.Write(ref _replyPosition, value); }

    public void Push(DeliveryPush push) => _end.TrySetResult(new PollEnd.Pushed(push.Deliveries, push.ReplyPosition));

    public void Supersede() => _end.TrySetResult(new PollEnd.Superseded());

    void IAttachedConnection.End(EndReason reason) => _end.TrySetResult(new PollEnd.Ended(reason));

    public void Release() => _end.TrySetResult(new PollEnd.TimedOut());

    public void Abort() => _end.TrySetResult(new PollEnd.Aborted());

    public async ValueTask ResyncAsync()
    {
        if (_end.Task.IsCompleted) return;
        switch (await calls.ConnectAgainAsync(Address.User, request))
        {
            case ConnectOutcome.Now now: _end.TrySetResult(new PollEnd.Pushed(now.Deliveries, now.ReplyPosition)); break;
            case ConnectOutcome.Hold hold: ReplyPosition = hold.ReplyPosition; break;
            case ConnectOutcome.Superseded: Supersede(); break;
            default: _end.TrySetResult(new PollEnd.Ended(EndReason.Expired)); break;
        }
    }
}
