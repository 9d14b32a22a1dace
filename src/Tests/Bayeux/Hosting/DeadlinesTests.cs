using OrleansChat.Bayeux.AspNetCore.Connections;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>One timer for many deadlines, on a clock that goes on while it is read.</summary>
public sealed class DeadlinesTests
{
    [Fact]
    public void A_clock_that_goes_on_between_two_readings_sets_no_negative_wait()
    {
        var ran = 0;
        foreach (var delay in Enumerable.Range(0, 100))
        {
            var clock = new GoingClock(TimeSpan.FromMilliseconds(29));
            using var deadlines = new Deadlines(clock);
            deadlines.After(delay, () => ran++);
            clock.FireUntil(Timeout.InfiniteTimeSpan);
            Assert.All(clock.Waits, static wait => Assert.True(wait >= TimeSpan.Zero || wait == Timeout.InfiniteTimeSpan, $"{wait}"));
        }

        Assert.Equal(100, ran);
    }

    /// <summary>Goes on by the same time at each reading. Its only timer runs when it is told.</summary>
    private sealed class GoingClock(TimeSpan step) : TimeProvider, ITimer
    {
        private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        private Action _run = static () => { };

        public List<TimeSpan> Waits { get; } = [];

        public override DateTimeOffset GetUtcNow() => _now += step;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _run = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return true;
        }

        public void FireUntil(TimeSpan wait)
        {
            while (Waits[^1] != wait)
            {
                _now += Waits[^1];
                _run();
            }
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
