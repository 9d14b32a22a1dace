using System.Threading.Channels;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.EventStreams;

/// <summary>
/// One open stream of one session. It connects on behalf of the client, as a Bayeux client over a socket would, and works through what comes in
/// order; so an answer of the session is always before the pushes that follow it. Nothing leaves the session's queue by being written: the client
/// acknowledges with the <c>Last-Event-ID</c> of its next stream, for which this one ends now and then.
/// </summary>
internal sealed class EventStream(BayeuxPrincipal principal, EventId from, EventWriter writer, EventStreamServices services) : IAttachedConnection
{
    private readonly Channel<StreamItem> _items = Channel.CreateUnbounded<StreamItem>(new() { SingleReader = true });
    private readonly string _connectionId = Guid.NewGuid().ToString("N");
    private TaskCompletionSource? _askingAgain;
    private long _pendingBytes;
    private volatile bool _isTooSlow;
    private ConnectRequest? _request;
    private Deadline? _timeout;
    private Deadline? _beat;
    private long _last;

    public ConnectionAddress Address => new(principal.User, from.ClientId, _connectionId);

    public void Push(DeliveryPush push)
    {
        if (Interlocked.Add(ref _pendingBytes, BytesOf(push)) > services.Options.SocketPendingBytesMax)
        {
            // What waits here is not read any more; the session has it all.
            _isTooSlow = true;
            Add(new StreamItem.Ended(StreamEnd.TooSlow));
        }
        else
        {
            Add(new StreamItem.Pushed(push));
        }
    }

    public void Supersede() => Add(new StreamItem.Ended(StreamEnd.Superseded));

    public void End(EndReason reason) => Add(new StreamItem.Ended(reason == EndReason.LoggedOut ? StreamEnd.LoggedOut : StreamEnd.SessionEnded));

    public void Release() => Add(new StreamItem.Ended(StreamEnd.Unavailable));

