using OrleansChat.Hosting.FailPoints;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>Processes that die, at any moment and at the worst ones; and silos that are only late. The first runs with every suite.</summary>
[Collection(ChaosRuns.Name)]
public sealed class DyingSilosChaosTests(ITestOutputHelper output)
{
    /// <summary>
    /// See <see cref="FailPoint"/>. The floor comes up with some dozens of appends and tellings; each silo has enough to do after that to come to its moment.
    /// </summary>
    private static readonly Dictionary<string, string> Moments = new()
    {
        ["silo-1"] = "before_commit:exit:100", ["silo-2"] = "after_commit:exit:1000", ["silo-3"] = "before_notify:exit:3000",
    };

    [ClusterFact]
    public async Task A_killed_silo_and_killed_api_hosts_lose_nothing_and_no_session()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output);
        await floor.TalkAsync(2);
        floor.KillProcess("silo-1");
        await floor.TalkAsync(8);
        foreach (var host in new[] { "api-1", "api-2" })
        {
            await floor.ReadyAsync();
            floor.KillProcess(host);
            await floor.TalkAsync(5);
        }

        Assert.Equal(1, await floor.DeadAsync());
        await floor.JudgeAsync();
    }

    /// <summary>First each silo at its worst moment, then one after the other every 10 s; at last everybody is late, but there: nobody may take chats away from a silo that lives.</summary>
    [ChaosFact]
    public async Task Silos_that_die_one_after_the_other_lose_nothing_and_a_busy_one_is_not_taken_for_dead()
    {
        await using var floor = await ChaosFloor.OpenAsync("3x2", output, static name => Moments.TryGetValue(name, out var moment) ? [(FailPoint.Variable, moment)] : []);
        foreach (var name in Moments.Keys) floor.Cluster.SetVariable(name, FailPoint.Variable, null);
        foreach (var (name, moment) in Moments)
        {
            floor.Say($"{name} is to die at {moment}");
            await floor.DiesAsync(name);
            await floor.TalkAsync(5);
            await floor.ReadyAsync();
        }

        foreach (var name in Moments.Keys)
        {
            floor.KillProcess(name);
            await floor.TalkAsync(10);
        }

        await floor.ReadyAsync();
        Assert.Equal(2 * Moments.Count, await floor.DeadAsync());
        using (new BusyMachine())
        {
            floor.Say($"{BusyMachine.Loops} others are busy");
            await floor.TalkAsync(12);
        }

        floor.Say("they are done");
        await floor.TalkAsync(2);
        Assert.Equal(2 * Moments.Count, await floor.DeadAsync());
        await floor.JudgeAsync();
    }
}
