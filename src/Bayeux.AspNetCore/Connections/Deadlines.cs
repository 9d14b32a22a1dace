namespace OrleansChat.Bayeux.AspNetCore.Connections;

/// <summary>Many deadlines, one timer: it is set to the earliest. What is due runs on the timer's thread and must return at once.</summary>
internal sealed class Deadlines : IDisposable
{
    /// <summary>A timer takes no more than 49 days, and a token may be valid for longer: what is far away is looked at again.</summary>
    private static readonly TimeSpan LookAtLeast = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly SortedSet<Deadline> _deadlines = new(Comparer<Deadline>.Create(Compare));
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _count;

    public Deadlines(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(static self => ((Deadlines)self!).Run(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Runs <paramref name="due"/> once, after <paramref name="delayMs"/>, unless the deadline is cancelled before.</summary>
    public Deadline After(double delayMs, Action due)
    {
        lock (_lock)
        {
            var deadline = new Deadline(Now.AddMilliseconds(delayMs), ++_count, due);
            _deadlines.Add(deadline);
            if (_deadlines.Min == deadline) Arm();
            return deadline;
        }
    }

    public void Cancel(Deadline? deadline)
    {
        if (deadline is null) return;
        lock (_lock)
        {
            var wasNext = _deadlines.Min == deadline;
            if (_deadlines.Remove(deadline) && wasNext) Arm();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Run()
    {
        while (true)
        {
            Deadline? next;
            lock (_lock)
            {
                next = _deadlines.Min;
                if (next is null || next.At > Now)
                {
                    Arm();
                    return;
                }

                _deadlines.Remove(next);
            }

            next.Due();
        }
    }

    private void Arm()
    {
        // The clock is read once: it goes on between two readings, and a timer that is given a negative wait throws, which would end the process.
        var wait = _deadlines.Min is { } next ? TimeSpan.FromTicks(Math.Clamp((next.At - Now).Ticks, 0, LookAtLeast.Ticks)) : Timeout.InfiniteTimeSpan;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private static int Compare(Deadline? one, Deadline? other)
    {
        var order = one!.At.CompareTo(other!.At);
        return order != 0 ? order : one.Number.CompareTo(other.Number);
    }
}

/// <summary>One of <see cref="Deadlines"/>.</summary>
internal sealed record Deadline(DateTimeOffset At, long Number, Action Due);
