using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansChat.Grains.Hosts;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Hosts;
using Orleans.Streams;

namespace OrleansChat.Silo.Hosts;

/// <summary>
/// The link over Orleans streams: one stream for each API host. What comes while a stream event is being published travels together in the
/// next one, and events keep a distance, so that the load decides the size. A heartbeat repeats the last number, so that a lost event is noticed within 2 s.
/// </summary>
/// <param name="publishing">Where publishing runs, outside of any grain's scheduler: the thread pool, or one thread in a simulation.</param>
public sealed partial class StreamHostLink(IClusterClient cluster, TimeProvider clock, ILogger<StreamHostLink> logger, TaskScheduler? publishing = null) : IHostLink, IHostedService, IDisposable
{
    /// <summary>Ids and numbers of a message.</summary>
    private const int MessageOverheadBytes = 256;

    /// <summary>Messages in one stream event; in bytes <see cref="MessageSize.PartBytesMax"/>, where a single message may be larger.</summary>
    private const int BatchMessagesMax = 1_000;

    /// <summary>Messages that wait for one host; more are dropped, and the host asks for them.</summary>
    private const int WaitingMessagesMax = 100_000;

    /// <summary>
    /// The least time between two events to a host: half of what the reading side sleeps between two looks. Each event costs calls and copies on
    /// its way, whatever it carries.
    /// </summary>
    private static readonly TimeSpan CollectFor = TimeSpan.FromMilliseconds(5);

    /// <summary>A host of which nothing was wanted for so long gets no heartbeat any more.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(2);

    private readonly string _publisherId = Guid.NewGuid().ToString("N");
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Host> _hosts = [];
    private ITimer? _heartbeat;
    private long _forgotten;                                            // the highest number of a forgotten host: numbers never begin again

    public void Send(string hostId, HostMessage message)
    {
        lock (_lock)
        {
            var host = _hosts.TryGetValue(hostId, out var known) ? known : _hosts[hostId] = new Host { Number = _forgotten };
            host.UsedAt = clock.GetUtcNow();
            if (host.Waiting.Count >= WaitingMessagesMax)
            {
                host.Number++;                                         // a gap that the host will notice
                return;
            }

            host.Waiting.Enqueue(message);
            if (host.IsPublishing)
            {
                return;
            }

            host.IsPublishing = true;
        }

        StartPublishing(hostId);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _heartbeat = clock.CreateTimer(_ => Beat(), null, HeartbeatEvery, HeartbeatEvery);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _heartbeat?.Dispose();

    private void Beat()
    {
        foreach (var hostId in Idle())
        {
            StartPublishing(hostId);
        }
    }

    /// <summary>The hosts that get a heartbeat now; those not used for long are forgotten.</summary>
    private List<string> Idle()
    {
        lock (_lock)
        {
            foreach (var old in _hosts.Where(h => clock.GetUtcNow() - h.Value.UsedAt > ForgetAfter).Select(static h => h.Key).ToList())
            {
                _forgotten = Math.Max(_forgotten, _hosts[old].Number);
                _hosts.Remove(old);
            }

            var idle = _hosts.Where(static h => !h.Value.IsPublishing).ToList();
            idle.ForEach(static h => h.Value.IsPublishing = true);
            return [.. idle.Select(static h => h.Key)];
        }
    }

    /// <summary>Nobody awaits it: it ends by itself when nothing waits.</summary>
    private void StartPublishing(string hostId) =>
        _ = Task.Factory.StartNew(() => PublishAsync(hostId), CancellationToken.None, TaskCreationOptions.DenyChildAttach, publishing ?? TaskScheduler.Default);

    /// <summary>Publishes what waits, at least one event, until nothing waits.</summary>
    private async Task PublishAsync(string hostId)
    {
        var stream = cluster.GetStreamProvider(HostBatch.StreamProvider).GetStream<HostBatch>(StreamId.Create(HostBatch.StreamNamespace, hostId));
        do
        {
            var batch = Take(hostId);
            try
            {
                await stream.OnNextAsync(batch);
            }
            catch (Exception error)
            {
                Log.PublishFailed(logger, hostId, error);               // the number is used up: the host notices the gap and asks
            }

            if (!batch.Messages.IsEmpty)
            {
                await Task.Delay(CollectFor, clock);
            }
        }
        while (!IsDone(hostId));
    }

    private HostBatch Take(string hostId)
    {
        lock (_lock)
        {
            var host = _hosts.TryGetValue(hostId, out var known) ? known : _hosts[hostId] = new Host { Number = _forgotten, UsedAt = clock.GetUtcNow(), IsPublishing = true };
            var messages = ImmutableArray.CreateBuilder<HostMessage>(Math.Min(host.Waiting.Count, BatchMessagesMax));
            var bytes = 0;
            while (messages.Count < BatchMessagesMax && host.Waiting.TryPeek(out var message))
            {
                bytes += SizeOf(message);
                if (messages.Count > 0 && bytes > MessageSize.PartBytesMax)
                {
                    break;
                }

                messages.Add(host.Waiting.Dequeue());
            }

            host.Number += messages.Count > 0 ? 1 : 0;
            return new HostBatch(_publisherId, host.Number, messages.ToImmutable());
        }
    }

    private static int SizeOf(HostMessage message) => MessageOverheadBytes + (message.Deliveries.IsDefault ? 0 : message.Deliveries.Sum(MessageSize.Of));

    private bool IsDone(string hostId)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(hostId, out var host))
            {
                return true;
            }

            host.IsPublishing = host.Waiting.Count > 0;
            return !host.IsPublishing;
        }
    }

    private sealed class Host
    {
        public Queue<HostMessage> Waiting { get; } = new();
        public long Number { get; set; }
        public bool IsPublishing { get; set; }
        public DateTimeOffset UsedAt { get; set; }
    }
}
