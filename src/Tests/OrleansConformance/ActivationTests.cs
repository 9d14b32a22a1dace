using Orleans.Core.Internal;

namespace OrleansChat.Tests.OrleansConformance;

[Collection(nameof(ConformanceCluster))]
public sealed class ActivationTests(ConformanceCluster conformance)
{
    private readonly string _key = Signals.NewKey();

    private ILifeGrain Grain => conformance.Client.GetGrain<ILifeGrain>(_key);

    [Fact]
    public async Task The_first_call_activates_and_later_calls_find_the_same_activation()
    {
        Assert.Equal(1, await Grain.LifeAsync().Soon());
        Assert.Equal(1, await Grain.LifeAsync().Soon());
        Assert.Equal(["activated 1"], Signals.Log(_key));
    }

    [Fact]
    public async Task A_failed_activation_fails_the_call_and_the_next_call_tries_anew()
    {
        LifeGrain.FailToActivate(_key, times: 1);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.LifeAsync().Soon());
        Assert.Equal("Not yet.", error.Message);
        Assert.Equal(2, await Grain.LifeAsync().Soon());
    }

    [Fact]
    public async Task A_failed_activation_is_not_deactivated()
    {
        LifeGrain.FailToActivate(_key, times: 1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Grain.LifeAsync().Soon());
        await Grain.LifeAsync().Soon();

        Assert.Equal(["activated 1", "activated 2"], Signals.Log(_key));
    }

    [Fact]
    public async Task After_DeactivateOnIdle_the_next_call_gets_a_new_activation()
    {
        Assert.Equal(1, await Grain.EndAsync().Soon());
        Assert.Equal(2, await Grain.LifeAsync().Soon());
        Assert.Equal(["activated 1", "deactivated 1 ApplicationRequested", "activated 2"], Signals.Log(_key));
    }

    [Fact]
    public async Task DeactivateOnIdle_lets_the_running_request_end_and_sends_waiting_ones_to_the_new_activation()
    {
        var ending = Grain.EndAfterAsync(_key);
        await Signals.LogOf(_key, 2);
        var waiting = Grain.LifeAsync();
        Signals.Give(_key);

        Assert.Equal(1, await ending.Soon());
        Assert.Equal(2, await waiting.Soon());
        Assert.Equal(["activated 1", "ends 1", "answers 1", "deactivated 1 ApplicationRequested", "activated 2"], Signals.Log(_key));
    }

    [Fact]
    public async Task DeactivateOnIdle_twice_deactivates_once()
    {
        await Grain.EndTwiceAsync().Soon();
        await Grain.LifeAsync().Soon();

        Assert.Single(Signals.Log(_key), line => line.StartsWith("deactivated", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_management_extension_deactivates_any_grain()
    {
        await Grain.LifeAsync().Soon();
        await Grain.Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask().Soon();

        Assert.Equal(2, await Grain.LifeAsync().Soon());
    }

    [Fact]
    public async Task Collection_deactivates_the_idle_and_spares_the_busy()
    {
        var busyKey = Signals.NewKey();
        var busy = conformance.Client.GetGrain<ILifeGrain>(busyKey);
        await Grain.LifeAsync().Soon();
        var call = busy.LifeAfterAsync(busyKey);
        await Signals.LogOf(busyKey, 2);

        await conformance.Client.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero).Soon();
        Signals.Give(busyKey);
        Assert.Equal(1, await call.Soon());
        Assert.Equal("deactivated 1 ActivationIdle", (await Signals.LogOf(_key, 2))[1]);
        Assert.Equal(2, await Grain.LifeAsync().Soon());
    }

    [Fact]
    public async Task A_stateless_worker_serves_several_requests_at_once()
    {
        var worker = conformance.Client.GetGrain<IWorkerGrain>(0);
        var one = worker.MeetAsync(_key, _key);
        var two = worker.MeetAsync(_key, _key);
        await Signals.LogOf(_key, 2);
        Signals.Give(_key);

        await Task.WhenAll(one, two).Soon();
    }

    [Fact]
    public async Task A_grain_knows_itself_by_reference() => Assert.Equal(_key, await Grain.OwnKeyByReferenceAsync().Soon());

    [Fact]
    public async Task Stopping_the_silo_deactivates_its_grains_and_fails_later_calls()
    {
        await using var cluster = ConformanceCluster.Build();
        await cluster.DeployAsync();
        var own = cluster.GetSiloServiceProvider().GetService(typeof(IGrainFactory)) as IGrainFactory;
        var grain = own!.GetGrain<ILifeGrain>(_key);
        await grain.LifeAsync().Soon();
        await cluster.Silos[0].StopSiloAsync(stopGracefully: true);

        Assert.Equal("deactivated 1 ShuttingDown", (await Signals.LogOf(_key, 2))[1]);
        await Assert.ThrowsAnyAsync<Exception>(() => grain.LifeAsync().Soon());
    }
}
