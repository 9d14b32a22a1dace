namespace OrleansChat.Tests.Journal;

/// <summary>Timers that fire when a test says so.</summary>
internal sealed class ManualTimers : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    /// <summary>Waits until a timer of <paramref name="due"/> is armed, and fires it.</summary>
    public async Task FireAsync(TimeSpan due)
    {
        while (true)
        {
            ManualTimer? timer;
            Task armed;
            lock (_gate)
            {
                timer = _timers.Find(one => one.Due == due);
                armed = _armed.Task;
            }

            if (timer is not null)
            {
                timer.Fire();
                return;
            }

            await armed.Soon($"a timer of {due} is armed");
        }
    }

    private void Armed()
    {
        lock (_gate)
        {
            _armed.TrySetResult();
            _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed class ManualTimer(ManualTimers owner, Action callback) : ITimer
    {
        public TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : dueTime;
            owner.Armed();
            return true;
        }

        public void Fire()
        {
            Due = null;
            callback();
        }

        public void Dispose() => Due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
