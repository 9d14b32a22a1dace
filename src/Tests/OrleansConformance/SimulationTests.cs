#if ORLEANS_LOCAL
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Local.Simulation;
using Orleans.Streams;

namespace OrleansChat.Tests.OrleansConformance;

/// <summary>What the stand-in can do and Orleans cannot: run grains in an order drawn from a seed, in a time of its own.</summary>
public sealed class SimulationTests
{
    private readonly List<string> _log = [];

    [Theory]
    [InlineData(1)]
    [InlineData(20261231)]
    public void The_same_seed_gives_the_same_run(int seed) => Assert.Equal(RunCrowd(seed), RunCrowd(seed));

    [Fact]
    public void Different_seeds_give_different_runs() => Assert.True(Enumerable.Range(0, 20).Select(RunCrowd).Distinct().Count() > 10);

    [Fact]
    public void A_circle_of_calls_ends_when_simulated_time_is_out()
    {
        using var silo = Start(seed: 1);
        var started = silo.Scheduler.Time.GetUtcNow();
        silo.Scheduler.Run(async () => await Assert.ThrowsAsync<TimeoutException>(() => Grain(silo, "one").CircleAsync("two", 2)));

        Assert.Equal(TimeSpan.FromSeconds(30), silo.Scheduler.Time.GetUtcNow() - started);
    }

    [Fact]
    public void Timers_fire_when_time_is_advanced()
    {
        using var silo = Start(seed: 1);
        silo.Scheduler.Run(() => Grain(silo, "one").TickAsync(TimeSpan.FromMinutes(10)));
        silo.Scheduler.Advance(TimeSpan.FromMinutes(35));

        Assert.Equal(["tick 00:10", "tick 00:20", "tick 00:30"], _log);
    }

    [Fact]
    public void A_crashed_activation_never_deactivates_and_the_next_call_makes_a_new_one()
    {
        using var silo = Start(seed: 1);
        silo.Scheduler.Run(async () =>
        {
            var grain = Grain(silo, "one");
            var call = grain.HoldAsync(TimeSpan.FromSeconds(1));
            await grain.PeekAsync();
            Assert.True(silo.Scheduler.CrashActivation(grain.GetGrainId()));
            await Assert.ThrowsAsync<SiloUnavailableException>(() => call);
            await grain.SayAsync("again");
        });

        Assert.Equal(["one activated", "one holds", "one activated", "one again"], _log);
    }

    [Fact]
    public void The_callers_of_a_crashed_activation_can_be_left_without_an_answer()
    {
        using var silo = Start(seed: 1);
        silo.Scheduler.Run(async () =>
        {
            var grain = Grain(silo, "one");
            var call = grain.HoldAsync(TimeSpan.FromSeconds(1));
            await grain.PeekAsync();
            silo.Scheduler.CrashActivation(grain.GetGrainId(), CrashedCallers.WaitForTimeout);
            await Assert.ThrowsAsync<TimeoutException>(() => call);
        });

        Assert.DoesNotContain("one held", _log);
    }

    [Fact]
    public void A_grain_that_crashes_itself_in_a_turn_answers_nobody()
    {
        using var silo = Start(seed: 1);
        silo.Scheduler.Run(async () =>
        {
            await Assert.ThrowsAsync<SiloUnavailableException>(() => Grain(silo, "one").CrashAsync(CrashedCallers.Fail));
            await Assert.ThrowsAsync<TimeoutException>(() => Grain(silo, "two").CrashAsync(CrashedCallers.WaitForTimeout));
        });
    }

    [Fact]
    public void Stream_events_can_be_lost_and_repeated()
    {
        using var silo = Start(seed: 1);
        silo.Scheduler.StreamEvents = (_, item) => (int)item! switch
        {
            1 => StreamEventFate.Drop,
            2 => StreamEventFate.Repeat,
            _ => StreamEventFate.Deliver,
        };
        silo.Scheduler.Run(async () =>
        {
            var stream = silo.Client.GetStreamProvider("streams").GetStream<int>("numbers", "one");
            await stream.SubscribeAsync((item, _) =>
            {
                _log.Add($"{item}");
                return Task.CompletedTask;
            });
            for (var item = 0; item < 4; item++) await stream.OnNextAsync(item);
        });
        silo.Scheduler.RunUntilIdle();

        Assert.Equal(["0", "2", "2", "3"], _log);
    }

    [Fact]
    public void Events_of_one_stream_keep_their_order_whatever_the_seed()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            _log.Clear();
            using var silo = Start(seed);
            silo.Scheduler.Run(async () =>
            {
                await Grain(silo, "reader").ReadAsync("one");
                var stream = silo.Client.GetStreamProvider("streams").GetStream<int>("numbers", "one");
                for (var item = 0; item < 10; item++) await stream.OnNextAsync(item);
            });
            silo.Scheduler.RunUntilIdle();

            Assert.Equal(Enumerable.Range(0, 10).Select(item => $"{item}").Prepend("reader activated"), _log);
        }
    }

    [Fact]
    public void A_run_that_waits_for_nothing_says_so()
    {
        using var silo = Start(seed: 5);
        var error = Assert.Throws<InvalidOperationException>(() => silo.Scheduler.Run(new TaskCompletionSource().Task));

        Assert.Contains("Seed 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Work_from_another_thread_is_reported()
    {
        using var silo = Start(seed: 5);
        var error = Assert.Throws<InvalidOperationException>(() => silo.Scheduler.Run(() => Grain(silo, "one").LeaveAsync()));

        Assert.Contains("another thread", error.Message, StringComparison.Ordinal);
    }

    private static ISimulatedGrain Grain(SimulatedSilo silo, string key) => silo.Client.GetGrain<ISimulatedGrain>(key);

    private SimulatedSilo Start(int seed) => SimulatedSilo.Start(new SimulationScheduler(seed), silo =>
    {
        silo.AddMemoryGrainStorage("PubSubStore").AddMemoryStreams("streams");
        silo.Services.AddSingleton(_log);
    });

    private string RunCrowd(int seed)
    {
        _log.Clear();
        using var silo = Start(seed);
        silo.Scheduler.Run(() => Task.WhenAll(Enumerable.Range(0, 20).Select(number => Grain(silo, $"{number % 4}").SayAsync($"{number}"))));
        return $"{silo.Scheduler.Steps}: {string.Join(", ", _log)}";
    }
}
#endif
