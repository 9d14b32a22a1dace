using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Limits;

/// <summary>Rows of the notification transports and of connections.</summary>
public sealed partial class LimitsTests
{
    private async Task SocketMessageAsync()
    {
        using var socket = await UpgradeAsync(low.Server, "agent3");
        await socket.SendAsync(Encoding.UTF8.GetBytes($"[{{\"channel\":\"{Long(64 * 1024)}\"}}]"), WebSocketMessageType.Text, true, default);
        var received = await socket.ReceiveAsync(new byte[1024], default);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.MessageTooBig), (received.MessageType, socket.CloseStatus));
    }

    private async Task BatchAsync()
    {
        using var agent = Api.User(low.Server, "agent3");
        (await agent.PostRawAsync("/api/v2/notifications", $"[{string.Join(',', Enumerable.Repeat("""{"channel":"/meta/connect"}""", 257))}]")).MustBe(10, 413);
    }

    private async Task SessionsAsync()
    {
        using var agent = Api.User(low.Server, "agent5");
        var sessions = new List<string>();
        for (var number = 0; number < LowServer.Sessions; number++) sessions.Add(await agent.ConnectedAsync());
        var refused = (await agent.BayeuxAsync("/handshake", default, new JsonObject
        {
            ["channel"] = "/meta/handshake", ["id"] = "1", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling"),
        }))[0]!;
        Assert.Equal((false, "handshake", true), ((bool)refused["successful"]!, (string?)refused["advice"]!["reconnect"], (int)refused["advice"]!["interval"]! > 0));
        (await EventSide.RefusedAsync(low.Server, HttpMethod.Get, "agent5")).Answer.MustBe(12, 429);
        foreach (var clientId in sessions) await agent.DisconnectAsync(clientId);
    }

    private async Task QueueAsync()
    {
        using var agent = Api.User(low.Server, "agent5");
        var clientId = await agent.ConnectedAsync(ack: true);
        _ = (await agent.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        for (var number = 0; number < LowServer.Queued; number++)
        {
            _ = (await agent.PostAsync("/api/v2/me/channels/chat", number % 2 == 0 ? "DoNotDisturbOn" : "DoNotDisturbOff")).Ok;
        }

        // A later session of the same user hears of the last change after the first one was ended by it.
        Assert.Equal("402::Unknown client", (string?)(await UntilEndedAsync(agent, clientId))["error"]);
    }

    private async Task MessagesAsync()
    {
        using var socket = await UpgradeAsync(low.Crowded, "agent4");
        var batch = $"[{string.Join(',', Enumerable.Repeat("{}", LowServer.Requests * 2 / 3))}]";
        await socket.SendAsync(Encoding.UTF8.GetBytes(batch), WebSocketMessageType.Text, true, default);
        Assert.Equal(WebSocketMessageType.Text, (await socket.ReceiveAsync(new byte[64 * 1024], default)).MessageType);
        await socket.SendAsync(Encoding.UTF8.GetBytes(batch), WebSocketMessageType.Text, true, default);
        await socket.ReceiveAsync(new byte[64 * 1024], default);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
        using var agent = Api.User(low.Crowded, "agent5");
        Assert.Equal(200, await agent.StatusOfAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v2/notifications") { Content = new StringContent(batch, Encoding.UTF8, "application/json") }));
        (await agent.PostRawAsync("/api/v2/notifications", batch)).MustBe(12, 429);
    }

    private async Task EventsAsync()
    {
        using var agent = Api.User(low.Server, "agent1");
        using var stream = await EventSide.OpenAsync(low.Server, "agent1");
        Assert.Equal("reset new", (await stream.NextAsync()).Reason);
        _ = (await agent.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        for (var number = 1; number < LowServer.Events; number++) _ = (await agent.PostAsync("/api/v2/me/channels/chat", number % 2 == 0 ? "DoNotDisturbOff" : "DoNotDisturbOn")).Ok;
        for (var number = 0; number < LowServer.Events; number++) _ = await stream.NextNotificationAsync();
        Assert.Equal("end acknowledge", (await stream.NextAsync()).Reason);
        Assert.Null(await stream.TryNextAsync());
    }

    private async Task ConnectionsAsync()
    {
        var open = new List<RawConnection>();
        try
        {
            while (open.Count < LowServer.Connections + 1) open.Add(await RawConnection.OpenAsync(low.Crowded.Port));
            foreach (var connection in open) await connection.SendAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            var statuses = await Task.WhenAll(open.Select(static connection => connection.StatusAsync()));
            Assert.Contains(0, statuses);
            Assert.Contains(200, statuses);
        }
        finally
        {
            open.ForEach(static connection => connection.Dispose());
        }
    }

    private async Task WebSocketsAsync()
    {
        using var first = await UpgradeAsync(low.Crowded, "agent1");
        using var second = await UpgradeAsync(low.Crowded, "agent2");
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => UpgradeAsync(low.Crowded, "agent3"));
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        first.Abort();
        second.Abort();
    }

    private async Task StreamsAsync()
    {
        using var first = await EventSide.OpenAsync(low.Crowded, "agent1");
        using var second = await EventSide.OpenAsync(low.Crowded, "agent2");
        var (answer, response) = await EventSide.RefusedAsync(low.Crowded, HttpMethod.Get, "agent3");
        answer.MustBe(12, 429);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    private async Task OfUserAsync()
    {
        using var socket = await UpgradeAsync(low.Server, "supervisor1");
        using var stream = await EventSide.OpenAsync(low.Server, "supervisor1");
        (await EventSide.RefusedAsync(low.Server, HttpMethod.Get, "supervisor1")).Answer.MustBe(12, 429);
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => UpgradeAsync(low.Server, "supervisor1"));
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        socket.Abort();
    }

    private static async Task<ClientWebSocket> UpgradeAsync(RunningServer server, string userName)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:demo")));
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Port}/api/v2/notifications"), default);
        return socket;
    }

    /// <summary>Connects without acknowledging anything, so that all of it waits, until the session is gone.</summary>
    private static async Task<JsonNode> UntilEndedAsync(Api agent, string clientId)
    {
        while (true)
        {
            var reply = (await BayeuxCalls.ConnectAsync(agent, clientId))[^1]!;
            if (!(bool)reply["successful"]!) return reply;
            _ = (await agent.PostAsync("/api/v2/me", "Ready")).Ok;
            _ = (await agent.PostAsync("/api/v2/me", "NotReady")).Ok;
        }
    }
}
