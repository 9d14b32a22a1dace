using Orleans.Serialization;

namespace OrleansChat.Tests.OrleansConformance;

[Collection(nameof(ConformanceCluster))]
public sealed class IsolationTests(ConformanceCluster conformance)
{
    private IParcelGrain Grain { get; } = conformance.Client.GetGrain<IParcelGrain>(Signals.NewKey());

    [Fact]
    public async Task Neither_side_sees_what_the_other_changes_later() =>
        Assert.Equal("as sent", await Grain.KeepChangedLaterAsync(Signals.NewKey()).Soon());

    [Fact]
    public async Task A_record_arrives_with_everything_in_it()
    {
        var parcel = new Parcel("outer", ["book"]) { Inside = [new Parcel("inner", ["pen", "ink"])] };
        var echo = await Grain.EchoAsync(parcel).Soon();

        Assert.Equal("outer", echo.Label);
        Assert.Equal(["book"], echo.Things);
        Assert.NotSame(parcel.Things, echo.Things);
        Assert.Equal(["pen", "ink"], Assert.Single(echo.Inside).Things);
    }

    [Fact]
    public async Task A_subclass_stays_what_it_is() => Assert.Equal(new Stamp.Air(80, "DE"), await Grain.StampAsync(new Stamp.Air(80, "DE")).Soon());

    [Theory]
    [InlineData(7)]
    [InlineData("text")]
    [InlineData(null)]
    public async Task Simple_values_travel_as_objects(object? value) => Assert.Equal(value, await Grain.AnythingAsync(value).Soon());

    [Fact]
    public async Task Collections_travel_as_objects()
    {
        Assert.Equal(new Dictionary<string, int> { ["one"] = 1 }, await Grain.AnythingAsync(new Dictionary<string, int> { ["one"] = 1 }).Soon());
        Assert.Equal(new[] { 1, 2 }, await Grain.AnythingAsync(new[] { 1, 2 }).Soon());
        Assert.Equal(ImmutableArray.Create(1, 2), await Grain.AnythingAsync(ImmutableArray.Create(1, 2)).Soon());
        Assert.Equal(("one", 1), await Grain.AnythingAsync(("one", 1)).Soon());
    }

    [Fact]
    public async Task A_type_without_serializer_is_refused() =>
        await Assert.ThrowsAsync<CodecNotFoundException>(() => Grain.AnythingAsync(new Contraband { What = "cheese" }).Soon());

    [Fact]
    public async Task Value_tasks_carry_results()
    {
        Assert.Equal(42, await Grain.DoubleAsync(21).AsTask().Soon());
        await Grain.NothingAsync().AsTask().Soon();
    }
}
