using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults.Histories;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>SIGTERM: the server answers who waits, ends with 0 and has lost nothing (B5, I15).</summary>
public sealed class GracefulStopTests : IAsyncLifetime
{
    private const int Stops = 3;
    private const int FencesMax = 10;

    private readonly RunningServer _server = new() { Arguments = ["--Supervision:IntrudeRequiresMonitoring=false", "--Routing:NoAnswerAfter=00:05:00", "--Customers:DisconnectAfter=00:05:00"] };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Held_polls_are_answered_with_retry_and_the_exit_code_is_0()
    {
        using var agent = Api.User(_server, "agent1");
        using var supervisor = Api.User(_server, "supervisor1");
        var (first, second) = (await agent.ConnectedAsync(ack: true), await supervisor.ConnectedAsync());
        Task<JsonArray>[] held = [BayeuxCalls.ConnectAsync(agent, first), BayeuxCalls.ConnectAsync(supervisor, second)];
        for (var fence = 0; fence < FencesMax; fence++)
        {
            // Other requests to the same sessions, each after the one before: the connects are held by then.
            await agent.SubscribeAsync(first, "/v2/me/*");
            await supervisor.SubscribeAsync(second, "/v2/me/*");
        }

        Assert.DoesNotContain(held, static poll => poll.IsCompleted);
        Assert.Equal(0, await _server.StopAsync());
        foreach (var poll in held)
        {
            var reply = Assert.Single(await poll)!;
            Assert.True((bool)reply["successful"]!, reply.ToJsonString());
            Assert.Contains((string?)reply["advice"]?["reconnect"], new[] { null, "retry" });
        }
    }

    [Fact]
    public async Task Stops_lose_double_and_mix_up_nothing()
    {
        await using var floor = await TalkingFloor.OpenAsync(_server, seed: 1);
        for (var stop = 1; stop <= Stops; stop++)
        {
            await floor.Lives.LiveAsync(50 * stop, isKilled: false);
        }

        await floor.FinishAsync();
        Assert.Empty(HistoryChecker.Check(floor.History));
        Assert.Empty(floor.Wrong());
    }
}
