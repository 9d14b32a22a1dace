namespace OrleansChat.Tests.OrleansConformance;

[Collection(nameof(ConformanceCluster))]
public sealed class ReferenceTests(ConformanceCluster conformance)
{
    private readonly string _key = Signals.NewKey();

    [Fact]
    public void References_to_one_grain_are_equal()
    {
        var one = conformance.Client.GetGrain<ITurnGrain>(_key);
        var same = conformance.Client.GetGrain<ITurnGrain>(_key);
        var other = conformance.Client.GetGrain<ITurnGrain>(Signals.NewKey());

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, other);
        Assert.Equal(one.GetGrainId(), same.GetGrainId());
    }

    [Fact]
    public void A_reference_knows_its_key()
    {
        var guid = Guid.NewGuid();

        Assert.Equal(_key, conformance.Client.GetGrain<ITurnGrain>(_key).GetPrimaryKeyString());
        Assert.Equal(guid, conformance.Client.GetGrain<IBellTower>(guid).GetPrimaryKey());
        Assert.Equal(-7, conformance.Client.GetGrain<IWorkerGrain>(-7).GetPrimaryKeyLong());
    }

    [Fact]
    public void An_identity_is_written_as_kind_and_key()
    {
        var id = conformance.Client.GetGrain<ITurnGrain>(_key).GetGrainId();

        Assert.Equal($"conformance-turn/{_key}", id.ToString());
        Assert.Equal(id, GrainId.Parse(id.ToString()));
        Assert.Equal(id, GrainId.Create("conformance-turn", _key));
    }

    [Fact]
    public async Task An_identity_can_be_called_once_it_is_cast()
    {
        var grain = conformance.Client.GetGrain(GrainId.Create("conformance-life", _key)).Cast<ILifeGrain>();

        Assert.Equal(1, await grain.LifeAsync().Soon());
    }

    [Fact]
    public async Task A_grain_calls_an_observer()
    {
        var bell = new Bell(_key);
        var reference = conformance.Client.CreateObjectReference<IBell>(bell);
        await conformance.Client.GetGrain<IBellTower>(Guid.NewGuid()).RingAsync(reference, "ding").Soon();

        Assert.Equal(["ding"], Signals.Log(_key));
        conformance.Client.DeleteObjectReference<IBell>(reference);
        GC.KeepAlive(bell);
    }

    private sealed class Bell(string key) : IBell
    {
        public Task RingAsync(string what)
        {
            Signals.Note(key, what);
            return Task.CompletedTask;
        }
    }
}
