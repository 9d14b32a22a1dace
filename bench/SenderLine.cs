using System.Net.Sockets;
using System.Text;

namespace OrleansChat.Bench;

/// <summary>One HTTP/1.1 connection that sends SendMessage requests one after the other, with next to no work of its own.</summary>
internal sealed class SenderLine : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[8192];
    private readonly string _head;

    private SenderLine(int port, string path, string cookie) =>
        _head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\nContent-Type: application/json\r\nContent-Length: ";

    public static async Task<SenderLine> OpenAsync(int port, string path, string cookie)
    {
        var line = new SenderLine(port, path, cookie);
        await line._socket.ConnectAsync("127.0.0.1", port);
        return line;
    }

    /// <summary>Sends a text and returns when the server has acknowledged it; throws for every other answer.</summary>
    public async Task SayAsync(string text)
    {
        var body = $"{{\"operationName\":\"SendMessage\",\"text\":\"{text}\"}}";
        Check((await ExchangeAsync(Encoding.UTF8.GetBytes($"{_head}{body.Length}\r\n\r\n{body}"))).Span);
    }

    /// <summary>Sends a whole request, whatever it is; the HTTP status of its answer.</summary>
    public async Task<int> AskAsync(ReadOnlyMemory<byte> request) => Number((await ExchangeAsync(request)).Span["HTTP/1.1 ".Length..]);

    private async Task<ReadOnlyMemory<byte>> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request[sent..]);
        }

        for (var length = 0; ;)
        {
            var count = await _socket.ReceiveAsync(_answer.AsMemory(length));
            length += count;
            if (count == 0)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }

            if (IsWhole(_answer.AsSpan(0, length)))
            {
                return _answer.AsMemory(0, length);
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        // Either a length or one chunked body, whose last chunk ends it.
        var at = answer[..end].IndexOf("Content-Length: "u8);
        return at < 0 ? answer.EndsWith("0\r\n\r\n"u8) : answer.Length >= end + 4 + Number(answer[(at + 16)..end]);
    }

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                break;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }

    private static void Check(ReadOnlySpan<byte> answer)
    {
        if (!answer.StartsWith("HTTP/1.1 200"u8) || answer.IndexOf("\"statusCode\":0"u8) < 0)
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
        }
    }
}
