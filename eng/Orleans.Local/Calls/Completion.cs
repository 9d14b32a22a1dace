namespace Orleans.Local.Calls;

/// <summary>The caller's end of a call: ends once, however many try.</summary>
internal abstract class Completion
{
    public abstract bool IsCompleted { get; }

    public abstract bool TrySetResult(object? result);

    public abstract bool TrySetException(Exception error);
}

/// <inheritdoc />
internal sealed class Completion<T>(TaskCreationOptions options) : Completion
{
    private readonly TaskCompletionSource<T> _source = new(options);

    public Task<T> Task => _source.Task;

    public override bool IsCompleted => _source.Task.IsCompleted;

    public override bool TrySetResult(object? result) => _source.TrySetResult((T)result!);

    public override bool TrySetException(Exception error) => error is OperationCanceledException cancelled && cancelled.CancellationToken.IsCancellationRequested
        ? _source.TrySetCanceled(cancelled.CancellationToken)
        : _source.TrySetException(error);
}
