using Microsoft.Extensions.DependencyInjection;
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
}
