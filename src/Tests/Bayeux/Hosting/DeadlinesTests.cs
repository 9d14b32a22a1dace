using OrleansChat.Bayeux.AspNetCore.Connections;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>One timer for many deadlines, on a clock that goes on while it is read.</summary>
public sealed class DeadlinesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(29)]
    public void A_clock_that_goes_on_between_two_readings_sets_no_negative_wait(int millisecondsAReading)
    {
        var clock = new GoingClock(TimeSpan.FromMilliseconds(millisecondsAReading));
        using var deadlines = new Deadlines(clock);
        var ran = new List<int>();
        foreach (var delay in Enumerable.Range(0, 40)) deadlines.After(delay, () => ran.Add(delay));
        deadlines.Cancel(deadlines.After(0, static () => Assert.Fail("It was cancelled.")));

        clock.FireUntil(Timeout.InfiniteTimeSpan);

        Assert.Equal(40, ran.Count);
        Assert.All(clock.Waits, static wait => Assert.True(wait >= TimeSpan.Zero || wait == Timeout.InfiniteTimeSpan, $"{wait}"));
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
                _now += Waits[^1] < TimeSpan.Zero ? TimeSpan.Zero : Waits[^1];
                _run();
            }
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
