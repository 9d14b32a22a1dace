namespace Orleans.Streams;

/// <summary>Subscriptions made of functions that take a batch.</summary>
public static class AsyncBatchObservableExtensions
{
    /// <summary>Reads from now on.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncBatchObservable<T> obs, Func<IList<SequentialItem<T>>, Task> onNextAsync, Func<Exception, Task> onErrorAsync, Func<Task> onCompletedAsync) =>
        obs.SubscribeAsync(new BatchObserver<T>(onNextAsync, onErrorAsync, onCompletedAsync));

    /// <summary>Reads from now on.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncBatchObservable<T> obs, Func<IList<SequentialItem<T>>, Task> onNextAsync, Func<Exception, Task> onErrorAsync) =>
        obs.SubscribeAsync(new BatchObserver<T>(onNextAsync, onErrorAsync, null));

    /// <summary>Reads from now on.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncBatchObservable<T> obs, Func<IList<SequentialItem<T>>, Task> onNextAsync, Func<Task> onCompletedAsync) =>
        obs.SubscribeAsync(new BatchObserver<T>(onNextAsync, null, onCompletedAsync));

    /// <summary>Reads from now on.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncBatchObservable<T> obs, Func<IList<SequentialItem<T>>, Task> onNextAsync) =>
        obs.SubscribeAsync(new BatchObserver<T>(onNextAsync, null, null));
}
