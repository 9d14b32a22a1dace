using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>Cables that are pulled: nobody learns of it but by silence, and everybody lives on.</summary>
[Collection(ChaosRuns.Name)]
public sealed class PartitionChaosTests(ITestOutputHelper output)
{
    /// <summary>Who was voted out learns it when it reads the table of members again, which it does every 5 s.</summary>
    private static readonly TimeSpan OwnEnd = TimeSpan.FromSeconds(30);

    private const int Flaps = 5;

    /// <summary>It has no namespace of its own, and neither has the balancer.</summary>
    private const string Database = "postgres";

    /// <summary>
    /// First an API host is not heard by one silo: no silo is at fault, none is voted out, and the sessions go on. Then that silo is cut off from the database and
    /// from everybody: it keeps its grains and cannot know that others have them now; when it is back, what it would write is refused, and it ends. Then the other silo
    /// does not hear it, and everybody else does: each votes the other out, and the first vote counts. Then the database alone does not hear it: nobody is voted out, and what it
    /// cannot write is refused until it can. At last its cable comes and goes, and whether it is voted out is left open.
    /// </summary>
    [PartitionFact]
    public async Task Who_is_cut_off_for_a_while_comes_back_to_one_history()
    {
        await using var network = await CutNetwork.MakeAsync("silo-1", "silo-2", "api-1", "api-2");
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, network);
        await floor.TalkAsync(2);
        await network.MuteAsync("api-1", "silo-1");
        floor.FallsSilent("silo-1 does not hear api-1 any more");
        await floor.TalkAsync(6);
        await network.UnmuteAsync("api-1", "silo-1");
        floor.Say("silo-1 hears api-1 again");
        await floor.TalkAsync(2);
        Assert.Equal(0, await floor.DeadAsync());

        await network.CutAsync("silo-1");
        floor.FallsSilent("silo-1 is cut off");
        await floor.TalkAsync(10);
        var life = floor.Cluster.LifeOf("silo-1");
        await network.HealAsync("silo-1");
        floor.Say("silo-1 is back");
        await life.WaitAsync(OwnEnd);
        floor.Say("silo-1 has learnt that it was voted out, and ended");
        Assert.Equal(1, await floor.DeadAsync());

        await floor.ReadyAsync();
        await network.MuteAsync("silo-1", "silo-2");
        floor.FallsSilent("silo-2 does not hear silo-1 any more");
        await floor.TalkAsync(7);
        await network.UnmuteAsync("silo-1", "silo-2");
        floor.Say("silo-2 hears silo-1 again");
        Assert.Equal(2, await floor.DeadAsync());

        await floor.ReadyAsync();
        await network.MuteAsync("silo-1", Database);
        floor.Say("the database does not hear silo-1 any more");
        await floor.TalkAsync(6);
        await network.UnmuteAsync("silo-1", Database);
        floor.Happens("the database hears silo-1 again");
        await floor.TalkAsync(2);
        Assert.Equal(2, await floor.DeadAsync());

        floor.Say("the cable of silo-1 comes and goes");
        for (var times = 1; times <= Flaps; times++)
        {
            await network.CutAsync("silo-1");
            await floor.TalkAsync(1);
            await network.HealAsync("silo-1");
            await floor.TalkAsync(1);
        }

        floor.FallsSilent("the cable of silo-1 stays");
        await floor.TalkAsync(6);
        await floor.JudgeAsync();
    }
}
