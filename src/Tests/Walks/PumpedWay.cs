using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace OrleansChat.Tests.Walks;

/// <summary>A way that listens in the background, one connection after the other, until the server has ended its session.</summary>
internal abstract class PumpedWay : IWay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ServerAwayPause = TimeSpan.FromMilliseconds(50);

    private readonly Channel<JsonObject> _arrived = Channel.CreateUnbounded<JsonObject>();
    private readonly CancellationTokenSource _closing = new();
    private readonly PeriodicTimer _pause = new(ServerAwayPause);
    private Task _running = Task.CompletedTask;
    private string _ended = "";

    public abstract string Name { get; }

    public bool TakesChannels => true;

    public async Task<JsonObject> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await _arrived.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!_running.IsFaulted)
        {
            throw new TimeoutException($"A notification was awaited on the {Name} that did not come. {_ended}");
        }
        catch (OperationCanceledException)
        {
            await _running;                                             // says why
            throw;
        }
    }

    public async Task<IReadOnlyList<JsonObject>> EndedAsync()
    {
        try
        {
            await _running.WaitAsync(Patience);
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException($"The {Name} goes on; the last that came was {Last}.", error);
        }

        var unread = new List<JsonObject>();
        while (_arrived.Reader.TryRead(out var next))
        {
            unread.Add(next);
        }

        return unread;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _pause.Dispose();
        _closing.Dispose();
    }

    /// <summary>Listens on one connection until it is over; why the session is, or <see langword="null"/> while it is not.</summary>
    protected abstract Task<string?> ListenAsync(CancellationToken cancellation);

    /// <summary>What came last, for a test that failed.</summary>
    protected string Last { get; set; } = "nothing";

    protected void Arrived(JsonObject data) => _arrived.Writer.TryWrite(data);

    protected void Start() => _running = RunAsync();

    /// <summary>As any client does: a connection that is cut, or a server that is away, is tried again after a moment.</summary>
    private async Task RunAsync()
    {
        while (_ended.Length == 0 && !_closing.IsCancellationRequested)
        {
            try
            {
                _ended = await ListenAsync(_closing.Token) ?? "";
            }
            catch (Exception error) when (error is HttpRequestException or WebSocketException or IOException or TimeoutException or OperationCanceledException)
            {
                Last = error.Message;
                await _pause.WaitForNextTickAsync();
            }
        }
    }
}
