using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Interfaces.Hosts;
using Orleans.Streams;

namespace OrleansChat.ApiHost.Notifications;

/// <summary>
/// Reads this host's stream and passes what comes to the connections. A number that is missing means that something was lost: then every
/// connection asks its session what it should have got.
/// </summary>
internal sealed partial class HostDeliveries(IClusterClient cluster, HostIdentity host, IBayeuxConnections connections, ILogger<HostDeliveries> logger) : IHostedService
{
    /// <summary>Connections that ask at the same time.</summary>
    private const int ResyncsAtOnce = 16;

    private readonly Dictionary<string, long> _numbers = [];
    private StreamSubscriptionHandle<HostBatch>? _subscription;
    private Task _resync = Task.CompletedTask;
    private volatile bool _gapAgain;

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _subscription = await cluster.GetStreamProvider(HostBatch.StreamProvider)
            .GetStream<HostBatch>(StreamId.Create(HostBatch.StreamNamespace, host.HostId))
            .SubscribeAsync((batch, _) => TakeAsync(batch));

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_subscription is { } subscription)
        {
            await subscription.UnsubscribeAsync();
        }
    }

    private Task TakeAsync(HostBatch batch)
    {
        foreach (var message in batch.Messages)
        {
            Pass(message);
        }

        var known = _numbers.GetValueOrDefault(batch.PublisherId);
        _numbers[batch.PublisherId] = Math.Max(known, batch.Number);
        var expected = batch.Messages.IsEmpty ? known : known + 1;
        if (batch.Number > expected)
        {
            Log.Gap(logger, batch.Number, expected);
            _gapAgain = true;
            _resync = _resync.IsCompleted ? ResyncAsync() : _resync;   // beside the stream: what comes meanwhile is not held up
        }

        return Task.CompletedTask;
    }

    private void Pass(HostMessage message)
    {
        var connection = new ConnectionAddress(message.UserId, message.ClientId, message.ConnectionId);
        switch (message.Kind)
        {
            case HostMessageKind.Push:
                connections.Push(new DeliveryPush(connection, message.ReplyPosition, message.EndsConnect, message.Previous, GrainBayeuxSessions.ToDeliveries(message.Deliveries)));
                break;
            case HostMessageKind.Supersede:
                connections.Supersede(connection);
                break;
            case HostMessageKind.End:
                connections.End(connection, (EndReason)message.End);
                break;
        }
    }

    private async Task ResyncAsync()
    {
        try
        {
            while (_gapAgain)
            {
                _gapAgain = false;                                      // one that comes from here on is asked for again
                await Parallel.ForEachAsync(connections.Attached, new ParallelOptions { MaxDegreeOfParallelism = ResyncsAtOnce }, async (connection, _) => await connections.ResyncAsync(connection));
            }
        }
        catch (Exception error)
        {
            Log.ResyncFailed(logger, error);                            // each client's next connect asks again
        }
    }
}