    public async ValueTask ResyncAsync()
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Interlocked.CompareExchange(ref _askingAgain, mine, null) ?? mine;
        if (asking == mine && !_items.Writer.TryWrite(new StreamItem.AskAgain())) Close();
        await services.Calls.AskedAgainAsync(asking.Task);
    }

    /// <summary>The client is gone.</summary>
    public void Abort() => _items.Writer.TryComplete();

    /// <summary>The stream is over, or never began: nobody waits for it.</summary>
    public void Close()
    {
        _items.Writer.TryComplete();
        Interlocked.Exchange(ref _askingAgain, null)?.TrySetResult();
    }

    /// <summary>The first connect. Anything but a hold or deliveries: there is no stream.</summary>
    public ValueTask<ConnectOutcome?> OpenAsync()
    {
        _request = new(from.ClientId, _connectionId, 1, TransportKind.EventStream, from.Position, true, -1, false, 0, principal.LoginId);
        return services.Calls.ConnectAsync(principal.User, _request);
    }

    /// <summary>Writes until something ends the stream. What was written and not flushed yet goes first.</summary>
    public async Task RunAsync(ConnectOutcome first)
    {
        var runOut = principal.ValidUntil is { } until
            ? services.Deadlines.After((until - services.Deadlines.Now).TotalMilliseconds, () => Add(new StreamItem.Ended(StreamEnd.LoggedOut)))
            : null;
        var why = await FollowAsync(first);
        while (why is null && await _items.Reader.WaitToReadAsync())
        {
            while (why is null && _items.Reader.TryRead(out var item)) why = await DoAsync(item);
        }

        services.Deadlines.Cancel(_timeout);
        services.Deadlines.Cancel(_beat);
        services.Deadlines.Cancel(runOut);
        if (why is not { } reason) return;
        if (reason == StreamEnd.Acknowledge) writer.Retry(services.Options.StreamAgainMs);
        writer.End(reason);
        await writer.FlushAsync();
    }

    private async ValueTask<StreamEnd?> DoAsync(StreamItem item)
    {
        switch (item)
        {
            case StreamItem.Ended ended:
                return _isTooSlow ? StreamEnd.TooSlow : ended.Why;
            case var _ when _isTooSlow:
                return StreamEnd.TooSlow;
            case StreamItem.Pushed { Push: var push }:
                Interlocked.Add(ref _pendingBytes, -BytesOf(push));
                return push.Previous > _last ? await FollowAsync(await AskAsync(_request! with { LastPosition = _last })) : await WriteAsync(push.Deliveries);
            case StreamItem.AskAgain:
                return await AskAgainAsync();
            case StreamItem.TimedOut:
                return await FollowAsync(await NextAsync());
            default:
                writer.Beat();
                return await FlushAsync();
        }
    }

    /// <summary>Who cannot be asked is asked once more later: until then the stream goes on with what is pushed.</summary>
    private async ValueTask<StreamEnd?> AskAgainAsync()
    {
        var asking = Interlocked.Exchange(ref _askingAgain, null);     // who wants it from now on may have lost more
        ConnectOutcome outcome;
        try
        {
            _request = _request! with { LastPosition = _last };
            using var answering = services.Options.BeginAnswer();
            outcome = await services.Calls.ConnectAgainAsync(principal.User, _request);
        }
        catch (Exception error)
        {
            asking?.TrySetException(error);
            _ = asking?.Task.Exception;                                 // who wanted it may not wait any more
            return null;
        }

        asking?.TrySetResult();
        return await FollowAsync(outcome);
    }

    /// <summary>Does what the session says, until it holds the stream.</summary>
    private async ValueTask<StreamEnd?> FollowAsync(ConnectOutcome? outcome)
    {
        while (true)
        {
            switch (outcome)
            {
                case ConnectOutcome.Hold hold:
                    services.Deadlines.Cancel(_timeout);
                    _timeout = services.Deadlines.After(hold.TimeoutMs, () => Add(new StreamItem.TimedOut()));
                    return await WriteAsync(hold.Deliveries);
                case ConnectOutcome.Now now:
                    if (await WriteAsync(now.Deliveries) is { } over) return over;
                    outcome = await NextAsync();
                    break;
                case ConnectOutcome.Superseded:
                    return StreamEnd.Superseded;
                case null:
                    return StreamEnd.Unavailable;
                default:
                    return StreamEnd.SessionEnded;
            }
        }
    }

    private async ValueTask<StreamEnd?> WriteAsync(ImmutableArray<Delivery> deliveries)
    {
        var newer = deliveries.RemoveAll(delivery => delivery.Position <= _last);
        if (!newer.IsEmpty)
        {
            writer.Events(newer.AsSpan());
            _last = newer[^1].Position;
        }

        if (await FlushAsync() is { } over) return over;
        return writer.Carried.Events >= services.Options.StreamEventsMax || writer.Carried.Bytes >= services.Options.StreamBytesMax ? StreamEnd.Acknowledge : null;
    }

    private async ValueTask<StreamEnd?> FlushAsync()
    {
        services.Deadlines.Cancel(_beat);
        _beat = services.Deadlines.After(services.Options.KeepAliveIntervalMs, () => Add(new StreamItem.Beat()));
        if (!await writer.FlushAsync()) Abort();
        return null;
    }

    private ValueTask<ConnectOutcome?> NextAsync() => AskAsync(_request! with { ConnectNumber = _request.ConnectNumber + 1, Ack = -1, LastPosition = 0 });

    private async ValueTask<ConnectOutcome?> AskAsync(ConnectRequest request)
    {
        _request = request;
        using var answering = services.Options.BeginAnswer();
        return await services.Calls.ConnectAsync(principal.User, request);
    }

    private void Add(StreamItem item) => _items.Writer.TryWrite(item);

    private static long BytesOf(DeliveryPush push) => push.Deliveries.Sum(static delivery => (long)delivery.DataJson.Length + delivery.Channel.Length);
}
