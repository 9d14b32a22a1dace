using System.Net.WebSockets;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>Reads whole messages, fragmented or not, within the limit.</summary>
internal sealed class SocketReader(WebSocket socket, int bytesMax)
{
    private const int DrainBytesMax = 1 << 20;

    private byte[] _buffer = new byte[Math.Min(4096, bytesMax + 1)];

    /// <summary>The next text message, valid until the next call; or why there is none.</summary>
    /// <returns>A close code to answer with; <see cref="WebSocketCloseStatus.Empty"/> when the socket is lost.</returns>
    public async ValueTask<(ReadOnlyMemory<byte> Text, WebSocketCloseStatus? End)> ReadAsync()
    {
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
            }
            catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
            {
                return (default, WebSocketCloseStatus.Empty);
            }

            if (received.MessageType == WebSocketMessageType.Close) return (default, WebSocketCloseStatus.NormalClosure);
            if (received.MessageType == WebSocketMessageType.Binary) return (default, WebSocketCloseStatus.InvalidMessageType);
            length += received.Count;
            if (length > bytesMax) return (default, WebSocketCloseStatus.MessageTooBig);
            if (received.EndOfMessage) return (_buffer.AsMemory(0, length), null);
            if (length == _buffer.Length) Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, bytesMax + 1));
        }
    }

    /// <summary>
    /// After a close code was sent: reads on until the client has closed too, for what is left unread could destroy the close frame on its way. A client
    /// that goes on sending is cut.
    /// </summary>
    public static async ValueTask DrainAsync(WebSocket socket)
    {
        var buffer = new byte[4096];
        var left = DrainBytesMax;
        try
        {
            while (left > 0)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) return;
                left -= Math.Max(received.Count, 1);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The socket is lost, which is where this was going.
        }
    }
}
