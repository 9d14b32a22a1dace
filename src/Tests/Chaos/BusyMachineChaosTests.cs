using System.Diagnostics;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>A machine that others use too.</summary>
[Collection(ChaosRuns.Name)]
public sealed class BusyMachineChaosTests(ITestOutputHelper output)
{
    /// <summary>Each wants a core for itself.</summary>
    private static int BusyLoops => 4 * Environment.ProcessorCount;

    /// <summary>It is late with everything, but it is there: nobody may take its chats away from it.</summary>
    [ChaosFact]
    public async Task A_busy_silo_is_not_taken_for_dead()
    {
        await using var floor = await ChaosFloor.OpenAsync("3x2", output);
        await floor.TalkAsync(3);
        var loops = Enumerable.Range(0, BusyLoops).Select(static _ => Process.Start(new ProcessStartInfo("sh", ["-c", "while :; do :; done"]))!).ToList();
        try
        {
            floor.Say($"{BusyLoops} others are busy");
            await floor.TalkAsync(20);
        }
        finally
        {
            foreach (var loop in loops)
            {
                loop.Kill();
                await loop.WaitForExitAsync();
                loop.Dispose();
            }
        }

        floor.Say("they are done");
        await floor.TalkAsync(3);
        Assert.Equal(0, await floor.DeadAsync());
        await floor.JudgeAsync();
    }
}
