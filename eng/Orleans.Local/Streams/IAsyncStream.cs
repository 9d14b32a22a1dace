using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>Something whose events can be read one by one.</summary>
public interface IAsyncObservable<T>
{
    /// <summary>Reads from now on.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer);

    /// <summary>Reads from now on: streams in memory cannot be rewound.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token, string? filterData = null);
}

/// <summary>Something whose events can be read in batches.</summary>
public interface IAsyncBatchObservable<T>
{
    /// <summary>Reads from now on.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer);

    /// <summary>Reads from now on: streams in memory cannot be rewound.</summary>
    Task<StreamSubscriptionHandle<T>> SubscribeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token);
}

/// <summary>Something to which events can be written.</summary>
public interface IAsyncBatchProducer<T> : IAsyncObserver<T>
{
    /// <summary>Writes several events at once.</summary>
    Task OnNextBatchAsync(IEnumerable<T> batch, StreamSequenceToken? token = null);
}

/// <summary>A stream, whatever its events.</summary>
public interface IAsyncStream
{
    /// <summary>Whether it can be read from the past.</summary>
    bool IsRewindable { get; }

    /// <summary>Who carries it.</summary>
    string ProviderName { get; }

    /// <summary>Which stream it is.</summary>
    StreamId StreamId { get; }
}

/// <summary>A stream of events.</summary>
public interface IAsyncStream<T> :
    IAsyncStream, IEquatable<IAsyncStream<T>>, IComparable<IAsyncStream<T>>, IAsyncObservable<T>, IAsyncBatchObservable<T>, IAsyncBatchProducer<T>
{
    /// <summary>What the caller, be it a grain or a client, has subscribed here.</summary>
    Task<IList<StreamSubscriptionHandle<T>>> GetAllSubscriptionHandles();
}

/// <summary>A subscription, as its owner sees it.</summary>
[GenerateSerializer, Immutable]
public abstract class StreamSubscriptionHandle<T> : IEquatable<StreamSubscriptionHandle<T>?>
{
    /// <summary>Which stream is read.</summary>
    public abstract StreamId StreamId { get; }

    /// <summary>Who carries it.</summary>
    public abstract string ProviderName { get; }

    /// <summary>Which subscription it is.</summary>
    public abstract Guid HandleId { get; }

    /// <summary>Ends the subscription.</summary>
    public abstract Task UnsubscribeAsync();

    /// <summary>Reads on with another observer, for example after a new activation.</summary>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncObserver<T> observer, StreamSequenceToken? token = null);

    /// <summary>Reads on with another observer, for example after a new activation.</summary>
    public abstract Task<StreamSubscriptionHandle<T>> ResumeAsync(IAsyncBatchObserver<T> observer, StreamSequenceToken? token = null);

    /// <inheritdoc />
    public abstract bool Equals(StreamSubscriptionHandle<T>? other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as StreamSubscriptionHandle<T>);

    /// <inheritdoc />
    public override int GetHashCode() => HandleId.GetHashCode();
}
