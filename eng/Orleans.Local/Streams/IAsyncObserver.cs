namespace Orleans.Streams;

/// <summary>Reads a stream, or writes to one.</summary>
public interface IAsyncObserver<in T>
{
    /// <summary>The next event. The one after it comes when this has ended.</summary>
    Task OnNextAsync(T item, StreamSequenceToken? token = null);

    /// <summary>No more events come.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The stream failed.</summary>
    Task OnErrorAsync(Exception ex);
}

/// <summary>Reads a stream in batches.</summary>
public interface IAsyncBatchObserver<T>
{
    /// <summary>The next events.</summary>
    Task OnNextAsync(IList<SequentialItem<T>> items);

    /// <summary>No more events come.</summary>
    Task OnCompletedAsync() => Task.CompletedTask;

    /// <summary>The stream failed.</summary>
    Task OnErrorAsync(Exception ex);
}

/// <summary>An event with its place in the stream.</summary>
[GenerateSerializer]
public class SequentialItem<T>(T item, StreamSequenceToken token)
{
    /// <summary>The event.</summary>
    [Id(0)]
    public T Item { get; } = item;

    /// <summary>Its place.</summary>
    [Id(1)]
    public StreamSequenceToken Token { get; } = token;
}
