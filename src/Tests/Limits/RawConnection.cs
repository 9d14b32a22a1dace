using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansChat.Tests.Limits;

/// <summary>A bare TCP connection to the server, for what no client library would send.</summary>
internal sealed class RawConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TcpClient _client = new();

    public static async Task<RawConnection> OpenAsync(int port)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    public Task SendAsync(string text) => SendAsync(Encoding.ASCII.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

    /// <summary>The first bytes of an answer, at most so many; none when the server closes.</summary>
    public async Task<byte[]> ReadAsync(int bytesMax = 4096)
    {
        var buffer = new byte[bytesMax];
        try
        {
            var count = await _client.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Patience);
            return buffer[..count];
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>Everything until the server closes; for that the last request must ask it to.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var all = new StringBuilder();
        while (await ReadAsync() is { Length: > 0 } bytes) all.Append(Encoding.Latin1.GetString(bytes));
        return all.ToString();
    }

    /// <summary>The status of an HTTP/1.1 answer; 0 when the server closes without one.</summary>
    public async Task<int> StatusAsync() => Encoding.ASCII.GetString(await ReadAsync()).Split(' ') is [_, var status, ..] ? int.Parse(status, System.Globalization.CultureInfo.InvariantCulture) : 0;

    public void Dispose() => _client.Dispose();
}
