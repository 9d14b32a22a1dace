namespace Orleans.Local.Simulation;

/// <summary>Time that stands still until somebody advances it.</summary>
internal sealed class SimulatedTime(SimulationScheduler scheduler, DateTimeOffset start) : TimeProvider
{
    private readonly SortedDictionary<(long Due, long Number), SimulatedTimer> _armed = [];
    private long _elapsed;
    private long _armings;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How long until the next timer fires; none where none will.</summary>
    public TimeSpan? NextDue => _armed.Count == 0 ? null : TimeSpan.FromTicks(Math.Max(0, _armed.First().Key.Due - _elapsed));

    private bool IsHere => scheduler.IsHere();

    public override DateTimeOffset GetUtcNow() => start.AddTicks(_elapsed);

    public override long GetTimestamp() => _elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock; what is due is left to <see cref="FireDue"/>.</summary>
    public void Move(TimeSpan by) => _elapsed += by.Ticks;

    /// <summary>Makes every timer that is due a step of its own.</summary>
    public void FireDue()
    {
        while (_armed.Count > 0 && _armed.First() is var (key, timer) && key.Due <= _elapsed)
        {
            _armed.Remove(key);
            scheduler.Engine.Post(timer.Fire);
        }
    }

    private sealed class SimulatedTimer(SimulatedTime time, Action callback) : ITimer
    {
        private (long Due, long Number)? _key;
        private TimeSpan _period;
        private bool _disposed;

        public void Fire()
        {
            if (_disposed) return;
            if (_period > TimeSpan.Zero) Arm(_period);
            callback();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Forget(this);
            if (_disposed) return false;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan) Arm(dueTime);
            return true;
        }

        public void Dispose()
        {
            _disposed = true;
            time.Forget(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        public void Disarm()
        {
            if (_key is { } key) time._armed.Remove(key);
            _key = null;
        }

        private void Arm(TimeSpan dueTime)
        {
            if (!time.IsHere) return;
            _key = (time._elapsed + dueTime.Ticks, time._armings++);
            time._armed[_key.Value] = this;
        }
    }

    private void Forget(SimulatedTimer timer)
    {
        if (scheduler.IsHere()) timer.Disarm();
    }
}
