using System.Net.Http.Headers;
using System.Text;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Chaos;

/// <summary>Clients that begin a notification session and then take nothing any more: sockets and streams that are not read, polls that do not come again.</summary>
internal sealed class SlowClients : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<(string UserName, Uri Host, string ClientId, SocketDesk Desk)> _sockets = [];
    private readonly List<(string UserName, Uri Host, string LastEventId, EventSide Stream)> _streams = [];
    private readonly List<(Uri Host, Poller Poller)> _pollers = [];

    public int Count => _sockets.Count + _streams.Count + _pollers.Count;

    /// <summary>Three clients, one of each kind, at this host.</summary>
    public async Task AddAsync(Uri host, string userName)
    {
        var socket = await SocketDesk.OpenAsync(host, userName);
        var socketId = await socket.StartAsync();
        var stream = await OpenStreamAsync(host, userName, null);
        var lastId = (await stream.NextAsync()).Id;
        var poller = await Poller.OpenAsync(host, userName);
        lock (_lock)
        {
            _sockets.Add((userName, host, socketId, socket));
            _streams.Add((userName, host, lastId, stream));
            _pollers.Add((host, poller));
        }
    }

    /// <summary>What each is told when it comes back, one line each: <c>socket goes on</c>, <c>poller 402 handshake</c>, …</summary>
    public async Task<IReadOnlyList<string>> ComeBackAsync()
    {
        var sockets = _sockets.Select(static async socket =>
        {
            await using var again = await SocketDesk.OpenAsync(socket.Host, socket.UserName);
            return $"socket {Poller.WordsOf(await again.AskConnectAsync(socket.ClientId))}";
        });
        var streams = _streams.Select(static async stream =>
        {
            using var again = await OpenStreamAsync(stream.Host, stream.UserName, stream.LastEventId);
            var first = await again.NextAsync();
            return first.Type.Length > 0 ? $"stream {first.Reason}" : "stream goes on";
        });
        var pollers = _pollers.Select(static async p => $"poller {await p.Poller.PollAsync(p.Host)}");
        return await Task.WhenAll([.. sockets, .. streams, .. pollers]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in _sockets) await socket.Desk.DisposeAsync();
        _streams.ForEach(static s => s.Stream.Dispose());
        _pollers.ForEach(static p => p.Poller.Dispose());
    }

    private static async Task<EventSide> OpenStreamAsync(Uri host, string userName, string? lastEventId)
    {
        var http = new HttpClient(SocketDesk.LittleRoom()) { BaseAddress = host, Timeout = Timeout.InfiniteTimeSpan };
        var request = new HttpRequestMessage(HttpMethod.Get, EventSide.Path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:demo")));
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        return await EventSide.ReadAsync(http, await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }
}
