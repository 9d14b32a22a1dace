using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace OrleansChat.Tests.Chaos;

/// <summary>A TCP proxy that hands on each answer later, as a server that is far away or busy would give it. It keeps their order, and no answer waits for the one before it.</summary>
internal sealed class SlowProxy : IDisposable
{
    private const int ChunkBytes = 64 << 10;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly int _serverPort;
    private long _delayMs;

    public SlowProxy(int serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Of everything that the server says from now on.</summary>
    public TimeSpan Delay
    {
        set => Interlocked.Exchange(ref _delayMs, (long)value.TotalMilliseconds);
    }

    public void Dispose()
    {
        _ending.Cancel();
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                _ = LinkAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>When either side is gone, so is the other.</summary>
    private async Task LinkAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _ending.Token);
                using var over = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
                var chunks = Channel.CreateUnbounded<(long DueMs, byte[] Bytes)>();
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), over.Token), ReadAsync(server.GetStream(), chunks.Writer, over.Token), WriteAsync(chunks.Reader, client.GetStream(), over.Token));
                await over.CancelAsync();
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // Both are closed.
            }
        }
    }

    private async Task ReadAsync(NetworkStream server, ChannelWriter<(long DueMs, byte[] Bytes)> chunks, CancellationToken cancellation)
    {
        var buffer = new byte[ChunkBytes];
        while (await server.ReadAsync(buffer, cancellation) is > 0 and var length)
        {
            chunks.TryWrite((NowMs + Interlocked.Read(ref _delayMs), buffer[..length]));
        }

        chunks.Complete();
    }

    private static async Task WriteAsync(ChannelReader<(long DueMs, byte[] Bytes)> chunks, NetworkStream client, CancellationToken cancellation)
    {
        await foreach (var (dueMs, bytes) in chunks.ReadAllAsync(cancellation))
        {
            if (dueMs - NowMs is > 0 and var waitMs)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(waitMs));
                await timer.WaitForNextTickAsync(cancellation);
            }

            await client.WriteAsync(bytes, cancellation);
        }
    }

    private static long NowMs => Stopwatch.GetTimestamp() * 1000 / Stopwatch.Frequency;
}
