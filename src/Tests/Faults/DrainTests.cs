using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>Between SIGTERM and the end there is a time in which the server says that it is not ready, and serves (B5, I15).</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private const double DrainSeconds = 4;

    private readonly RunningServer _server = new() { Arguments = ["--Shutdown:DrainTime=00:00:04"] };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_stopping_server_is_not_ready_releases_polls_at_once_and_closes_sockets_after_the_drain_time()
    {
        using var http = new HttpClient { BaseAddress = _server.Address };
        Assert.Equal("""{"status":"ready"}""", await http.GetStringAsync("/health/ready"));
        using var agent = Api.User(_server, "agent1");
        var clientId = await agent.ConnectedAsync(ack: true);
        var held = BayeuxCalls.ConnectAsync(agent, clientId);
        await using var socket = await SocketDesk.OpenAsync(_server, "agent2");
        await socket.StartAsync();
        using var stream = await EventSide.OpenAsync(_server, "agent3");
        _ = await stream.NextAsync();
        await agent.SubscribeAsync(clientId, "/v2/me/*");

        var asked = System.Diagnostics.Stopwatch.StartNew();
        var stopped = _server.StopAsync();
        var released = Assert.Single(await held)!;
        Assert.True((bool)released["successful"]!, released.ToJsonString());
        Assert.Equal("end unavailable", (await stream.NextAsync()).Reason);

        using var ready = await http.GetAsync("/health/ready");
        Assert.Equal((503, """{"status":"not ready"}"""), ((int)ready.StatusCode, await ready.Content.ReadAsStringAsync()));
        Assert.Equal("""{"status":"live"}""", await http.GetStringAsync("/health/live"));
        var again = Assert.Single(await BayeuxCalls.ConnectAsync(agent, clientId))!;
        Assert.Equal("retry", (string?)again["advice"]!["reconnect"]);
        Assert.True((int)again["advice"]!["interval"]! > 0, "Clients must not ask a stopping server in a loop.");

        using var second = Api.User(_server, "agent2");
        _ = (await second.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        Assert.Equal("/v2/me/channels", (string?)(await socket.NextAsync())![0]!["channel"]);
        Assert.True(asked.Elapsed.TotalSeconds < DrainSeconds, $"The machine is too slow for this test: {asked.Elapsed}.");
        while (await socket.NextAsync() is { } frame) Assert.Equal("/meta/connect", (string?)frame[0]!["channel"]);
        Assert.Equal(1001, socket.CloseCode);
        Assert.Equal(0, await stopped);
        Assert.True(asked.Elapsed.TotalSeconds >= DrainSeconds, $"The server did not serve for the drain time, but ended after {asked.Elapsed}.");
    }
}
