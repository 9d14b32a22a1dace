using Orleans.Streams;

namespace OrleansChat.Tests.OrleansConformance;

[GenerateSerializer, Alias("conformance.letter")]
public sealed class Letter
{
    [Id(0)]
    public int Number { get; set; }

    [Id(1)]
    public List<string> Lines { get; set; } = [];
}

public interface IReaderGrain : IGrainWithStringKey
{
    Task SubscribeAsync();

    Task UnsubscribeAsync();

    Task<int> SubscriptionsAsync();

    Task EndAsync();
}

/// <summary>Reads the stream of its own key, and reads on after a new activation.</summary>
[GrainType("conformance-reader")]
public sealed class ReaderGrain : Grain, IReaderGrain
{
    private string Key => this.GetPrimaryKeyString();

    private IAsyncStream<Letter> Stream => this.GetStreamProvider(ConformanceCluster.Streams).GetStream<Letter>(StreamId.Create("letters", Key));

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        foreach (var handle in await Stream.GetAllSubscriptionHandles()) await handle.ResumeAsync(ReadAsync);
    }

    public Task SubscribeAsync() => Stream.SubscribeAsync(ReadAsync);

    public async Task UnsubscribeAsync()
    {
        foreach (var handle in await Stream.GetAllSubscriptionHandles()) await handle.UnsubscribeAsync();
    }

    public async Task<int> SubscriptionsAsync() => (await Stream.GetAllSubscriptionHandles()).Count;

    public Task EndAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task ReadAsync(Letter letter, StreamSequenceToken? token)
    {
        Signals.Note(Key, $"{letter.Number} began");
        await Task.Yield();
        Signals.Note(Key, $"{letter.Number} ended");
    }
}
