namespace OrleansChat.Tests.OrleansConformance;

[Collection(nameof(ConformanceCluster))]
public sealed class TurnTests(ConformanceCluster conformance)
{
    private readonly string _key = Signals.NewKey();

    private ITurnGrain Grain => conformance.Client.GetGrain<ITurnGrain>(_key);

    [Fact]
    public async Task A_request_waits_until_the_one_before_has_ended()
    {
        var first = Grain.HoldAsync(Name("first"));
        await Signals.LogOf(_key, 1);
        var second = Grain.HoldAsync(Name("second"));

        Assert.Equal([$"{Name("first")} began"], await Grain.PeekAsync().Soon());
        Signals.Give(Name("first"));
        Signals.Give(Name("second"));
        await Task.WhenAll(first, second).Soon();
        Assert.Equal([$"{Name("first")} began", $"{Name("first")} ended", $"{Name("second")} began", $"{Name("second")} ended"], Signals.Log(_key));
    }

    [Fact]
    public async Task Requests_to_a_reentrant_grain_interleave_at_awaits()
    {
        var grain = conformance.Client.GetGrain<IReentrantTurnGrain>(_key);
        var first = grain.HoldAsync(Name("first"));
        await Signals.LogOf(_key, 1);
        Signals.Give(Name("second"));
        await grain.HoldAsync(Name("second")).Soon();

        Assert.False(first.IsCompleted);
        Signals.Give(Name("first"));
        await first.Soon();
    }

    [Fact]
    public async Task Requests_that_the_predicate_names_interleave()
    {
        var grain = conformance.Client.GetGrain<IChoosyTurnGrain>(_key);
        var first = grain.HoldAsync(Name("first"));
        await Signals.LogOf(_key, 1);
        var rude = grain.HoldAsync(Name("rude"));
        Signals.Give(Name("polite"));
        await grain.HoldAsync(Name("polite")).Soon();

        Assert.DoesNotContain($"{Name("rude")} began", Signals.Log(_key));
        Signals.Give(Name("first"));
        Signals.Give(Name("rude"));
        await Task.WhenAll(first, rude).Soon();
    }

    [Fact]
    public async Task Readers_interleave_with_one_another_and_not_with_a_writer()
    {
        var one = Grain.HoldReadingAsync(Name("one"));
        var two = Grain.HoldReadingAsync(Name("two"));
        await Signals.LogOf(_key, 2);
        var writer = Grain.HoldAsync(Name("writer"));

        Assert.DoesNotContain($"{Name("writer")} began", await Grain.PeekAsync().Soon());
        foreach (var name in new[] { "one", "two", "writer" }) Signals.Give(Name(name));
        await Task.WhenAll(one, two, writer).Soon();
    }

    [Fact]
    public async Task A_reader_waits_for_a_writer()
    {
        var writer = Grain.HoldAsync(Name("writer"));
        await Signals.LogOf(_key, 1);
        var reader = Grain.HoldReadingAsync(Name("reader"));

        Assert.DoesNotContain($"{Name("reader")} began", await Grain.PeekAsync().Soon());
        Signals.Give(Name("writer"));
        Signals.Give(Name("reader"));
        await Task.WhenAll(writer, reader).Soon();
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_never_run_in_parallel()
    {
        var grain = conformance.Client.GetGrain<IReentrantTurnGrain>(_key);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => grain.CountAsync())).Soon();

        Assert.Equal(500, await grain.CountAsync().Soon());
    }

    [Fact]
    public async Task An_await_comes_back_to_the_scheduler_of_the_grain() => Assert.True(await Grain.IsOnItsSchedulerAfterAwaitAsync().Soon());

    [Fact]
    public async Task A_one_way_call_does_not_wait_for_the_grain()
    {
        await Grain.HoldOneWayAsync(Name("later")).Soon();
        await Signals.LogOf(_key, 1);
        Signals.Give(Name("later"));

        Assert.Equal([$"{Name("later")} began", $"{Name("later")} ended"], await Signals.LogOf(_key, 2));
    }

    [Fact]
    public async Task A_circle_of_calls_ends_with_the_response_timeout() =>
        await Assert.ThrowsAsync<TimeoutException>(() => Grain.CallBackAsync(Signals.NewKey(), depth: 2).Soon());

    [Fact]
    public async Task A_chain_of_calls_without_a_circle_ends_well() => await Grain.CallBackAsync(Signals.NewKey(), depth: 1).Soon();

    [Fact]
    public async Task Cancellation_reaches_the_grain_and_frees_the_caller()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grain.HoldUntilCancelledAsync(cancellation.Token);
        await Signals.LogOf(_key, 1);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        Assert.Equal(["held", "cancelled"], await Signals.LogOf(_key, 2));
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_is_never_made()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Grain.HoldUntilCancelledAsync(cancellation.Token).Soon());
    }

    [Fact]
    public async Task The_request_context_travels_along_and_never_back()
    {
        RequestContext.Set("colour", "green");

        Assert.Equal("green", await Grain.ContextOfOtherAsync(Signals.NewKey(), "colour").Soon());
        Assert.Equal("green", RequestContext.Get("colour"));
    }

    private string Name(string name) => $"{name} {_key}";
}
