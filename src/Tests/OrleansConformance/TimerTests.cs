namespace OrleansChat.Tests.OrleansConformance;

[Collection(nameof(ConformanceCluster))]
public sealed class TimerTests(ConformanceCluster conformance)
{
    private readonly string _key = Signals.NewKey();

    private ITimerGrain Grain => conformance.Client.GetGrain<ITimerGrain>(_key);

    [Fact]
    public async Task A_timer_fires_again_and_again()
    {
        await Grain.StartAsync("tick", dueMs: 1, periodMs: 1).Soon();

        Assert.Equal(["tick", "tick", "tick"], (await Signals.LogOf(_key, 3))[..3]);
        await Grain.StopAsync("tick").Soon();
    }

    [Fact]
    public async Task A_timer_without_a_period_fires_once()
    {
        await Grain.StartAsync("once", dueMs: 1, periodMs: -1).Soon();
        await Signals.LogOf(_key, 1);
        await Grain.StartAsync("after", dueMs: 30, periodMs: -1).Soon();

        Assert.Equal(["once", "after"], await Signals.LogOf(_key, 2));
    }

    [Fact]
    public async Task A_disposed_timer_never_fires()
    {
        await Grain.StartAsync("never", dueMs: 60_000, periodMs: -1).Soon();
        await Grain.StopAsync("never").Soon();
        await Grain.StartAsync("after", dueMs: 1, periodMs: -1).Soon();

        Assert.Equal(["never stopped", "after"], await Signals.LogOf(_key, 2));
    }

    [Fact]
    public async Task A_timer_can_be_changed()
    {
        await Grain.StartAsync("changed", dueMs: -1, periodMs: -1).Soon();
        await Grain.ChangeAsync("changed", dueMs: 1, periodMs: -1).Soon();

        Assert.Equal(["changed"], await Signals.LogOf(_key, 1));
    }

    [Fact]
    public async Task A_failing_callback_does_not_stop_its_timer()
    {
        await Grain.StartFailingAsync("fails").Soon();

        Assert.Equal(["fails", "fails"], (await Signals.LogOf(_key, 2))[..2]);
        await Grain.StopAsync("fails").Soon();
    }

    [Fact]
    public async Task A_callback_gets_its_state()
    {
        await Grain.StartWithStateAsync(7).Soon();

        Assert.Equal(["state 7"], await Signals.LogOf(_key, 1));
    }

    [Fact]
    public async Task A_callback_waits_for_the_running_request()
    {
        var other = conformance.Client.GetGrain<ITimerGrain>(Signals.NewKey());
        var call = Grain.StartAndHoldAsync("tick", _key, interleave: false);
        // A timer of another grain, due later, has fired long since when the signal comes.
        await other.StartAsync("later", dueMs: 50, periodMs: -1).Soon();
        await Signals.LogOf(other.GetPrimaryKeyString(), 1);
        Assert.Empty(Signals.Log(_key));
        Signals.Give(_key);

        await call.Soon();
        Assert.Equal(["request ended", "tick"], await Signals.LogOf(_key, 2));
    }

    [Fact]
    public async Task An_interleaving_callback_does_not_wait()
    {
        var call = Grain.StartAndHoldAsync("tick", _key, interleave: true);
        await Signals.LogOf(_key, 1);
        Signals.Give(_key);

        await call.Soon();
        Assert.Equal(["tick", "request ended"], await Signals.LogOf(_key, 2));
    }

    [Fact]
    public async Task Deactivation_ends_the_timers()
    {
        await Grain.StartAsync("never", dueMs: 60_000, periodMs: -1).Soon();
        await Grain.EndAsync().Soon();
        await Grain.StartAsync("new life", dueMs: 1, periodMs: -1).Soon();

        Assert.Equal(["new life"], await Signals.LogOf(_key, 1));
    }
}
