using System.Diagnostics;
using OrleansChat.Hosting.FailPoints;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>Every process is replaced in turn, as an upgrade does it, while notifications are lost on their way (see <see cref="FailPoint"/>).</summary>
[Collection(ChaosRuns.Name)]
public sealed class RollingRestartChaosTests(ITestOutputHelper output)
{
    private const string DropNotify = "drop_notify";
    private const string DrainTime = "ORLEANSCHAT_Shutdown__DrainTime";

    /// <summary>How long after its acknowledgement a text may be told when every event of the streams is lost: the silence that is waited for at first, a beat, and the asking.</summary>
    private static readonly TimeSpan DeafMax = TimeSpan.FromSeconds(10);

    /// <summary>Hosts drain, so that the balancer notices; silos hand over at once, as in the manifests.</summary>
    private static readonly (string Name, string Value)[] OfHosts = [(FailPoint.Variable, $"{DropNotify}:0.01"), (DrainTime, "00:00:02")];

    private static readonly (string Name, string Value)[] OfSilos = [(DrainTime, "00:00:00")];

    [ChaosFact]
    public async Task A_rolling_restart_fails_no_request_and_notifications_come_although_streams_lose_events()
    {
        await using var floor = await ChaosFloor.OpenAsync("2x2", output, static name => IsHost(name) ? OfHosts : OfSilos);
        var began = Stopwatch.GetTimestamp();
        await floor.TalkAsync(6);
        floor.SayDelays("one event in a hundred lost", began);
        foreach (var name in new[] { "silo-1", "silo-2", "api-1", "api-2" })
        {
            if (IsHost(name)) floor.Cluster.SetVariable(name, FailPoint.Variable, $"{DropNotify}:1");
            await floor.LeaveAsync(name);
            await floor.ReadyAsync();
            await floor.TalkAsync(1);
        }

        began = Stopwatch.GetTimestamp();
        await floor.TalkAsync(8);
        var longest = floor.SayDelays("every event lost", began);
        await floor.JudgeAsync(mayFail: false);
        Assert.Equal(0, floor.Balancer.RefusedConnections);             // nobody was sent to a host that had closed
        Assert.True(longest < DeafMax, $"{longest}");
    }

    private static bool IsHost(string name) => name.StartsWith("api", StringComparison.Ordinal);
}
