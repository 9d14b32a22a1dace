using System.Diagnostics.CodeAnalysis;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>
/// One session on one socket (Bayeux 1.0, section 7.1: delivery while a connect is outstanding). Without ack deliveries are written at once; with ack they
/// go before the reply of the held connect. While the session is being asked, pushes wait, for its answer comes before them.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle nobody asks for holds nothing to dispose.")]
internal sealed partial class SocketSession(BayeuxSocket socket, BayeuxPrincipal principal, string clientId, SocketServices services) : IAttachedConnection
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _asking = new(1);
    private readonly List<DeliveryPush> _early = [];
    private ConnectRequest? _request;
    private HeldConnect? _held;
    private bool _isAsking;
    private bool _isSuperseded;
    private long _lastDelivery;
    private long _written;
    private bool _isReported = true;

    public ConnectionAddress Address { get; } = new(principal.User, clientId, socket.ConnectionId);

    public bool IsHeld => _held is not null;

    private sealed record HeldConnect(BayeuxMessage Connect, long ReplyPosition, bool WithAck, Advice? Advice)
    {
        public Deadline? Timeout { get; set; }
    }

    /// <summary>Asks the session and does what it says. An older connect on this socket stays unanswered.</summary>
    public async ValueTask ConnectAsync(BayeuxMessage connect, bool mayHold)
    {
        await _asking.WaitAsync();
        try
        {
            var request = Begin(connect, mayHold);
            var outcome = await services.Calls.ConnectAsync(Address.User, request);
            lock (_lock)
            {
                Apply(connect, outcome);
                _isSuperseded = outcome is ConnectOutcome.Superseded;   // what came while it was asked was said of the connect before
                TakeEarly();
            }
        }
        finally
        {
            _asking.Release();
        }
    }

    public async ValueTask ResyncAsync()
    {
        await _asking.WaitAsync();
        try
        {
            ConnectRequest request;
            lock (_lock)
            {
                if (_request is null || _isSuperseded) return;
                _isAsking = true;
                request = _request with { LastPosition = _lastDelivery };
            }

            ConnectOutcome? outcome = null;
            try
            {
                outcome = await services.Calls.ConnectAgainAsync(Address.User, request);
            }
            finally
            {
                lock (_lock)
                {
                    ApplyAgain(outcome);
                    TakeEarly();
                }
            }
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>As <see cref="ResyncAsync"/>, for a push that is missing.</summary>
    public async Task TryResyncAsync()
    {
        try
        {
            await ResyncAsync();
        }
        catch (Exception error)
        {
            services.Calls.CouldNotAskAgain(Address.ConnectionId, error);
        }
    }

    public void Push(DeliveryPush push)
    {
        lock (_lock)
        {
            if (_isAsking) _early.Add(push);
            else Take(push);
        }
    }

    /// <summary>The older connect stays unanswered: its client must not be fooled. Nor does it ask again, with which it would take the session back from the newer one.</summary>
    public void Supersede()
    {
        lock (_lock)
        {
            Drop();
            _isSuperseded = true;
        }
    }

    public void End(EndReason reason)
    {
        lock (_lock)
        {
            var held = Drop();
            if (held is not null) socket.Writer.Write([], [ConnectReply.Ended(held.Connect, reason, held.ReplyPosition, held.WithAck, services.Options)]);
            if (reason == EndReason.LoggedOut) socket.Writer.Write([], [BayeuxReply.Kicked]);
        }

        socket.Forget(this);
    }

    public void Release()
    {
        lock (_lock)
        {
            if (Drop() is { } held) Answer(held.Connect, [], held.ReplyPosition, held.WithAck, held.Advice);
        }
    }

    /// <summary>The writer has written deliveries up to this position in full.</summary>
    public void Written(long position)
    {
        lock (_lock)
        {
            _written = position;
            if (!_isReported) return;
            _isReported = false;
        }

        socket.Reports.Add(this);
    }

    /// <summary>What the session has not been told yet.</summary>
    public long TakeUnreported()
    {
        lock (_lock)
        {
            _isReported = true;
            return _written;
        }
    }

    private ConnectRequest Begin(BayeuxMessage connect, bool mayHold)
    {
        lock (_lock)
        {
            Drop();
            (_isAsking, _isSuperseded) = (true, false);
            return _request = new(
                Address.ClientId, Address.ConnectionId, (_request?.ConnectNumber ?? 0) + 1, TransportKind.WebSocket,
                connect.Ack, mayHold, connect.AdviceTimeoutMs, connect.HasAdvice, 0, principal.LoginId);
        }
    }

    private HeldConnect? Drop()
    {
        var held = _held;
        _held = null;
        services.Deadlines.Cancel(held?.Timeout);
        return held;
    }
}
