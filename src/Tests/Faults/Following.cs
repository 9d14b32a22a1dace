using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using OrleansChat.Tests.Running;
using Xunit.Sdk;

namespace OrleansChat.Tests.Faults;

/// <summary>
/// A further session of a user: over a socket with ack, or a stream of events. When its connection is gone it goes on at the next host, with the same session; one that has
/// to begin anew is lost. All of it belongs to one login: a session that goes on under another has to be stored first, which waits for the database.
/// </summary>
public sealed class Following : IAsyncDisposable
{
    private static readonly TimeSpan AwayPause = TimeSpan.FromMilliseconds(200);

    private readonly Channel<JsonObject> _arrived = System.Threading.Channels.Channel.CreateUnbounded<JsonObject>();
    private readonly CancellationTokenSource _closing = new();
    private readonly PeriodicTimer _pause = new(AwayPause);
    private readonly IReadOnlyList<Uri> _hosts;
    private readonly string _cookie;
    private Task _running = Task.CompletedTask;
    private int _host;

    private Following(IReadOnlyList<Uri> hosts, string cookie, string name) => (_hosts, _cookie, Name) = (hosts, cookie, name);

    public string Name { get; }

    /// <summary>What the server said when it did not know the session any more, or what this client could not read.</summary>
    public string? Lost { get; private set; }

    /// <summary>How long it took at most to open a connection, or to be refused one.</summary>
    public TimeSpan LongestOpening { get; private set; }

    /// <param name="hosts">Where it goes on, in turn; it begins at the first.</param>
    /// <param name="userName">Whose session it is.</param>
    public static async Task<Following> BySocketAsync(IReadOnlyList<Uri> hosts, string userName)
    {
        var following = new Following(hosts, await LogInAsync(hosts[0], userName), $"{userName} by socket");
        var desk = await SocketDesk.OpenByCookieAsync(hosts[0], following._cookie);
        var clientId = await desk.StartAsync(ack: true);
        following._running = following.RunAsync(() => following.FollowSocketsAsync(desk, clientId));
        return following;
    }

    /// <inheritdoc cref="BySocketAsync"/>
    public static async Task<Following> ByEventsAsync(IReadOnlyList<Uri> hosts, string userName)
    {
        var following = new Following(hosts, await LogInAsync(hosts[0], userName), $"{userName} by events");
        var stream = await EventSide.OpenAsync(hosts[0], "", ("Cookie", following._cookie));
        following._running = following.RunAsync(() => following.FollowEventsAsync(stream));
        return following;
    }

    /// <summary>Every notification, in the order of arrival, until cancelled.</summary>
    public IAsyncEnumerable<JsonObject> AllAsync(CancellationToken cancellation) => _arrived.Reader.ReadAllAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pause.Dispose();
        _closing.Dispose();
    }

    private static async Task<string> LogInAsync(Uri host, string userName)
    {
        using var api = Api.User(host, userName);
        _ = (await api.GetAsync("/api/v2/me")).Ok;
        return api.Cookie;
    }

    private async Task RunAsync(Func<Task> followAsync)
    {
        try
        {
            await followAsync();
        }
        catch (Exception error)
        {
            Lost = $"{error}";
        }
    }

    private async Task FollowSocketsAsync(SocketDesk first, string clientId)
    {
        SocketDesk? desk = first;
        for (var (ack, isFirst) = (0L, true); !_closing.IsCancellationRequested && Lost is null; isFirst = false)
        {
            if (!isFirst) desk = await TryAsync<SocketDesk>(async host => await SocketDesk.OpenByCookieAsync(host, _cookie));
            if (desk is null) continue;
            await using var end = _closing.Token.Register(desk.Abort);
            await using (desk) ack = await FollowAsync(desk, clientId, ack, isFirst) ?? ack;
        }
    }

    /// <summary>Until the socket is gone; how far it was acknowledged, if anything came.</summary>
    private async Task<long?> FollowAsync(SocketDesk desk, string clientId, long ack, bool isConnected)
    {
        try
        {
            if (!isConnected) await desk.ConnectAsync(clientId, ack, mayHold: false);
            while (Lost is null && await desk.TryWholeAsync() is { } messages)
            {
                foreach (var message in messages.Select(static m => m!.AsObject()))
                {
                    if ((string)message["channel"]! != "/meta/connect") _arrived.Writer.TryWrite(message["data"]!.AsObject());
                    else if ((bool)message["successful"]!) await desk.ConnectAsync(clientId, ack = (long?)message["ext"]?["ack"] ?? ack);
                    else if ((string?)message["advice"]?["reconnect"] == "retry") await AgainAsync(() => desk.ConnectAsync(clientId, ack));
                    else Lost = message.ToJsonString();
                }
            }
        }
        catch (Exception error) when (IsGone(error))
        {
            // At the next host.
        }

        return ack;
    }

    private async Task FollowEventsAsync(EventSide first)
    {
        var (stream, last) = ((EventSide?)first, (string?)null);
        while (!_closing.IsCancellationRequested && Lost is null)
        {
            using (stream) last = stream is null ? last : await FollowAsync(stream, last);
            await AgainAsync(static () => Task.CompletedTask);
            stream = await TryAsync(async host =>
            {
                var (http, response) = await EventSide.SendAsync(host, HttpMethod.Get, "", last is null ? [("Cookie", _cookie)] : [("Cookie", _cookie), ("Last-Event-ID", last)]);
                if (response.StatusCode == HttpStatusCode.OK) return await EventSide.ReadAsync(http, response);
                http.Dispose();
                return null;
            });
        }
    }

    /// <summary>Until the stream is over; the last event, the first of which begins the session.</summary>
    private async Task<string?> FollowAsync(EventSide stream, string? last)
    {
        try
        {
            while (await stream.TryNextAsync(_closing.Token) is { Type: not "end" } next)
            {
                if (next.Type == "reset" && last is not null)
                {
                    Lost = next.Reason;
                    break;
                }

                last = next.Id;
                if (next.Type.Length == 0) _arrived.Writer.TryWrite(next.Data["data"]!.AsObject());
            }
        }
        catch (Exception error) when (IsGone(error))
        {
            // At the next host.
        }

        return last;
    }

    private async Task<T?> TryAsync<T>(Func<Uri, Task<T?>> openAsync) where T : class
    {
        var from = Stopwatch.GetTimestamp();
        try
        {
            if (await openAsync(_hosts[++_host % _hosts.Count]) is { } opened) return opened;
        }
        catch (Exception error) when (IsGone(error))
        {
            // It dies, or is not there yet.
        }
        finally
        {
            LongestOpening = LongestOpening > Stopwatch.GetElapsedTime(from) ? LongestOpening : Stopwatch.GetElapsedTime(from);
        }

        await AgainAsync(static () => Task.CompletedTask);
        return null;
    }

    private async Task AgainAsync(Func<Task> doAsync)
    {
        await ((Task)_pause.WaitForNextTickAsync(_closing.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await doAsync();
    }

    /// <summary>A connection that is cut, in the midst of a line perhaps, or that says nothing for long.</summary>
    private static bool IsGone(Exception error) => error is WebSocketException or HttpRequestException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException or XunitException;
}
