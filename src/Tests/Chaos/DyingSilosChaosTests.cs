using OrleansChat.Hosting.FailPoints;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>Processes that die, at any moment and at the worst ones; and silos that are only late. The first runs with every suite.</summary>
[Collection(ChaosRuns.Name)]
public sealed class DyingSilosChaosTests(ITestOutputHelper output)
{
    /// <summary>See <see cref="FailPoint"/>. Each silo comes to its moment when it has been given chats by the next one, which leaves, and a few seconds have passed.</summary>
    private static readonly (string Silo, string Next, string FailPoint)[] Moments =
        [("silo-1", "silo-2", "before_commit:exit:100"), ("silo-2", "silo-3", "after_commit:exit:100"), ("silo-3", "silo-1", "before_notify:exit:200")];

    [ClusterFact]
    public async Task A_killed_silo_and_a_killed_api_host_lose_nothing_and_no_session()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, Logins.Settings);
        await floor.TalkAsync(2);
        floor.KillProcess("silo-1");
        await floor.TalkAsync(8);
        await using var ways = await OtherWays.OpenAsync(floor.Cluster.Urls[0]);
        using var logins = await Logins.BeginAsync(floor.Cluster.Urls);
        floor.KillProcess("api-1");
        await floor.TalkAsync(6);
        await ways.GoOnAsync(floor.Cluster.Urls[1]);
        await floor.ReadyAsync();                                       // the killed host too
        await logins.LiveAndEndAsync();
        Assert.Equal(1, await floor.DeadAsync());
        await floor.JudgeAsync();
    }

    /// <summary>
    /// One silo after the other dies: by SIGKILL, just when the subscriptions of the hosts were lost, and when it has been started again and been given chats by another
    /// that leaves, by itself at one of the worst moments; meanwhile a session rests. Then a silo and an API host die in the same moment. At last everybody is late, but there: nobody may take chats away from a
    /// silo that lives.
    /// </summary>
    [ChaosFact]
    public async Task Silos_that_die_one_after_the_other_lose_nothing_and_a_busy_one_is_not_taken_for_dead()
    {
        var (lost, deaths) = (0, (3 * Moments.Length) + 1);
        await using var floor = await ChaosFloor.OpenAsync("3x2", output);
        using var resting = await Poller.OpenAsync(floor.Cluster.Urls[0], "agent2");
        await floor.TalkAsync(2);
        foreach (var (silo, next, failPoint) in Moments)
        {
            lost += await floor.LoseSubscriptionsAsync();
            await floor.KillAndArmAsync(silo, failPoint);
            await floor.ReadyAsync();
            var life = floor.Cluster.LifeOf(silo);
            await floor.LeaveAsync(next);                               // so that there are chats on the one that is to die
            await floor.DiesAsync(silo, life);
            await floor.TalkAsync(6 + (4 * floor.Times.NextDouble()));
        }

        Assert.True(lost > 0, "No host was subscribed to its stream.");
        Assert.Equal("goes on", await resting.PollAsync(floor.Cluster.Urls[1]));
        await using var ways = await OtherWays.OpenAsync(floor.Cluster.Urls[0]);
        floor.KillProcess("silo-2");
        floor.KillProcess("api-1");
        await floor.TalkAsync(4);
        await ways.GoOnAsync(floor.Cluster.Urls[1]);
        await floor.ReadyAsync();
        Assert.Equal(deaths, await floor.DeadAsync());
        using (new BusyMachine())
        {
            floor.Say($"{BusyMachine.Loops} others are busy");
            await floor.TalkAsync(8);
        }

        floor.Say("they are done");
        await floor.TalkAsync(1);
        Assert.Equal(deaths, await floor.DeadAsync());
        await floor.JudgeAsync();
        Assert.Contains(floor.Silences(), static silence => silence.What.EndsWith(ChaosFloor.ByItself, StringComparison.Ordinal) && silence.Length > ChaosFloor.Noticed);
    }
}
