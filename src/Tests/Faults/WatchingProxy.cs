using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansChat.Tests.Faults;

/// <summary>
/// A TCP proxy that cuts its clients off when it is told to, and knows what the server has written into the connections that were cut: it reads
/// on until the server has noticed, or, after a silent cut, for good.
/// </summary>
internal sealed partial class WatchingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _serverPort;
    private readonly Func<int> _entries;
    private readonly Lock _lock = new();
    private readonly List<Link> _links = [];
    private TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isMidAnswerWanted;

    /// <summary>Listens on a free port of the loopback interface.</summary>
    /// <param name="serverPort">Where the server listens.</param>
    /// <param name="entries">The highest index that an entry can have by now, for <see cref="WrittenIntoCut"/>.</param>
    public WatchingProxy(int serverPort, Func<int>? entries = null)
    {
        (_serverPort, _entries) = (serverPort, entries ?? (static () => 0));
        _listener.Start();
        _ = AcceptAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/api/v2/notifications");

    /// <summary>
    /// The indexes of all entries that were written into a connection that was cut; after a cut that was noticed also those after them that there were
    /// when the server dropped the connection: its own network layer may have held them.
    /// </summary>
    public IReadOnlySet<int> WrittenIntoCut()
    {
        lock (_lock)
        {
            var written = new HashSet<int>();
            foreach (var link in _links.Where(static l => l.IsCut))
            {
                var indexes = Index().Matches(link.Written).Select(static m => int.Parse(m.Groups[1].ValueSpan, null)).ToList();
                written.UnionWith(indexes);
                if (link.IsOver && !link.IsSilent && indexes.Count > 0) written.UnionWith(Enumerable.Range(indexes.Max() + 1, int.Max(0, link.EntriesAtEnd - indexes.Max())));
            }

            return written;
        }
    }

    /// <summary>Cuts clients off; new connections are taken. Completes with the first one after the cut.</summary>
    public Task CutAsync(Cut cut)
    {
        lock (_lock)
        {
            _isMidAnswerWanted = cut == Cut.MidAnswer;
            foreach (var link in _links.Where(link => !_isMidAnswerWanted && link is { IsCut: false, IsOver: false }))
            {
                link.Reset(isSilent: cut == Cut.Silent);
            }

            _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _taken.Task;
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        lock (_lock)
        {
            _links.ForEach(static l => l.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var link = new Link(await _listener.AcceptTcpClientAsync(), this);
                lock (_lock)
                {
                    _links.Add(link);
                    if (!_isMidAnswerWanted) _taken.TrySetResult();
                }

                _ = link.RunAsync(_serverPort);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed.
        }
    }

    /// <summary>Whether this is the answer that shall be cut: the first one with entries. Holds the lock.</summary>
    private bool TakeMidAnswer(ReadOnlySpan<byte> answer)
    {
        var isTaken = _isMidAnswerWanted && answer.IndexOf("\"index\":"u8) >= 0;
        _isMidAnswerWanted &= !isTaken;
        return isTaken;
    }

    [GeneratedRegex("\"index\":([0-9]+)")]
    private static partial Regex Index();

    private sealed class Link(TcpClient client, WatchingProxy proxy) : IDisposable
    {
        private readonly TcpClient _server = new() { NoDelay = true };
        private readonly MemoryStream _written = new();

        public bool IsCut { get; private set; }

        public bool IsSilent { get; private set; }

        public bool IsOver { get; private set; }

        /// <summary>The highest index that an entry could have when the server had dropped the connection.</summary>
        public int EntriesAtEnd { get; private set; }

        public string Written => Encoding.UTF8.GetString(_written.GetBuffer(), 0, (int)_written.Length);

        /// <summary>Ends the client's connection with a reset, and no orderly end before it: that is <see cref="Cut.MidAnswer"/>, and clients tell the two apart.</summary>
        public void Reset(bool isSilent)
        {
            (IsCut, IsSilent) = (true, isSilent);
            try
            {
                client.Client.LingerState = new LingerOption(true, 0);
                client.Client.Dispose();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException or NullReferenceException)
            {
                // Over already.
            }
        }

        public void Dispose()
        {
            client.Dispose();
            _server.Dispose();
        }

        public async Task RunAsync(int serverPort)
        {
            try
            {
                client.NoDelay = true;
                await _server.ConnectAsync(IPAddress.Loopback, serverPort);
                var up = UpAsync();
                await DownAsync();
                client.Dispose();
                await up;
            }
            catch (Exception error) when (IsEnd(error))
            {
                // One side is gone.
            }
            finally
            {
                lock (proxy._lock)
                {
                    (IsOver, EntriesAtEnd) = (true, proxy._entries());
                    Dispose();
                }
            }
        }

        private async Task UpAsync()
        {
            try
            {
                await client.GetStream().CopyToAsync(_server.GetStream());
            }
            catch (Exception error) when (IsEnd(error))
            {
                // The client is gone.
            }

            lock (proxy._lock)
            {
                // The server learns it, and what it writes until then is read.
                if (!IsSilent && !IsOver) _server.Client.Shutdown(SocketShutdown.Send);
            }
        }

        private async Task DownAsync()
        {
            var buffer = new byte[64 << 10];
            int count;
            while ((count = await _server.GetStream().ReadAsync(buffer)) > 0)
            {
                bool wasCut, isMidAnswer;
                lock (proxy._lock)
                {
                    _written.Write(buffer, 0, count);
                    wasCut = IsCut;
                    isMidAnswer = !wasCut && proxy.TakeMidAnswer(buffer.AsSpan(0, count));
                    IsCut |= isMidAnswer;
                }

                if (wasCut) continue;
                try
                {
                    await client.GetStream().WriteAsync(buffer.AsMemory(0, isMidAnswer ? count / 2 : count));
                    if (isMidAnswer) client.Client.Shutdown(SocketShutdown.Send);
                }
                catch (Exception error) when (IsEnd(error))
                {
                    lock (proxy._lock) IsCut = true;
                }
            }
        }

        private static bool IsEnd(Exception error) => error is IOException or SocketException or ObjectDisposedException or InvalidOperationException;
    }
}
