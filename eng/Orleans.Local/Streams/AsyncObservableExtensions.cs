namespace Orleans.Streams;

/// <summary>Subscriptions made of functions that take one event.</summary>
public static class AsyncObservableExtensions
{
    /// <summary>Reads from now on.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync, Func<Task> onCompletedAsync) =>
        obs.SubscribeAsync(new ItemObserver<T>(onNextAsync, onErrorAsync, onCompletedAsync));

    /// <summary>Reads from now on.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync) =>
        obs.SubscribeAsync(new ItemObserver<T>(onNextAsync, onErrorAsync, null));

    /// <summary>Reads from now on.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Task> onCompletedAsync) =>
        obs.SubscribeAsync(new ItemObserver<T>(onNextAsync, null, onCompletedAsync));

    /// <summary>Reads from now on.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync) =>
        obs.SubscribeAsync(new ItemObserver<T>(onNextAsync, null, null));

    /// <summary>Reads from now on, with a token that streams in memory ignore.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync, Func<Task> onCompletedAsync, StreamSequenceToken token) =>
        obs.SubscribeAsync(new ItemObserver<T>(onNextAsync, onErrorAsync, onCompletedAsync), token);

    /// <summary>Reads from now on, with a token that streams in memory ignore.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Exception, Task> onErrorAsync, StreamSequenceToken token) =>
        obs.SubscribeAsync(new ItemObserver<T>(onNextAsync, onErrorAsync, null), token);

    /// <summary>Reads from now on, with a token that streams in memory ignore.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, Func<Task> onCompletedAsync, StreamSequenceToken token) =>
        obs.SubscribeAsync(new ItemObserver<T>(onNextAsync, null, onCompletedAsync), token);

    /// <summary>Reads from now on, with a token that streams in memory ignore.</summary>
    public static Task<StreamSubscriptionHandle<T>> SubscribeAsync<T>(this IAsyncObservable<T> obs, Func<T, StreamSequenceToken?, Task> onNextAsync, StreamSequenceToken token) =>
        obs.SubscribeAsync(new ItemObserver<T>(onNextAsync, null, null), token);
}
