using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansChat.ApiHost.Notifications;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Silo.Hosts;
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

    private sealed class AskingConnections : IBayeuxConnections
    {
        public TaskCompletionSource<string> Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; private set; }

        public ImmutableArray<ConnectionAddress> Attached => [new("bob", "b", "bob's socket"), new("anna", "a", "anna's socket")];

        public ValueTask ResyncAsync(ConnectionAddress connection)
        {
            Count++;
            Asked.TrySetResult(connection.ConnectionId);
            return ValueTask.CompletedTask;
        }

        public void Push(DeliveryPush push) => Assert.Fail("Nothing was pushed.");

        public void Supersede(ConnectionAddress connection) => Assert.Fail("Nothing was superseded.");

        public void End(ConnectionAddress connection, EndReason reason) => Assert.Fail("Nothing was ended.");
    }
}
