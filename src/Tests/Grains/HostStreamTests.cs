using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.ApiHost.Notifications;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Hosting.FailPoints;
using OrleansChat.Silo.Hosts;
using OrleansChat.Tests.Time;
using Orleans.Streams;

namespace OrleansChat.Tests.Grains;

/// <summary>The link from silo to API host over Orleans streams, read by a client of the cluster.</summary>
public sealed class HostStreamTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task A_client_of_the_cluster_reads_its_hosts_stream_in_order_and_without_gaps()
    {
        const int Messages = 500;
        var link = world.Services.GetRequiredService<StreamHostLink>();
        var arrived = new TaskCompletionSource();
        var (numbers, positions, heartbeat) = (new List<long>(), new List<long>(), new TaskCompletionSource<long>());
        var stream = world.Client.GetStreamProvider(HostBatch.StreamProvider).GetStream<HostBatch>(StreamId.Create(HostBatch.StreamNamespace, "host1"));
        var subscription = await stream.SubscribeAsync((batch, _) =>
        {
            if (batch.Messages.IsEmpty)
            {
                heartbeat.TrySetResult(batch.Number);
                return Task.CompletedTask;
            }

            numbers.Add(batch.Number);
            positions.AddRange(batch.Messages.Select(static m => m.Deliveries[0].Position));
            if (positions.Count == Messages)
            {
                arrived.TrySetResult();
            }

            return Task.CompletedTask;
        });

        for (var position = 1; position <= Messages; position++)
        {
            link.Send("host1", new HostMessage(HostMessageKind.Push, "u", "c", "x", Deliveries: [new DeliveryInfo(position, "/v2/me/chats", "{}"u8.ToArray())]));
        }

        await arrived.Task.WaitAsync(GrainWorld.Patience);
        Assert.Equal(Enumerable.Range(1, Messages).Select(static p => (long)p), positions);
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(static n => (long)n), numbers);
        Assert.Equal(numbers[^1], await heartbeat.Task.WaitAsync(GrainWorld.Patience));
        await subscription.UnsubscribeAsync();
    }

    [Fact]
    public async Task A_host_lets_the_connections_of_one_user_ask_again_when_their_inbox_has_a_new_activation()
    {
        var (identity, connections) = (new HostIdentity(), new AskingConnections());
        var deliveries = new HostDeliveries(world.Client, identity, connections, TimeProvider.System, NullLogger<HostDeliveries>.Instance);
        await deliveries.StartAsync(default);
        world.Services.GetRequiredService<StreamHostLink>().Send(identity.HostId, new HostMessage(HostMessageKind.Resync, "anna", "", "", Deliveries: []));
        Assert.Equal("anna's socket", await connections.Asked.Task.WaitAsync(GrainWorld.Patience));
        await deliveries.StopAsync(default);
        Assert.Equal(1, connections.Count);
    }

    /// <summary>The stream of a host that hears nothing is subscribed to anew from time to time; meanwhile nobody waits for that.</summary>
    [Fact]
    public async Task A_deaf_host_lets_all_connections_ask_with_every_beat()
    {
        var (identity, connections, clock) = (new HostIdentity(), new AskingConnections(), new FakeClock());
        var deliveries = new HostDeliveries(world.Client, identity, connections, clock, NullLogger<HostDeliveries>.Instance, FailPoint.Read("drop_notify:1"));
        await deliveries.StartAsync(default);
        clock.Advance(TimeSpan.FromSeconds(6.1));
        for (var beat = 1; beat <= 3; beat++)
        {
            clock.Advance(TimeSpan.FromSeconds(2));
            await connections.UntilAsync(2 * beat);
        }

        await deliveries.StopAsync(default);
    }

    [Fact]
    public async Task When_a_silo_is_lost_all_connections_ask_once_everybody_knows()
    {
        var (connections, clock) = (new AskingConnections(), new FakeClock());
        var deliveries = new HostDeliveries(world.Client, new HostIdentity(), connections, clock, NullLogger<HostDeliveries>.Instance);
        await deliveries.StartAsync(default);
        deliveries.SiloLost();
        clock.Advance(TimeSpan.FromSeconds(4));
        await connections.UntilAsync(2);
        await deliveries.StopAsync(default);
        Assert.Equal(["anna", "bob"], connections.Users.Order());
    }

    /// <summary>It is not left to its client's next connect.</summary>
    [Fact]
    public async Task Who_cannot_ask_asks_again_with_the_next_beat()
    {
        var (connections, clock, logs, identity) = (new AskingConnections { Refused = "bob" }, new FakeClock(), new PassLogs(), new HostIdentity());
        var deliveries = new HostDeliveries(world.Client, identity, connections, clock, logs);
        await deliveries.StartAsync(default);
        world.Services.GetRequiredService<StreamHostLink>().Send(identity.HostId, new HostMessage(HostMessageKind.Resync, "bob", "", "", Deliveries: []));
        Assert.StartsWith("1 of 1 connections", await logs.Failed.Task.WaitAsync(GrainWorld.Patience), StringComparison.Ordinal);
        connections.Refused = null;
        clock.Advance(TimeSpan.FromSeconds(2));
        await connections.UntilAsync(2);
        await deliveries.StopAsync(default);
        Assert.Equal(["bob", "bob"], connections.Users.Order());
    }

    /// <summary>Tells of the first pass in which somebody could not ask.</summary>
    private sealed class PassLogs : ILogger<HostDeliveries>
    {
        public TaskCompletionSource<string> Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == 2402) Failed.TrySetResult(formatter(state, exception));
        }
    }

    private sealed class AskingConnections : IBayeuxConnections
    {
        /// <summary>Whose inbox cannot be asked.</summary>
        public string? Refused { get; set; }

        public ConcurrentBag<string> Users { get; } = [];

        public TaskCompletionSource<string> Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count => _count;

        private readonly Channel<int> _counts = System.Threading.Channels.Channel.CreateUnbounded<int>();
        private int _count;

        public async Task UntilAsync(int count)
        {
            while (Count < count) await _counts.Reader.ReadAsync().AsTask().WaitAsync(GrainWorld.Patience);
        }

        public ImmutableArray<ConnectionAddress> Attached => [new("bob", "b", "bob's socket"), new("anna", "a", "anna's socket")];

        public ValueTask ResyncAsync(ConnectionAddress connection)
        {
            var isRefused = connection.User == Refused;
            Users.Add(connection.User);
            _counts.Writer.TryWrite(Interlocked.Increment(ref _count));
            Asked.TrySetResult(connection.ConnectionId);
            if (isRefused) throw new TimeoutException();
            return ValueTask.CompletedTask;
        }

        public void Push(DeliveryPush push) => Assert.Fail("Nothing was pushed.");

        public void Supersede(ConnectionAddress connection) => Assert.Fail("Nothing was superseded.");

        public void End(ConnectionAddress connection, EndReason reason) => Assert.Fail("Nothing was ended.");
    }
}
