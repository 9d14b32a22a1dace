using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>A WebSocket client without any cleverness: one frame out, one frame in.</summary>
internal sealed class SocketClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BayeuxServer _server;
    private readonly ClientWebSocket _socket = new();
    private int _id;

    private SocketClient(BayeuxServer server) => _server = server;

    public string ClientId { get; set; } = "";

    public WebSocket Socket => _socket;

    public static async Task<SocketClient> OpenAsync(BayeuxServer server, string? user, Action<ClientWebSocketOptions>? shape = null, string suffix = "")
    {
        var client = new SocketClient(server);
        if (user is not null) client._socket.Options.SetRequestHeader("Authorization", user);
        client._socket.Options.CollectHttpResponseDetails = true;
        shape?.Invoke(client._socket.Options);
        try
        {
            await client._socket.ConnectAsync(new Uri(server.Url.AbsoluteUri.Replace("http:", "ws:", StringComparison.Ordinal) + "api/v2/notifications" + suffix), default).WaitAsync(Patience);
        }
        catch (WebSocketException)
        {
            // The status says why; see UpgradeStatus.
        }

        return client;
    }

    public System.Net.HttpStatusCode UpgradeStatus => _socket.HttpStatusCode;

    public async Task<SocketClient> HandshakenAsync(bool ack = false, params string[] subscriptions)
    {
        var reply = await AskAsync($$"""{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["websocket"],"ext":{"ack":{{(ack ? "true" : "false")}} } }""");
        ClientId = (string)reply["clientId"]!;
        foreach (var subscription in subscriptions) Assert.True((bool)(await AskAsync($$"""{"channel":"/meta/subscribe","clientId":"{{ClientId}}","subscription":"{{subscription}}"}"""))["successful"]!);
        return this;
    }

    public async Task<SocketClient> ConnectedAsync(bool ack = false, params string[] subscriptions)
    {
        await HandshakenAsync(ack, subscriptions);
        await SendConnectAsync(0);
        Assert.True((bool)Assert.Single(await ReadAsync())!["successful"]!);
        return this;
    }

    public Task SendConnectAsync(long? ack = null, string more = "") =>
        SendAsync($$"""{"channel":"/meta/connect","id":"c{{++_id}}","connectionType":"websocket","clientId":"{{ClientId}}"{{(ack is { } number ? $",\"ext\":{{\"ack\":{number}}}" : "")}}{{more}} }""");

    /// <summary>A connect that is held when this returns.</summary>
    public async Task HoldAsync(long? ack = null, string more = "")
    {
        await SendConnectAsync(ack, more);
        await _server.Sessions.HeldAsync();
    }

    /// <summary>Sends one message with an id of its own and reads the next frame, which is its reply.</summary>
    public async Task<JsonObject> AskAsync(string message)
    {
        var node = JsonNode.Parse(message)!.AsObject();
        node["id"] = $"a{++_id}";
        await SendAsync($"[{node.ToJsonString()}]");
        var reply = Assert.Single(await ReadAsync())!.AsObject();
        Assert.Equal($"a{_id}", (string?)reply["id"]);
        return reply;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Text, bool end = true)
    {
        try
        {
            await _socket.SendAsync(bytes, type, end, default).WaitAsync(Patience);
        }
        catch (WebSocketException)
        {
            // The server has closed meanwhile: the next read says how.
        }
    }

    public async Task<JsonArray> ReadAsync()
    {
        var (text, close) = await ReadFrameAsync();
        Assert.True(close is null, $"The server closed with {close}.");
        return JsonNode.Parse(text)!.AsArray();
    }

    public async Task<WebSocketCloseStatus?> ReadCloseAsync()
    {
        var (text, close) = await ReadFrameAsync();
        Assert.True(text.Length == 0, text);
        Assert.Equal("", _socket.CloseStatusDescription ?? "");
        return close;
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
    }

    private async Task<(string Text, WebSocketCloseStatus? Close)> ReadFrameAsync()
    {
        var all = new MemoryStream();
        var buffer = new byte[8192];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience);
            if (received.MessageType == WebSocketMessageType.Close) return ("", _socket.CloseStatus);
            all.Write(buffer, 0, received.Count);
            if (received.EndOfMessage) return (Encoding.UTF8.GetString(all.ToArray()), null);
        }
    }
}
