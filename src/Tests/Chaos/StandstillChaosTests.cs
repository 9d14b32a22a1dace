using System.Diagnostics;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>A silo, then the database, then everything is away for a while and comes back.</summary>
[Collection(ChaosRuns.Name)]
public sealed class StandstillChaosTests(ITestOutputHelper output)
{
    /// <summary>From the death of all processes to the first answer.</summary>
    private static readonly TimeSpan ColdStartMax = TimeSpan.FromSeconds(30);

    /// <summary>How long an offer may be unanswered and a wrap-up last: longer than any chat is away, so that it cuts short only what is left undone on purpose.</summary>
    private static readonly TimeSpan Undone = TimeSpan.FromSeconds(30);

    [ChaosFact]
    public async Task A_frozen_silo_a_database_that_is_away_and_the_death_of_all_lose_nothing()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, $"--Routing:NoAnswerAfter={Undone}", $"--Routing:WrapUpTime={Undone}");
        await floor.TalkAsync(3);
        floor.FreezeProcess("silo-1");
        await floor.TalkAsync(30);
        floor.ThawProcess("silo-1");
        await floor.TalkAsync(3);
        Assert.Equal(1, await floor.DeadAsync());

        await floor.ReadyAsync();
        await floor.Cluster.Postgres!.KillAsync();
        floor.Say("PostgreSQL killed");
        await floor.TalkAsync(20);
        await floor.Cluster.Postgres.StartAsync();
        floor.Happens("PostgreSQL started");
        await floor.TalkAsync(3);
        var (unanswered, uncompleted) = await floor.Floor.LeaveUndoneAsync();
        await floor.Cluster.Postgres.KillAsync();
        await floor.Cluster.Postgres.StartAsync();
        floor.Happens("PostgreSQL killed and started");
        await floor.TalkAsync(3);
        Assert.Equal(1, await floor.DeadAsync());
        var failed = floor.Balancer.Requests.Where(static r => r is { HasFailed: true, MayHaveBeenHeld: false }).ToList();
        Assert.NotEmpty(failed);
        Assert.All(failed, static r => Assert.Equal((503, true), (r.Status, r.IsUnavailable)));

        var (killedAt, backAt) = await DieAndComeBackAsync(floor);
        var back = Stopwatch.GetTimestamp();
        await floor.TalkAsync(3);
        floor.SayDelays("all are back", back);
        var called = floor.Floor.ErrandsWatched;
        await floor.TalkUntilAsync(() => floor.Floor.ErrandsWatched > called, "who monitors an agent is called into a chat");
        await JudgeDeadlineAsync("offer was taken back", unanswered, "chat.invited.1", "chat.invitation_ended.1");
        await JudgeDeadlineAsync("wrap-up was completed", uncompleted, "chat.session_ended.1", "chat.wrap_up_completed.1");
        await floor.JudgeAsync();

        async Task JudgeDeadlineAsync(string what, string chatId, string begins, string ends)
        {
            var began = Assert.Single(await StoredTimes.UntilAsync(floor.Cluster, begins, 1, DateTimeOffset.MinValue, stream => stream == $"chat/{chatId}")).Value;
            Assert.True(began + Undone > killedAt, $"The {what} before everything was killed.");
            var ended = Assert.Single(await StoredTimes.UntilAsync(floor.Cluster, ends, 1, began, stream => stream == $"chat/{chatId}")).Value;
            StoredTimes.Judge(floor.Say, what, [StoredTimes.Late(ended, began + Undone, killedAt, backAt)]);
        }
    }

    /// <summary>Every process at once, the database too; the cluster's command starts them again.</summary>
    private static async Task<(DateTimeOffset KilledAt, DateTimeOffset BackAt)> DieAndComeBackAsync(ChaosFloor floor)
    {
        var killed = DateTimeOffset.UtcNow;
        var killedAt = Stopwatch.GetTimestamp();
        foreach (var name in new[] { "silo-1", "silo-2", "api-1", "api-2", "postgres" })
        {
            floor.KillProcess(name, othersAnswer: false);
        }

        await floor.FirstAnswerAsync();
        floor.NothingRan(since: killedAt);
        var first = Stopwatch.GetElapsedTime(killedAt);
        floor.Say($"the first answer came {first.TotalSeconds:F2} s after the kill");
        Assert.True(first < ColdStartMax, $"the first answer came after {first}");
        await floor.ReadyAsync();
        floor.Say("all are ready again");
        return (killed, DateTimeOffset.UtcNow);
    }
}
