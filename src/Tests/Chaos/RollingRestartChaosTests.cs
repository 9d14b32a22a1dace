using System.Diagnostics;
using OrleansChat.Hosting.FailPoints;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>Every process is replaced in turn, as an upgrade does it, while notifications are lost on their way (see <see cref="FailPoint"/>).</summary>
[Collection(ChaosRuns.Name)]
public sealed class RollingRestartChaosTests(ITestOutputHelper output)
{
    private const string DropNotify = "drop_notify";

    /// <summary>How long after its acknowledgement a text may be told when every event of the streams is lost: the silence that is waited for at first, a beat, and the asking.</summary>
    private static readonly TimeSpan DeafMax = TimeSpan.FromSeconds(10);

    [ChaosFact]
    public async Task A_rolling_restart_fails_no_request_and_notifications_come_although_streams_lose_events()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, static name => name.StartsWith("api", StringComparison.Ordinal) ? [(FailPoint.Variable, $"{DropNotify}:0.01")] : [], "--Shutdown:DrainTime=00:00:03");
        var began = Stopwatch.GetTimestamp();
        await floor.TalkAsync(8);
        floor.SayDelays("one event in a hundred lost", began);
        await RestartAsync(floor, $"{DropNotify}:1", "api-1", "api-2");
        began = Stopwatch.GetTimestamp();
        await floor.TalkAsync(10);
        var longest = floor.SayDelays("every event lost", began);
        await RestartAsync(floor, null, "silo-1", "silo-2", "api-1", "api-2");
        await floor.JudgeAsync(mayFail: false);
        Assert.True(longest < DeafMax, $"{longest}");
    }

    /// <summary>One after the other, each when the one before it is ready again.</summary>
    private static async Task RestartAsync(ChaosFloor floor, string? failPoint, params string[] names)
    {
        foreach (var name in names)
        {
            if (name.StartsWith("api", StringComparison.Ordinal)) floor.Cluster.SetVariable(name, FailPoint.Variable, failPoint);
            var life = floor.Cluster.LifeOf(name);
            floor.StopProcess(name);
            await life;
            await floor.ReadyAsync();
            await floor.TalkAsync(1);
        }
    }
}
