using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>The lives of one server: it is killed after a number of acknowledged operations, whatever is under way, and started again.</summary>
/// <param name="server">Absent: something else ends it and starts it again, and clients work all the while.</param>
public sealed class Lives(RunningServer? server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private volatile TaskCompletionSource _up = New();
    private volatile TaskCompletionSource _due = New();
    private volatile TaskCompletionSource _over = New();
    private int _left;

    /// <summary>Completed while the server serves.</summary>
    public Task Up => _up.Task;

    /// <summary>Completed when the present life ends.</summary>
    public Task Over => _over.Task;

    /// <summary>Each operation that was acknowledged.</summary>
    public void Acknowledged()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _due.TrySetResult();
        }
    }

    /// <summary>Lets clients work, ends the server after so many acknowledged operations (0: at once), and starts it again.</summary>
    public async Task LiveAsync(int acknowledged, bool isKilled = true)
    {
        _due = New();
        Interlocked.Exchange(ref _left, acknowledged);
        _up.TrySetResult();
        if (acknowledged > 0)
        {
            await _due.Task.WaitAsync(Patience);
        }

        _up = New();
        if (isKilled)
        {
            server!.Kill();
        }
        else
        {
            Assert.Equal(0, await server!.StopAsync());
        }

        var over = _over;
        _over = New();
        over.TrySetResult();
        await server!.StartAsync();
    }

    /// <summary>Lets clients work; nobody is killed any more.</summary>
    public void StayUp() => _up.TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
