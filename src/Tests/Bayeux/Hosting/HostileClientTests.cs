using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using static OrleansChat.Tests.Bayeux.Hosting.LongPollingClient;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>What no client should send, the same over long-polling and over a socket: refused, never obeyed, and the session goes on.</summary>
public sealed class HostileClientTests
{
    /// <summary>Values of <c>ext.ack</c> that acknowledge nothing: never given out, not yet given out, no numbers.</summary>
    public static TheoryData<bool, string> NoAcks => Both("-1", "-9223372036854775808", "4611686018427387904", "9223372036854775807", "99999999999999999999", "1e300", "1.5", "\"2\"", "true", "{}", "[1]", "null");

    /// <summary>Values of <c>advice.timeout</c> that are no wish for a shorter hold.</summary>
    public static TheoryData<bool, string> LongTimeouts => Both("-1", "2147483648", "9223372036854775807", "1e300", "\"0\"", "{}", "[]", "null");

    public static TheoryData<string> Bodies => [.. HostileBodies.All.Keys];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_body_that_is_none_is_refused_by_both(string name)
    {
        await using var server = await BayeuxServer.StartAsync(static options => (options.BodyBytesMax, options.FrameBytesMax) = (4 << 20, 4 << 20));
        using var polling = server.Client("anna");
        using var content = new ByteArrayContent(HostileBodies.All[name]) { Headers = { ContentType = new("application/json") } };
        using var response = await polling.SendAsync(HttpMethod.Post, "", content);
        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge });
        using var socket = await SocketClient.OpenAsync(server, "anna");
        await socket.SendAsync(HostileBodies.All[name]);
        Assert.Contains(await EndOfAsync(socket), new WebSocketCloseStatus?[] { WebSocketCloseStatus.InvalidPayloadData, WebSocketCloseStatus.MessageTooBig });
    }

    [Theory]
    [MemberData(nameof(NoAcks))]
    public async Task What_is_no_acknowledgement_skips_nothing(bool overSocket, string ack)
    {
        await using var server = await BayeuxServer.StartAsync();
        await using var client = await BothWays.ConnectedAsync(server, overSocket);
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        Assert.Equal("1 2", Events(await client.ConnectAsync(",\"ext\":{\"ack\":0}")));
        var again = await client.ConnectAsync($",\"ext\":{{\"ack\":{ack}}}");
        Assert.Equal("1 2", Events(again));
        await server.DeliverAsync("anna", "/v2/me/chats", "3");
        var next = await client.ConnectAsync($",\"ext\":{{\"ack\":{Number(again)}}}");
        Assert.Equal("3", Events(next));
    }

    /// <summary>What was acknowledged once is gone: no older number brings it back, however old.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rewind_brings_nothing_back(bool overSocket)
    {
        await using var server = await BayeuxServer.StartAsync();
        await using var client = await BothWays.ConnectedAsync(server, overSocket);
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        var first = await client.ConnectAsync(",\"ext\":{\"ack\":0}");
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        var second = await client.ConnectAsync($",\"ext\":{{\"ack\":{Number(first)}}}");
        Assert.Equal("2", Events(second));
        foreach (var rewind in new[] { Number(first), Number(first) - 1_000_000, 0 })
        {
            Assert.Equal("2", Events(await client.ConnectAsync($",\"ext\":{{\"ack\":{Math.Max(rewind, 0)}}}")));
        }
    }

    [Theory]
    [MemberData(nameof(LongTimeouts))]
    public async Task Nobody_is_held_longer_than_the_servers_own_time(bool overSocket, string timeout)
    {
        await using var server = await BayeuxServer.StartAsync();
        await using var client = await BothWays.ConnectedAsync(server, overSocket);
        var held = client.ConnectAsync($",\"ext\":{{\"ack\":0}},\"advice\":{{\"timeout\":{timeout}}}");
        await server.Sessions.HeldAsync();
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(30));
        Assert.False(held.IsCompleted);
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((bool)(await held)[^1]!["successful"]!);
    }

    /// <summary>Each new connect ends the one before.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flood_of_connects_leaves_one(bool overSocket)
    {
        await using var server = await BayeuxServer.StartAsync();
        await using var client = await BothWays.ConnectedAsync(server, overSocket);
        await using var other = await BothWays.ConnectedAsync(server, false, "bob");
        await client.FloodAsync(500);
        await server.DeliverAsync("bob", "/v2/me/chats", "\"for bob\"");
        Assert.Equal("\"for bob\"", Events(await other.ConnectAsync(",\"ext\":{\"ack\":0}")));
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal(["1"], Events(await client.ConnectAsync(",\"ext\":{\"ack\":0}")).Split(' ').Distinct());    // repeated until it is acknowledged
        Assert.Equal(1, server.Memory.CountOf("anna"));
    }

    /// <summary>How the socket was closed. The framework refuses bytes that are no text by itself, and then may cut the connection before its word arrives.</summary>
    private static async Task<WebSocketCloseStatus?> EndOfAsync(SocketClient socket)
    {
        try
        {
            return await socket.ReadCloseAsync();
        }
        catch (WebSocketException)
        {
            return WebSocketCloseStatus.InvalidPayloadData;
        }
    }

    private static long Number(JsonArray answer) => (long)answer[^1]!["ext"]!["ack"]!;

    private static TheoryData<bool, string> Both(params string[] values)
    {
        var data = new TheoryData<bool, string>();
        foreach (var value in values)
        {
            data.Add(false, value);
            data.Add(true, value);
        }

        return data;
    }

    /// <summary>A session with ack whose connects are written by hand, over one of the two transports.</summary>
    private sealed class BothWays(LongPollingClient? polling, SocketClient? socket) : IAsyncDisposable
    {
        private int _id;

        private string ClientId => polling?.ClientId ?? socket!.ClientId;

        public static async Task<BothWays> ConnectedAsync(BayeuxServer server, bool overSocket, string user = "anna") => overSocket
            ? new(null, await (await SocketClient.OpenAsync(server, user)).ConnectedAsync(true, "/v2/me/chats"))
            : new(await server.Client(user).ConnectedAsync(true, "/v2/me/chats"), null);

        /// <summary>A connect with these fields; everything up to its reply.</summary>
        public async Task<JsonArray> ConnectAsync(string more)
        {
            var (connect, id) = Connect(more);
            if (polling is not null) return (await polling.PostAsync($"[{connect}]")).Body!.AsArray();
            await socket!.SendAsync($"[{connect}]");
            var all = new JsonArray();
            while (all is not [.., JsonObject last] || (string?)last["id"] != id)
            {
                foreach (var message in await socket.ReadAsync()) all.Add(message!.DeepClone());
            }

            return [.. all.Where(message => message!["data"] is not null || (string?)message["id"] == id).Select(static message => message!.DeepClone())];
        }

        /// <summary>Many connects, none of them waited for.</summary>
        public async Task FloodAsync(int connects)
        {
            if (polling is not null) await Task.WhenAll(Enumerable.Range(0, connects).Select(_ => polling.PostAsync($"[{Connect(",\"advice\":{\"timeout\":0}").Message}]")));
            else for (var number = 0; number < connects; number++) await socket!.SendAsync($"[{Connect("").Message}]");
        }

        public ValueTask DisposeAsync()
        {
            polling?.Dispose();
            socket?.Dispose();
            return ValueTask.CompletedTask;
        }

        private (string Message, string Id) Connect(string more)
        {
            var id = Interlocked.Increment(ref _id).ToString(CultureInfo.InvariantCulture);
            return ($$"""{"channel":"/meta/connect","id":"{{id}}","connectionType":"{{(polling is null ? "websocket" : "long-polling")}}","clientId":"{{ClientId}}"{{more}}}""", id);
        }
    }
}
