namespace Orleans.Streams;

/// <summary>An observer made of functions.</summary>
internal sealed class ItemObserver<T>(Func<T, StreamSequenceToken?, Task> next, Func<Exception, Task>? error, Func<Task>? completed) : IAsyncObserver<T>
{
    public Task OnNextAsync(T item, StreamSequenceToken? token = null) => next(item, token);

    public Task OnCompletedAsync() => completed?.Invoke() ?? Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => error?.Invoke(ex) ?? Task.CompletedTask;
}

/// <summary>An observer of batches made of functions.</summary>
internal sealed class BatchObserver<T>(Func<IList<SequentialItem<T>>, Task> next, Func<Exception, Task>? error, Func<Task>? completed) : IAsyncBatchObserver<T>
{
    public Task OnNextAsync(IList<SequentialItem<T>> items) => next(items);

    public Task OnCompletedAsync() => completed?.Invoke() ?? Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => error?.Invoke(ex) ?? Task.CompletedTask;
}
