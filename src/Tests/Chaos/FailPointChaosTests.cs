using System.Diagnostics;
using OrleansChat.Hosting.FailPoints;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>Deaths at the worst moments, and notifications that get lost: see <see cref="FailPoint"/>.</summary>
[Collection(ChaosRuns.Name)]
public sealed class FailPointChaosTests(ITestOutputHelper output)
{
    /// <summary>How long after its acknowledgement a text may be told when every event of the streams is lost: the silence that is waited for at first, a beat, and the asking.</summary>
    private static readonly TimeSpan DeafMax = TimeSpan.FromSeconds(10);

    /// <summary>The floor comes up with some dozens of appends and tellings; each silo has enough to do after that to come to its moment.</summary>
    private static readonly Dictionary<string, string> Moments = new()
    {
        ["silo-1"] = "before_commit:exit:100", ["silo-2"] = "after_commit:exit:1000", ["silo-3"] = "before_notify:exit:3500",
    };

    [ChaosFact]
    public async Task Silos_that_die_before_and_after_a_commit_and_before_they_tell_lose_nothing()
    {
        await using var floor = await ChaosFloor.OpenAsync("3x2", output, static name => Moments.TryGetValue(name, out var moment) ? [(FailPoint.Variable, moment)] : []);
        foreach (var name in Moments.Keys) floor.Cluster.SetVariable(name, FailPoint.Variable, null);
        var areApart = true;
        foreach (var (name, moment) in Moments)
        {
            areApart &= name == "silo-1" || !floor.Cluster.LifeOf(name).IsCompleted;
            floor.Say($"{name} is to die at {moment}");
            await floor.DiesAsync(name);
            await floor.TalkAsync(8);
            await floor.ReadyAsync();
        }

        Assert.Equal(Moments.Count, await floor.DeadAsync());
        await floor.JudgeAsync(outages: areApart);                     // how long nobody answers while two silos of three are away is no question of this test
    }

    [ChaosFact]
    public async Task Notifications_come_although_the_hosts_streams_lose_events()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, static name => name.StartsWith("api", StringComparison.Ordinal) ? [(FailPoint.Variable, "drop_notify:0.01")] : []);
        var began = Stopwatch.GetTimestamp();
        await floor.TalkAsync(15);
        floor.SayDelays("one event in a hundred lost", began);
        await RestartHostsAsync(floor, "drop_notify:1");
        began = Stopwatch.GetTimestamp();
        await floor.TalkAsync(20);
        var longest = floor.SayDelays("every event lost", began);
        await RestartHostsAsync(floor, null);
        Assert.Equal(0, await floor.DeadAsync());
        await floor.JudgeAsync();
        Assert.True(longest < DeafMax, $"{longest}");
    }

    /// <summary>One after the other, so that sessions have somewhere to go.</summary>
    private static async Task RestartHostsAsync(ChaosFloor floor, string? failPoint)
    {
        foreach (var name in new[] { "api-1", "api-2" })
        {
            floor.Cluster.SetVariable(name, FailPoint.Variable, failPoint);
            var life = floor.Cluster.LifeOf(name);
            floor.KillProcess(name);
            await life;
            await floor.ReadyAsync();
        }
    }
}
