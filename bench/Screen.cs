using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace OrleansChat.Bench;

/// <summary>
/// A notification session over WebSocket. Hands on the text of every entry that begins with <see cref="TextMark"/>, with the time it was
/// read. Parses as little as it can: the load generator has to be cheaper than what it measures.
/// </summary>
internal sealed class Screen : IAsyncDisposable
{
    /// <summary>How the texts of a measure begin.</summary>
    public const string TextMark = "m ";

    private static readonly byte[] Mark = Encoding.UTF8.GetBytes($"\"text\":\"{TextMark}");

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Action<Screen, ReadOnlyMemory<byte>, long> _onText;
    private readonly bool _ack;
    private byte[] _buffer = new byte[32 << 10];
    private Task _reading = Task.CompletedTask;
    private string _lastAck = "0";

    private Screen(Action<Screen, ReadOnlyMemory<byte>, long> onText, bool ack) => (_onText, _ack) = (onText, ack);

    public string ClientId { get; private set; } = "";

    public static async Task<Screen> OpenAsync(ServerProcess server, User user, Action<Screen, ReadOnlyMemory<byte>, long> onText, bool ack)
    {
        var screen = new Screen(onText, ack);
        await screen.ConnectAsync(server.Port, user);
        var ext = ack ? ",\"ext\":{\"ack\":true}" : "";
        await screen.SendAsync($"[{{\"channel\":\"/meta/handshake\",\"id\":\"1\",\"version\":\"1.0\",\"supportedConnectionTypes\":[\"websocket\"]{ext}}}]");
        screen.ClientId = Between(await screen.ReadTextAsync(), "\"clientId\":\"", "\"");
        await screen.SendAsync($"[{{\"channel\":\"/meta/subscribe\",\"id\":\"2\",\"clientId\":\"{screen.ClientId}\",\"subscription\":\"/v2/me/chats\"}}]");
        await screen.ReadTextAsync();
        screen._reading = screen.ReadAsync();
        await screen.SendConnectAsync();
        return screen;
    }

    /// <summary>Comes back to a session that was left, at the same host or at the one with this port: reads what it has missed.</summary>
    public static async Task<Screen> ComeBackAsync(ServerProcess server, User user, Screen left, Action<Screen, ReadOnlyMemory<byte>, long> onText, int? port = null)
    {
        var screen = new Screen(onText, left._ack) { ClientId = left.ClientId, _lastAck = left._lastAck };
        await screen.ConnectAsync(port ?? server.Port, user);
        screen._reading = screen.ReadAsync();
        await screen.SendConnectAsync();
        return screen;
    }

    /// <summary>The cable is pulled.</summary>
    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task ConnectAsync(int port, User user)
    {
        _socket.Options.SetRequestHeader("Cookie", user.Cookie);
        _socket.Options.SetRequestHeader("Origin", $"http://127.0.0.1:{port}");
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/api/v2/notifications"), default);
    }

    private Task SendConnectAsync()
    {
        var ext = _ack ? $",\"ext\":{{\"ack\":{_lastAck}}}" : "";
        return SendAsync($"[{{\"channel\":\"/meta/connect\",\"id\":\"3\",\"clientId\":\"{ClientId}\",\"connectionType\":\"websocket\"{ext}}}]");
    }

    private async Task SendAsync(string frame)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, default);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await ReadFrameAsync() is var length and > 0)
            {
                var at = Stopwatch.GetTimestamp();
                Take(_buffer.AsMemory(0, length), at);
                if (_buffer.AsSpan(0, length).IndexOf("\"channel\":\"/meta/connect\""u8) >= 0)
                {
                    var text = Encoding.UTF8.GetString(_buffer, 0, length);
                    _lastAck = _ack && text.Contains("\"ack\":", StringComparison.Ordinal) ? Number(text, "\"ack\":") : _lastAck;
                    await SendConnectAsync();
                }
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Aborted.
        }
    }

    private void Take(ReadOnlyMemory<byte> frame, long at)
    {
        for (var rest = frame; rest.Span.IndexOf(Mark) is var found and >= 0;)
        {
            rest = rest[(found + Mark.Length)..];
            _onText(this, rest[..rest.Span.IndexOf((byte)'"')], at);
        }
    }

    private async Task<string> ReadTextAsync() => Encoding.UTF8.GetString(_buffer, 0, await ReadFrameAsync());

    private async Task<int> ReadFrameAsync()
    {
        for (var length = 0; ;)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), default);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return 0;
            }

            if (part.EndOfMessage)
            {
                return length;
            }

            if (length == _buffer.Length)
            {
                Array.Resize(ref _buffer, length * 2);
            }
        }
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        return from < 0 ? throw new InvalidOperationException(text) : text[(from + start.Length)..text.IndexOf(end, from + start.Length, StringComparison.Ordinal)];
    }

    private static string Number(string text, string start) =>
        new([.. text[(text.LastIndexOf(start, StringComparison.Ordinal) + start.Length)..].TakeWhile(char.IsAsciiDigit)]);
}
