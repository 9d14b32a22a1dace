using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace OrleansChat.Tests.Bayeux.Hosting;

public sealed class WebSocketRefusalTests
{
    [Theory]
    [InlineData("header", null, HttpStatusCode.SwitchingProtocols)]
    [InlineData("header", "https://good.example", HttpStatusCode.SwitchingProtocols)]
    [InlineData("header", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("header", "null", HttpStatusCode.Forbidden)]
    [InlineData("cookie", null, HttpStatusCode.Forbidden)]
    [InlineData("cookie", "https://good.example", HttpStatusCode.SwitchingProtocols)]
    [InlineData("cookie", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("cookie", "null", HttpStatusCode.Forbidden)]
    [InlineData("none", null, HttpStatusCode.Unauthorized)]
    [InlineData("none", "https://evil.example", HttpStatusCode.Forbidden)]
    public async Task An_upgrade_needs_credentials_and_an_allowed_origin(string credentials, string? origin, HttpStatusCode status)
    {
        await using var server = await BayeuxServer.StartAsync(options => options.IsOriginAllowed = (_, origin) => origin == "https://good.example");
        using var client = await SocketClient.OpenAsync(server, credentials == "header" ? "anna" : null, options =>
        {
            if (credentials == "cookie") options.SetRequestHeader("Cookie", "user=anna");
            if (origin is not null) options.SetRequestHeader("Origin", origin);
        });
        Assert.Equal(status, client.UpgradeStatus);
    }

    [Fact]
    public async Task By_default_only_pages_of_the_same_host_are_allowed()
    {
        await using var server = await BayeuxServer.StartAsync();
        foreach (var (origin, status) in ((string, HttpStatusCode)[])[
            (server.Url.GetLeftPart(UriPartial.Authority), HttpStatusCode.SwitchingProtocols), ("http://127.0.0.1:1", HttpStatusCode.Forbidden)])
        {
            using var client = await SocketClient.OpenAsync(server, "anna", options => options.SetRequestHeader("Origin", origin));
            Assert.Equal(status, client.UpgradeStatus);
        }
    }

    [Fact]
    public async Task Without_WebSocket_an_upgrade_is_405_and_the_handshake_does_not_list_it()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.WebSocketEnabled = false);
        using var client = await SocketClient.OpenAsync(server, "anna");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, client.UpgradeStatus);
        using var polling = server.Client("anna");
        var reply = await polling.OneAsync("""{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket","long-polling"]}""");
        Assert.Equal("""["long-polling"]""", reply["supportedConnectionTypes"]!.ToJsonString());
    }

    [Fact]
    public async Task No_subprotocol_is_selected()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await SocketClient.OpenAsync(server, "anna", options => options.AddSubProtocol("cometd"));
        Assert.True(client.Socket.SubProtocol is null or "");
    }

    [Fact]
    public async Task Sockets_of_a_user_are_limited()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.SocketsPerUserMax = 1);
        using var first = await SocketClient.OpenAsync(server, "anna");
        using (var second = await SocketClient.OpenAsync(server, "anna")) Assert.Equal(HttpStatusCode.TooManyRequests, second.UpgradeStatus);
        using (var other = await SocketClient.OpenAsync(server, "bob")) Assert.Equal(HttpStatusCode.SwitchingProtocols, other.UpgradeStatus);
        await first.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    private static readonly Dictionary<string, (byte[] Frame, WebSocketMessageType Type, WebSocketCloseStatus Close)> AllGarbage = new()
    {
        ["binary"] = (Encoding.UTF8.GetBytes("[{}]"), WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidMessageType),
        ["no JSON"] = (Encoding.UTF8.GetBytes("garbage"), WebSocketMessageType.Text, WebSocketCloseStatus.InvalidPayloadData),
        ["no messages"] = (Encoding.UTF8.GetBytes("[]"), WebSocketMessageType.Text, WebSocketCloseStatus.InvalidPayloadData),
        ["no UTF-8"] = ([0xC3, 0x28], WebSocketMessageType.Text, WebSocketCloseStatus.InvalidPayloadData),
        ["nesting of 60,000"] = (Encoding.UTF8.GetBytes(new string('[', 60_000)), WebSocketMessageType.Text, WebSocketCloseStatus.InvalidPayloadData),
        ["257 messages"] = (Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat("{}", 257))}]"), WebSocketMessageType.Text, WebSocketCloseStatus.MessageTooBig),
        ["a text of 64 KiB"] = (Encoding.UTF8.GetBytes($"[{{\"data\":\"{new string('x', 64 << 10)}\"}}]"), WebSocketMessageType.Text, WebSocketCloseStatus.MessageTooBig),
        ["binary, 1 MiB"] = (new byte[1 << 20], WebSocketMessageType.Binary, WebSocketCloseStatus.InvalidMessageType),
        ["blanks, 1 MiB"] = (Encoding.UTF8.GetBytes(new string(' ', 1 << 20)), WebSocketMessageType.Text, WebSocketCloseStatus.MessageTooBig),
    };

    /// <summary>By name: the runner keeps the data of a case byte by byte, and a megabyte of them costs it many seconds before the first test.</summary>
    public static TheoryData<string> Garbage => [.. AllGarbage.Keys];

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_closes_the_socket_and_says_no_more_than_why(string name)
    {
        var (frame, type, close) = AllGarbage[name];
        await using var server = await BayeuxServer.StartAsync();
        using var client = await SocketClient.OpenAsync(server, "anna");
        await client.SendAsync(frame, type);
        Assert.Equal(close, await client.ReadCloseAsync());
    }

    private static readonly Dictionary<string, byte[]> AllBrokenFrames = new()
    {
        ["not masked"] = [0x81, 0x04, (byte)'[', (byte)'{', (byte)'}', (byte)']'],
        ["reserved bits"] = [0xF1, 0x80, 0, 0, 0, 0],
        ["an opcode that does not exist"] = [0x83, 0x80, 0, 0, 0, 0],
        ["a control frame in fragments"] = [0x09, 0x80, 0, 0, 0, 0],
        ["a length of 2^63"] = [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    };

    public static TheoryData<string> BrokenFrames => [.. AllBrokenFrames.Keys];

    [Theory]
    [MemberData(nameof(BrokenFrames))]
    public async Task A_frame_that_breaks_the_protocol_ends_the_connection(string name)
    {
        await using var server = await BayeuxServer.StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Url.Host, server.Url.Port);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /api/v2/notifications HTTP/1.1\r\nHost: x\r\nAuthorization: anna\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"));
        var head = new byte[4096];
        Assert.StartsWith("HTTP/1.1 101", Encoding.ASCII.GetString(head, 0, await stream.ReadAsync(head)), StringComparison.Ordinal);
        await stream.WriteAsync(AllBrokenFrames[name]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            var length = await stream.ReadAsync(head, patience.Token);
            Assert.True(length == 0 || head[0] == 0x88, $"The server answered with {head[0]:x} instead of closing.");
        }
        catch (IOException)
        {
            // Reset: that is an end too.
        }
    }

    [Fact]
    public async Task Another_users_clientId_on_ones_own_socket_is_unknown()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var anna = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await anna.HoldAsync();
        using var bob = await SocketClient.OpenAsync(server, "bob");
        bob.ClientId = anna.ClientId;
        await bob.SendConnectAsync();
        var reply = Assert.Single(await bob.ReadAsync())!;
        Assert.Equal(("402::Unknown client", "handshake"), ((string?)reply["error"], (string?)reply["advice"]!["reconnect"]));
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", LongPollingClient.Events(await anna.ReadAsync()));
    }

    [Fact]
    public async Task Sessions_on_one_socket_are_limited()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.SessionsPerSocketMax = 1);
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync();
        await client.HandshakenAsync();
        await client.SendConnectAsync();
        Assert.Equal("503::Try again later", (string?)Assert.Single(await client.ReadAsync())!["error"]);
    }

    [Fact]
    public async Task A_socket_whose_handshake_must_bring_the_credentials_has_little_time()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.AuthenticateHandshake = (context, ext) =>
            ValueTask.FromResult(ext.TryGetProperty("password", out _) ? new OrleansChat.Bayeux.AspNetCore.BayeuxPrincipal("carl") : null));
        using var idle = await SocketClient.OpenAsync(server, null);
        using var good = await SocketClient.OpenAsync(server, null);
        Assert.Equal("402::Unknown client", (string?)(await idle.AskAsync("""{"channel":"/service/echo","clientId":"abc","data":1}"""))["error"]);
        Assert.Equal("403::Handshake denied", (string?)(await idle.AskAsync("""{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket"]}"""))["error"]);
        var handshake = await good.AskAsync("""{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket"],"ext":{"password":"x"}}""");
        good.ClientId = (string)handshake["clientId"]!;
        await good.SendConnectAsync();
        await good.ReadAsync();
        await good.HoldAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await idle.ReadCloseAsync());
        await good.AskAsync($$"""{"channel":"/service/echo","clientId":"{{good.ClientId}}","data":{} }""");
    }
}
