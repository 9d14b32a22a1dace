using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrleansChat.ApiHost.Hosting;
using OrleansChat.Hosting.Settings;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Limits;

/// <summary>Rows of what comes too often, and of bytes that wait.</summary>
public sealed partial class LimitsTests
{
    private const string Version = "/api/v2/diagnostics/version";

    /// <summary>User data that nearly fills what a chat may have, so that few notifications fill a queue.</summary>
    private const int Large = 60_000;

    private async Task RequestsAsync()
    {
        using var agent = Api.User(low.Crowded, "supervisor1");
        for (var request = 0; request < LowServer.Requests; request++) _ = (await agent.GetAsync("/api/v2/me")).Ok;
        await RefusedForNowAsync(agent, new HttpRequestMessage(HttpMethod.Get, "/api/v2/me"));
        using var other = Api.User(low.Crowded, "supervisor2");
        _ = (await other.GetAsync("/api/v2/me")).Ok;
    }

    private static Task AnonymousAsync() => OnAServerAsync(["--RateLimits:AnonymousRequestsBurst=3", "--RateLimits:AnonymousRequestsPerSecond=0.001"], static async server =>
    {
        using var anybody = Api.Anonymous(server);
        for (var request = 0; request < 3; request++) _ = (await anybody.GetAsync(Version)).Ok;
        await RefusedForNowAsync(anybody, new HttpRequestMessage(HttpMethod.Get, Version));
        using var agent = Api.User(server, "agent1");
        _ = (await agent.GetAsync("/api/v2/me")).Ok;
    });

    private async Task ChatsAsync()
    {
        using var customer = Api.Customer(low.Crowded);
        for (var chat = 0; chat < LowServer.Chats; chat++) _ = (await RequestAsync()).Ok;
        (await RequestAsync()).MustBe(12, 429);

        Task<Answer> RequestAsync() => customer.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "Chris"), ("subject", "Help"));
    }

    private Task WrongPasswordsAsync(Func<LowServer, RunningServer> serverOf) => WrongPasswordsAsync(serverOf(low), LowServer.WrongPasswords, static _ => "nobody");

    private static async Task WrongPasswordsAsync(RunningServer server, int passwords, Func<int, string> nameOf)
    {
        for (var number = 0; number <= passwords; number++)
        {
            using var guess = Api.User(server, nameOf(number), $"wrong {number}");
            if (number < passwords) (await guess.GetAsync("/api/v2/me")).MustBe(20, 401);
            else await RefusedForNowAsync(guess, new HttpRequestMessage(HttpMethod.Get, "/api/v2/me"));
        }
    }

    private async Task HandshakesAsync()
    {
        using var agent = Api.User(low.Crowded, "supervisor2");
        for (var number = 0; number < LowServer.Handshakes; number++) Assert.True((bool)(await ShakeAsync())["successful"]!);
        var refused = await ShakeAsync();
        Assert.Equal((false, "handshake", true), ((bool)refused["successful"]!, (string?)refused["advice"]!["reconnect"], (int)refused["advice"]!["interval"]! > 0));

        async Task<JsonNode> ShakeAsync() => (await agent.BayeuxAsync("/handshake", default, new JsonObject
        {
            ["channel"] = "/meta/handshake", ["id"] = "1", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling"),
        }))[0]!;
    }

    private async Task SubscriptionsAsync()
    {
        using var agent = Api.User(low.Server, "agent3");
        var clientId = await agent.ConnectedAsync();
        Assert.False((bool)(await SubscribeAsync(101))["successful"]!);
        Assert.True((bool)(await SubscribeAsync(100))["successful"]!);
        await agent.DisconnectAsync(clientId);

        async Task<JsonNode> SubscribeAsync(int count) => (await agent.BayeuxAsync("/subscribe", default, new JsonObject
        {
            ["channel"] = "/meta/subscribe", ["id"] = "2", ["clientId"] = clientId,
            ["subscription"] = new JsonArray([.. Enumerable.Range(0, count).Select(static n => (JsonNode)$"/service/{n}")]),
        }))[0]!;
    }

    private static async Task QueueBytesAsync(RunningServer server)
    {
        await using var agent = await Desk.OpenReadyAsync(server, "agent1");
        var clientId = await agent.Api.ConnectedAsync(ack: true);
        await NotifyAsync(server, agent, ((4 << 20) / Large) + 1);
        Assert.Equal("402::Unknown client", (string?)(await BayeuxCalls.ConnectAsync(agent.Api, clientId))[^1]!["error"]);
    }

    /// <summary>A host as it is put together, at a socket that takes what the operating system holds of an answer, to a client that reads nothing.</summary>
    private static async Task SendBufferAsync()
    {
        var builder = WebApplication.CreateBuilder();
        var keys = Directory.CreateTempSubdirectory("orleanschat-keys-");
        builder.AddOrleansChatApi(keys.FullName);
        await using var host = builder.Build();
        using var listening = host.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.CreateBoundListenSocket(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(listening.LocalEndPoint!);
        using var connection = await listening.AcceptAsync();
        connection.Blocking = false;
        var taken = 0;
        while (true)
        {
            var sent = connection.Send(new byte[4096], SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) break;
            taken += sent;
        }

        Assert.InRange(taken, 16 << 10, 2 * new LimitSettings().SendBufferBytes);
        keys.Delete(recursive: true);
    }

    private static async Task StreamBytesAsync(RunningServer server)
    {
        await using var agent = await Desk.OpenReadyAsync(server, "agent1");
        using var stream = await EventSide.OpenAsync(server, "agent1");
        await NotifyAsync(server, agent, ((512 << 10) / Large) + 1);
        var ends = new List<string>();
        while (await stream.TryNextAsync() is { } next) ends.Add(next.Reason);
        Assert.Equal("end acknowledge", ends[^1]);
    }

    /// <summary>So many notifications of a chat, each with all of its user data.</summary>
    private static async Task NotifyAsync(RunningServer server, Desk agent, int count)
    {
        using var customer = await CustomerSide.RequestChatAsync(server, "Chris", "Help", ("userData", new JsonObject { ["k"] = Long(Large) }));
        var chatId = await agent.AcceptNextAsync();
        for (var number = 0; number < count; number++) _ = (await agent.DoAsync(chatId, "SetDisposition", ("disposition", $"{number}"))).Ok;
    }

    private static async Task RefusedForNowAsync(Api api, HttpRequestMessage request)
    {
        var (answer, headers) = await api.SendWithHeadersAsync(request);
        answer.MustBe(12, 429);
        Assert.NotNull(headers.RetryAfter);
    }
}
