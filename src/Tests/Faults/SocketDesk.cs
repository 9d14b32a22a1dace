using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>A WebSocket client with little room for what it does not read.</summary>
internal sealed class SocketDesk : IAsyncDisposable
{
    private const int ReceiveBufferBytes = 4096;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _connecting = new(LittleRoom());

    public static Task<SocketDesk> OpenAsync(RunningServer server, string userName) => OpenAsync(server.Address, userName);

    public static Task<SocketDesk> OpenAsync(Uri server, string userName) =>
        OpenAsync(server, new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:demo"))));

    public static Task<SocketDesk> OpenAsync(RunningServer server, AuthenticationHeaderValue credentials) => OpenAsync(server.Address, credentials);

    /// <summary>By the cookie of a login, from a page of this server.</summary>
    public static Task<SocketDesk> OpenByCookieAsync(Uri server, string cookie) => OpenAsync(server, ("Cookie", cookie), ("Origin", server.GetLeftPart(UriPartial.Authority)));

    private static Task<SocketDesk> OpenAsync(Uri server, AuthenticationHeaderValue credentials) => OpenAsync(server, ("Authorization", credentials.ToString()));

    private static async Task<SocketDesk> OpenAsync(Uri server, params (string Name, string Value)[] headers)
    {
        var desk = new SocketDesk();
        foreach (var (name, value) in headers) desk._socket.Options.SetRequestHeader(name, value);
        await desk._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/api/v2/notifications" }.Uri, desk._connecting, default).WaitAsync(Patience);
        return desk;
    }

    /// <summary>Connections whose kernel takes little of what is not read.</summary>
    public static SocketsHttpHandler LittleRoom() => new()
    {
        UseCookies = false,
        ConnectCallback = static async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBufferBytes, NoDelay = true };
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    /// <summary>Handshakes, subscribes to everything, connects; its clientId. A further connect is held.</summary>
    public async Task<string> StartAsync(bool ack = false)
    {
        var asked = new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("websocket") };
        if (ack) asked["ext"] = new JsonObject { ["ack"] = true };
        var shake = await AskAsync(asked);
        var clientId = (string)shake["clientId"]!;
        Assert.True((bool)(await AskAsync(new JsonObject { ["channel"] = "/meta/subscribe", ["clientId"] = clientId, ["subscription"] = "/**" }))["successful"]!);
        Assert.True((bool)(await AskAsync(Connect(clientId, ack ? 0 : null)))["successful"]!);
        await SendAsync(Connect(clientId, ack ? 0 : null));
        return clientId;
    }

    /// <summary>Goes on with a session that was begun elsewhere. A further connect is held.</summary>
    public async Task ResumeAsync(string clientId)
    {
        var now = Connect(clientId);
        now["advice"] = new JsonObject { ["timeout"] = 0 };
        Assert.True((bool)(await AskAsync(now))["successful"]!);
        await SendAsync(Connect(clientId));
    }

    /// <summary>Sends a connect of a session with ack, and does not wait for its reply.</summary>
    public Task ConnectAsync(string clientId, long ack, bool mayHold = true)
    {
        var connect = Connect(clientId, ack);
        if (!mayHold) connect["advice"] = new JsonObject { ["timeout"] = 0 };
        return SendAsync(connect);
    }

    /// <summary>The next frame, of whatever it consists; <see langword="null"/> when the server closes, with <see cref="CloseCode"/>.</summary>
    public async Task<JsonArray?> NextAsync()
    {
        var buffer = new byte[64 << 10];
        var received = await _socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience);
        return received.MessageType == WebSocketMessageType.Close ? null : JsonNode.Parse(buffer.AsSpan(0, received.Count))!.AsArray();
    }

    public int CloseCode => (int)_socket.CloseStatus!;

    /// <summary>The channels of what comes from now on; the last word is <c>closed</c> once the server closes the socket.</summary>
    public async Task<List<string>> ToTheEndAsync()
    {
        var (channels, buffer) = (new List<string>(), new byte[8192]);
        while (channels is not [.., "closed"])
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience);
            channels.AddRange(received.MessageType == WebSocketMessageType.Close ? ["closed"] : JsonNode.Parse(buffer.AsSpan(0, received.Count))!.AsArray().Select(static m => (string)m!["channel"]!));
        }

        return channels;
    }

    public Task<JsonNode> AskConnectAsync(string clientId) => AskAsync(Connect(clientId));

    /// <summary>Cuts the connection.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _connecting.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonObject Connect(string clientId, long? ack = null)
    {
        var connect = new JsonObject { ["channel"] = "/meta/connect", ["clientId"] = clientId, ["connectionType"] = "websocket" };
        if (ack is { } position) connect["ext"] = new JsonObject { ["ack"] = position };
        return connect;
    }

    /// <summary>The reply; what is pushed before it is not looked at.</summary>
    private async Task<JsonNode> AskAsync(JsonObject message)
    {
        await SendAsync(message);
        while (true)
        {
            var messages = await TryWholeAsync();
            Assert.NotNull(messages);
            if (messages.FirstOrDefault(m => (string)m!["channel"]! == (string)message["channel"]!) is { } reply) return reply;
        }
    }

    /// <summary>The next message as a whole; <see langword="null"/> when the server closes.</summary>
    public async Task<JsonArray?> TryWholeAsync()
    {
        var (text, buffer) = (new MemoryStream(), new byte[8192]);
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience);
            if (received.MessageType == WebSocketMessageType.Close) return null;
            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return JsonNode.Parse(text.ToArray())!.AsArray();
        }
    }

    private Task SendAsync(JsonObject message)
    {
        message["id"] = "1";
        return _socket.SendAsync(Encoding.UTF8.GetBytes(new JsonArray(message).ToJsonString()), WebSocketMessageType.Text, true, default).WaitAsync(Patience);
    }
}
