namespace OrleansChat.Tests.OrleansConformance;

[Collection(nameof(ConformanceCluster))]
public sealed class ExceptionTests(ConformanceCluster conformance)
{
    private IParcelGrain Grain { get; } = conformance.Client.GetGrain<IParcelGrain>(Signals.NewKey());

    [Fact]
    public async Task An_exception_keeps_its_type_its_text_and_where_it_came_from()
    {
        var error = await Assert.ThrowsAsync<ParcelException>(() => Grain.FailAsync("lost").Soon());

        Assert.Equal("lost", error.Message);
        Assert.Contains(nameof(ParcelGrain.FailAsync), error.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_before_the_first_await_arrives_the_same_way()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.FailAtOnceAsync("at once").Soon());

        Assert.Equal("at once", error.Message);
    }

    [Fact]
    public async Task An_exception_passes_through_grains_in_between() =>
        await Assert.ThrowsAsync<ParcelException>(() => Grain.FailInOtherAsync(Signals.NewKey(), "lost").Soon());

    [Fact]
    public async Task A_grain_goes_on_after_an_exception()
    {
        await Assert.ThrowsAsync<ParcelException>(() => Grain.FailAsync("lost").Soon());

        Assert.Equal(4, await Grain.DoubleAsync(2).AsTask().Soon());
    }
}
