using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Walks;

/// <summary>WebSockets with ack; one that is over is followed by the next with the same clientId.</summary>
internal sealed class SocketWay : PumpedWay
{
    private readonly Uri _address;
    private readonly string _userName;
    private readonly byte[] _buffer = new byte[64 << 10];
    private string _clientId = "";
    private long _ack;

    private SocketWay(Uri address, string userName) => (_address, _userName) = (address, userName);

    public override string Name => $"socket of {_userName}";

    public static async Task<SocketWay> OpenAsync(Uri address, string userName)
    {
        var way = new SocketWay(address, userName);
        using var socket = await way.ConnectAsync(default);
        await SendAsync(socket, new JsonObject
        {
            ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("websocket"), ["ext"] = new JsonObject { ["ack"] = true },
        });
        way._clientId = (string)(await way.ReceiveAsync(socket, default))![0]!["clientId"]!;
        await SendAsync(socket, new JsonObject { ["channel"] = "/meta/subscribe", ["clientId"] = way._clientId, ["subscription"] = "/**" });
        Assert.True((bool)(await way.ReceiveAsync(socket, default))![0]!["successful"]!);
        way.Start();
        return way;
    }

    protected override async Task<string?> ListenAsync(CancellationToken cancellation)
    {
        Last = "a new socket";
        using var socket = await ConnectAsync(cancellation);
        if (socket.State != WebSocketState.Open)
        {
            return "refused";
        }

        await SendConnectAsync(socket);
        while (await ReceiveAsync(socket, cancellation) is { } messages)
        {
            Last = messages.ToJsonString();
            foreach (var message in messages.OfType<JsonObject>())
            {
                if (message["data"] is JsonObject data)
                {
                    Arrived(data);
                }
                else if ((string?)message["channel"] == "/meta/disconnect" || (string?)message["advice"]?["reconnect"] is "none" or "handshake")
                {
                    return message.ToJsonString();
                }
                else if ((string?)message["channel"] == "/meta/connect" && (bool)message["successful"]!)
                {
                    _ack = (long?)message["ext"]?["ack"] ?? _ack;
                    await SendConnectAsync(socket);
                }
                else
                {
                    throw new IOException($"Later: {message.ToJsonString()}");
                }
            }
        }

        throw new IOException("The socket is over.");
    }

    /// <summary>A socket that is not open where this login may not any more.</summary>
    private async Task<ClientWebSocket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_userName}:demo")));
            await socket.ConnectAsync(new UriBuilder(_address) { Scheme = "ws", Path = "/api/v2/notifications" }.Uri, cancellation);
            return socket;
        }
        catch (WebSocketException) when (socket.HttpStatusCode == HttpStatusCode.Unauthorized)
        {
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Task SendConnectAsync(ClientWebSocket socket) => SendAsync(socket, new JsonObject
    {
        ["channel"] = "/meta/connect", ["clientId"] = _clientId, ["connectionType"] = "websocket", ["ext"] = new JsonObject { ["ack"] = _ack },
    });

    private static Task SendAsync(ClientWebSocket socket, JsonObject message)
    {
        message["id"] = "1";
        return socket.SendAsync(Encoding.UTF8.GetBytes(new JsonArray(message).ToJsonString()), WebSocketMessageType.Text, true, default);
    }

    /// <summary>The next frame, however many pieces it comes in; <see langword="null"/> when the server closes.</summary>
    private async Task<JsonArray?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        using var whole = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(), cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            whole.Write(_buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonNode.Parse(whole.ToArray())!.AsArray();
            }
        }
    }
}
