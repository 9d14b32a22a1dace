using Orleans.Local.Activations;
using Orleans.Local.Calls;
using Orleans.Local.Isolation;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Providers.Streams.Common;

namespace Orleans.Local.Streams;

/// <summary>A stream in the memory of the silo.</summary>
internal sealed class LocalStream<T> : IAsyncStream<T>
{
    private readonly LocalClient _client;

    public LocalStream(string providerName, StreamId streamId, LocalClient client)
    {
        Contract.Check(typeof(T), $"stream {streamId}");
        (ProviderName, StreamId, _client) = (providerName, streamId, client);
    }

    public bool IsRewindable => false;

    public string ProviderName { get; }

    public StreamId StreamId { get; }

    private StreamHub Hub => _client.Silo.Streams;

    // A grain where one of its turns runs, the client everywhere else.
    private object Caller => RuntimeContext.Current is Activation activation ? activation.GrainId : _client;

    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => OnNextBatchAsync([item], token);

    public Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null)
    {
        _client.Silo.MustRun($"a stream event of {StreamId}");
        Hub.Publish(ProviderName, StreamId, [.. batch.Cast<object?>()]);
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => throw new NotSupportedException("Streams in memory do not complete.");

    public Task OnErrorAsync(Exception ex) => throw new NotSupportedException("Streams in memory do not fail.");

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer) => SubscribeAsync(Deliver(observer));

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null) =>
        SubscribeAsync(Deliver(observer));

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer) => SubscribeAsync(Deliver(observer));

    public Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token) =>
        SubscribeAsync(Deliver(observer));

    public Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles() =>
        Task.FromResult<IList<StreamSubscriptionHandle<T>>>([.. Hub.Of(ProviderName, StreamId, Caller).Select(it => new Handle(this, it))]);

    public bool Equals(IAsyncStream<T>? other) => other is not null && StreamId == other.StreamId && ProviderName == other.ProviderName;

    public override bool Equals(object? obj) => Equals(obj as IAsyncStream<T>);

    public override int GetHashCode() => StreamId.GetHashCode();

    public int CompareTo(IAsyncStream<T>? other) => other is null ? 1 : StreamId.CompareTo(other.StreamId);

    private static Delivery Deliver(IAsyncObserver<T> observer) => async batch =>
    {
        foreach (var it in batch) await observer.OnNextAsync((T)it.Item!, new EventSequenceToken(it.Batch, it.Index));
    };

    private static Delivery Deliver(IAsyncBatchObserver<T> observer) =>
        batch => observer.OnNextAsync([.. batch.Select(it => new SequentialItem<T>((T)it.Item!, new EventSequenceToken(it.Batch, it.Index)))]);

    private static void Attach(Subscription subscription, Delivery delivery)
    {
        if (RuntimeContext.Current is Activation activation) activation.StreamObservers[subscription.Id] = delivery;
        else subscription.OfClient = delivery;
    }

    private Task<StreamSubscriptionHandle<T>> SubscribeAsync(Delivery delivery)
    {
        _client.Silo.MustRun($"a subscription to {StreamId}");
        var subscription = Hub.Subscribe(ProviderName, StreamId, Caller);
        Attach(subscription, delivery);
        return Task.FromResult<StreamSubscriptionHandle<T>>(new Handle(this, subscription));
    }

    [Immutable]
    private sealed class Handle(LocalStream<T> stream, Subscription subscription) : StreamSubscriptionHandle<T>
    {
        public override StreamId StreamId => stream.StreamId;

        public override string ProviderName => stream.ProviderName;

        public override Guid HandleId => subscription.Id;

        public override Task UnsubscribeAsync()
        {
            stream.Hub.Unsubscribe(ProviderName, StreamId, subscription);
            if (RuntimeContext.Current is Activation activation) activation.StreamObservers.Remove(subscription.Id);
            return Task.CompletedTask;
        }

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null) => Resume(Deliver(observer));

        public override Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null) => Resume(Deliver(observer));

        public override bool Equals(StreamSubscriptionHandle<T>? other) => other?.HandleId == HandleId && other.StreamId == StreamId;

        private Task<StreamSubscriptionHandle<T>> Resume(Delivery delivery)
        {
            Attach(subscription, delivery);
            return Task.FromResult<StreamSubscriptionHandle<T>>(this);
        }
    }
}
