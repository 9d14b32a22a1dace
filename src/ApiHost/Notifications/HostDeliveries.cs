using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Hosting.FailPoints;
using Orleans.Streams;
using OrleansChat.Grains.Interfaces.Telemetry;
using ActivityKind = System.Diagnostics.ActivityKind;

namespace OrleansChat.ApiHost.Notifications;

/// <summary>
/// Reads this host's stream and passes what comes to the connections. A number that is missing means that something was lost: then every
/// connection asks its session what it should have got. The same when the inbox of a connection has a new activation, and when a silo is lost. A connection
/// that cannot ask, because its inbox is not found yet perhaps, asks again with the next beat: its client may not come back for a whole time-out.
/// </summary>
/// <param name="failPoint">May lose events; absent as a rule.</param>
internal sealed partial class HostDeliveries(
    IClusterClient cluster, HostIdentity host, IBayeuxConnections connections, TimeProvider clock, ILogger<HostDeliveries> logger, FailPoint? failPoint = null) : IHostedService, IDisposable
{
    /// <summary>How often the stream is tried.</summary>
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);

    /// <summary>How long it may be silent; with the next beat it is dead.</summary>
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(4);

    /// <summary>After so long everybody knows that a silo is gone; before, to ask for what it had would be in vain.</summary>
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(4);

    private readonly Dictionary<string, long> _numbers = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly Resyncs _resyncs = new(connections, logger);
    private StreamSubscriptionHandle<HostBatch>? _subscription;
    private Task _watching = Task.CompletedTask;
    private Task _subscribing = Task.CompletedTask;
    private long _heardAt = clock.GetTimestamp();
    private long _subscribedAt;
    private long _lostAt;
    private bool _hasTried;

    private IAsyncStream<HostBatch> Stream => cluster.GetStreamProvider(HostBatch.StreamProvider).GetStream<HostBatch>(StreamId.Create(HostBatch.StreamNamespace, host.HostId));

    /// <summary>Where there is a silo already, the stream is read on return; if not, as soon as there is one.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Metrics.Observe(this, () => connections.Attached.Length);
        await TrySubscribeAsync();
        _watching = WatchAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Metrics.Forget(this);
        await _stopping.CancelAsync();
        var asking = _resyncs.StopAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _subscribing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await asking;
        if (_subscription is { } subscription)
        {
            await subscription.UnsubscribeAsync();
        }
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>
    /// A silo cannot be reached any more. One that others had voted out may have taken connects until now, for inboxes that have other owners: all connections ask, when everybody
    /// knows that it is gone.
    /// </summary>
    public void SiloLost() => Volatile.Write(ref _lostAt, clock.GetTimestamp());

    /// <summary>
    /// Sends itself a number over the stream from time to time. When none comes back the stream is dead, as streams can be after a silo died without saying
    /// so: then it is subscribed to anew, and until that helps the connections ask their sessions with every beat. Neither waits for the other: what is called for a
    /// subscription may be stuck for long, in a silo that is frozen.
    /// </summary>
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(BeatEvery, clock);
        for (var number = 1L; await timer.WaitForNextTickAsync(_stopping.Token); number++)
        {
            _resyncs.AskAgain();
            AskWhenALossIsKnown();
            if (_subscription is null || clock.GetElapsedTime(Volatile.Read(ref _heardAt)) > SilentFor)
            {
                _resyncs.AskAll();
                if (_subscribing.IsCompleted && (_subscription is null || clock.GetElapsedTime(_subscribedAt) > SilentFor))
                {
                    if (_subscription is not null) Log.Silent(logger, SilentFor);
                    _subscribing = TrySubscribeAsync();
                }
            }

            try
            {
                await Stream.OnNextAsync(new HostBatch(host.HostId, number, [])).WaitAsync(BeatEvery, clock, _stopping.Token);
            }
            catch (Exception error) when (!_stopping.IsCancellationRequested)
            {
                Log.BeatFailed(logger, error);
            }
        }
    }

    /// <summary>See <see cref="SiloLost"/>. One that is lost meanwhile begins the wait anew.</summary>
    private void AskWhenALossIsKnown()
    {
        var lostAt = Volatile.Read(ref _lostAt);
        if (lostAt == 0 || clock.GetElapsedTime(lostAt) < KnownWithin) return;
        if (Interlocked.CompareExchange(ref _lostAt, 0, lostAt) == lostAt) _resyncs.AskAll();
    }

    private async Task TrySubscribeAsync()
    {
        try
        {
            if (_subscription is { } old)
            {
                _subscription = null;
                await old.UnsubscribeAsync();
            }

            _subscription = await Stream.SubscribeAsync((batch, _) => failPoint?.Drops() == true ? Task.CompletedTask : TakeAsync(batch));
            _subscribedAt = clock.GetTimestamp();
        }
        catch (Exception error) when (!_stopping.IsCancellationRequested)
        {
            // The next beat tries again. A host that starts before it has found a silo says so elsewhere.
            if (_hasTried) Log.SubscribeFailed(logger, error);
            else Log.NotYet(logger);
        }

        _hasTried = true;
    }

    private Task TakeAsync(HostBatch batch)
    {
        foreach (var message in batch.Messages)
        {
            Pass(message);
        }

        if (batch.PublisherId == host.HostId)
        {
            Volatile.Write(ref _heardAt, clock.GetTimestamp());
        }

        var known = _numbers.GetValueOrDefault(batch.PublisherId);
        _numbers[batch.PublisherId] = Math.Max(known, batch.Number);
        var expected = batch.Messages.IsEmpty && batch.PublisherId != host.HostId ? known : known + 1;
        if (batch.Number > expected)
        {
            Log.Gap(logger, batch.Number, expected);
            _resyncs.AskAll();
        }

        return Task.CompletedTask;
    }

    private void Pass(HostMessage message)
    {
        using var span = Trace.Start(Spans.Deliver, ActivityKind.Consumer, message.Trace);
        var connection = new ConnectionAddress(message.UserId, message.ClientId, message.ConnectionId);
        switch (message.Kind)
        {
            case HostMessageKind.Push:
                Metrics.Deliveries.Add(message.Deliveries.Length);
                connections.Push(new DeliveryPush(connection, message.ReplyPosition, message.EndsConnect, message.Previous, GrainBayeuxSessions.ToDeliveries(message.Deliveries)));
                break;
            case HostMessageKind.Supersede:
                connections.Supersede(connection);
                break;
            case HostMessageKind.End:
                connections.End(connection, (EndReason)message.End);
                break;
            case HostMessageKind.Resync:
                _resyncs.Ask(message.UserId);
                break;
        }
    }
}
