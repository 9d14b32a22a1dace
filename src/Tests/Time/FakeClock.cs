namespace OrleansChat.Tests.Time;

/// <summary>
/// A clock that stands still until a test moves it. Timers run on the thread that calls <see cref="Advance"/>, in the order of their times; when it
/// returns, everything that was due has run.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<FakeTimer> _timers = [];
    private readonly List<(DateTimeOffset Due, TaskCompletionSource Armed)> _waits = [];
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private long _count;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the time and runs what is due on the way.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var until = GetUtcNow() + time;
        while (true)
        {
            FakeTimer? next;
            lock (_lock)
            {
                next = _timers.Where(timer => timer.Due <= until).OrderBy(timer => timer.Due).ThenBy(timer => timer.Number).FirstOrDefault();
                if (next is null)
                {
                    _now = until;
                    return;
                }

                if (next.Due > _now) _now = next.Due.Value;
                next.Rearm();
            }

            next.Run();
        }
    }

    /// <summary>
    /// Completes when a timer is set to run in exactly <paramref name="time"/> from now, at once when one already is; also when one is due by now: it
    /// was set just as the clock moved, and the next <see cref="Advance"/> runs it.
    /// </summary>
    public async Task ArmedAsync(TimeSpan time)
    {
        Task armed;
        lock (_lock)
        {
            var due = _now + time;
            if (_timers.Any(timer => timer.Due == due || timer.Due <= _now)) return;
            var wait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((due, wait));
            armed = wait.Task;
        }

        try
        {
            await armed.WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No timer was set to run {time} after {GetUtcNow():O}. Set are: {Describe()}.");
        }
    }

    private string Describe()
    {
        lock (_lock) return string.Join(", ", _timers.Where(timer => timer.Due is not null).Select(timer => $"{timer.Due - _now}"));
    }

    private sealed class FakeTimer(FakeClock clock, Action run) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public long Number { get; private set; }

        public Action Run { get; } = run;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                _period = period;
                Number = ++clock._count;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + dueTime;
                if (!clock._timers.Contains(this)) clock._timers.Add(this);
                if (Due is { } due) Announce(due);
            }

            return true;
        }

        /// <summary>Called under the clock's lock, just before it runs.</summary>
        public void Rearm() => Due = _period <= TimeSpan.Zero ? null : Due + _period;

        public void Dispose()
        {
            lock (clock._lock) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Announce(DateTimeOffset due)
        {
            foreach (var wait in clock._waits.Where(wait => wait.Due == due || due <= clock._now).ToArray())
            {
                clock._waits.Remove(wait);
                wait.Armed.SetResult();
            }
        }
    }
}
