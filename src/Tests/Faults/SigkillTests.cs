using System.Diagnostics;
using OrleansChat.Tests.Faults.Histories;
using OrleansChat.Tests.Running;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Faults;

/// <summary>The server is killed again and again while everybody talks, asks for chats, accepts and completes.</summary>
public sealed class SigkillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Kills = 10;

    private readonly RunningServer _server = new()
    {
        // An offer that is lost shall stay lost, so that it is seen.
        Arguments = ["--Supervision:IntrudeRequiresMonitoring=false", "--Routing:NoAnswerAfter=00:05:00", "--Customers:DisconnectAfter=00:05:00"],
    };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Ten_kills_lose_double_and_mix_up_nothing()
    {
        var seed = Environment.GetEnvironmentVariable("ORLEANSCHAT_SEED") is { } given ? int.Parse(given, null) : Random.Shared.Next();
        output.WriteLine($"ORLEANSCHAT_SEED={seed}");
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();

        await using var floor = await TalkingFloor.OpenAsync(_server, seed);
        output.WriteLine($"{watch.Elapsed}: everybody talks");
        for (var kill = 1; kill <= Kills; kill++)
        {
            var acknowledged = kill % 5 == 0 ? 0 : random.Next(1, 200);
            await floor.Lives.LiveAsync(acknowledged);
            output.WriteLine($"{watch.Elapsed}: killed and started again after {acknowledged} acknowledged operations");
        }

        await floor.FinishAsync();
        var history = floor.History;
        output.WriteLine($"{watch.Elapsed}: {history.Attempts.Count} texts, {history.Attempts.Count(static a => a.Outcome == Outcome.Unknown)} of them unknown, {floor.AskedFor} more chats");
        Assert.Empty(HistoryChecker.Check(history));
        Assert.Empty(floor.Wrong());
    }
}
