using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults;

namespace OrleansChat.Tests.Running;

/// <summary>Floods over the notification endpoint: bounded, told so, and nobody else feels them.</summary>
[Collection(OneServer.Name)]
public sealed class NotificationFloodTests(TeamServer server)
{
    private const int SessionsPerUser = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Thousands_of_handshakes_of_one_user_open_no_more_sessions_than_a_user_may_have()
    {
        const int Handshakes = 2_000;
        var team = server.NextTeam();
        using var socket = await OpenAsync(team.Ann);
        var (opened, later) = (0, 0);
        for (var number = 0; number < Handshakes; number++)
        {
            var reply = (await AskAsync(socket, """[{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket"]}]"""))[0]!;
            if ((bool)reply["successful"]!) opened++;
            else if ((string?)reply["advice"]!["reconnect"] == "handshake" && (int)reply["advice"]!["interval"]! > 0) later++;
        }

        Assert.Equal((SessionsPerUser, Handshakes - SessionsPerUser), (opened, later));
        await using var bob = await team.ReadyAsync(team.Bob);
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task Thousands_of_subscriptions_leave_a_session_as_it_was()
    {
        const int Batch = 250;
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        var clientId = await ann.Api.ConnectedAsync(ack: true);
        using var socket = await OpenAsync(team.Ann);
        for (var batch = 0; batch < 10; batch++)
        {
            var subscriptions = Enumerable.Range(0, Batch).Select(n => $$"""{"channel":"/meta/subscribe","clientId":"{{clientId}}","subscription":"{{(n % 2 == 0 ? $"/service/{batch}/{n}" : "/v2/me/chats")}}"}""");
            Assert.All(await AskAsync(socket, $"[{string.Join(',', subscriptions)}]"), static reply => Assert.True((bool)reply!["successful"]!));
        }

        var many = string.Join(',', Enumerable.Range(0, 101).Select(static n => $"\"/service/{n}\""));
        var refused = (await AskAsync(socket, $$"""[{"channel":"/meta/subscribe","clientId":"{{clientId}}","subscription":[{{many}}]}]"""))[0]!;
        Assert.False((bool)refused["successful"]!);
        using var chris = await team.CustomerAsync();
        await ann.NextOfferAsync();
        Assert.Equal(1, (await ann.Api.ConnectAsync(clientId)).Count(static m => m!["data"]?["chat"] is not null));     // told once, however often it was subscribed to
    }

    private async Task<ClientWebSocket> OpenAsync(string userName)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:demo")));
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Server.Port}/api/v2/notifications"), default).WaitAsync(Patience);
        return socket;
    }

    private static async Task<JsonArray> AskAsync(ClientWebSocket socket, string frame)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, default);
        var (buffer, length) = (new byte[256 * 1024], 0);
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), default).AsTask().WaitAsync(Patience);
            Assert.True(received.MessageType == WebSocketMessageType.Text, $"{socket.CloseStatus}");
            length += received.Count;
            if (received.EndOfMessage) return JsonNode.Parse(buffer.AsSpan(0, length))!.AsArray();
        }
    }
}
