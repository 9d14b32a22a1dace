using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>
/// The one writer of a socket. Frames leave in the order in which they were given. A reader that is too slow (too many bytes wait, or one frame takes
/// too long) loses its socket, and nobody else feels it.
/// </summary>
internal sealed class SocketWriter(WebSocket socket, HttpContext context, BayeuxOptions options, Deadlines deadlines)
{
    private readonly Channel<SocketFrame> _frames = Channel.CreateUnbounded<SocketFrame>(new() { SingleReader = true });
    private readonly CancellationToken _closed = context.Features.Get<IConnectionLifetimeFeature>()?.ConnectionClosed ?? CancellationToken.None;
    private readonly CancellationToken _aborted = context.RequestAborted;
    private long _pendingBytes;

    /// <summary>Gives a frame of events and replies to the writer. Returns at once; nothing happens when the socket is closing.</summary>
    public void Write(ReadOnlySpan<Delivery> deliveries, ReadOnlySpan<BayeuxReply> replies, SocketSession? session = null)
    {
        var output = new ArrayBufferWriter<byte>(256);
        BayeuxWriter.Write(output, deliveries, replies);
        if (Interlocked.Add(ref _pendingBytes, output.WrittenCount) > options.SocketPendingBytesMax) socket.Abort();
        _frames.Writer.TryWrite(new(output.WrittenMemory, null, session, deliveries.IsEmpty ? 0 : deliveries[^1].Position));
    }

    /// <summary>Says goodbye after what was given before. The code says enough: no reason is sent.</summary>
    public void Close(WebSocketCloseStatus status)
    {
        _frames.Writer.TryWrite(new(default, status));
        Complete();
    }

    /// <summary>Nothing more comes.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Writes until <see cref="Complete"/>, or until the socket is lost.</summary>
    public async Task RunAsync()
    {
        try
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync())
            {
                var writing = frame.Close is { } status
                    ? new ValueTask(socket.CloseOutputAsync(status, null, CancellationToken.None))
                    : socket.SendAsync(frame.Text, WebSocketMessageType.Text, true, CancellationToken.None);
                if (writing.IsCompleted) await writing;                // most often the network takes a frame at once
                else await InTimeAsync(writing);

                // A connection that is gone takes everything and drops it without a word: that was not written.
                if (_closed.IsCancellationRequested || _aborted.IsCancellationRequested) throw new IOException("The connection is gone.");
                Interlocked.Add(ref _pendingBytes, -frame.Text.Length);
                frame.Session?.Written(frame.Position);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The socket is lost. Its reader ends too and tells the sessions.
            Complete();
            socket.Abort();
        }
    }

    private async Task InTimeAsync(ValueTask writing)
    {
        var slow = deadlines.After(options.SendTimeoutMs, socket.Abort);
        try
        {
            await writing;
        }
        finally
        {
            deadlines.Cancel(slow);
        }
    }
}
