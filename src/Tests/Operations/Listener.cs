using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>
/// A notification session with ack that connects when somebody wants to know what it hears. A connect that does not wait is answered with
/// everything that the session has been told: no marker of its own is needed to say that nothing more has come.
/// </summary>
internal sealed class Listener(Api api) : IAsyncDisposable
{
    /// <summary>What stands in <see cref="Heard"/> for the end of the session, as the last.</summary>
    public const string Over = "over";

    /// <summary>Only a test that fails waits as long.</summary>
    private const int PatienceMs = 25_000;

    private readonly List<JsonObject> _heard = [];
    private string _clientId = "";
    private long _ack;

    public bool IsOver { get; private set; }

    /// <summary>What was heard and not taken.</summary>
    public IReadOnlyList<JsonObject> Heard => _heard;

    public static async Task<Listener> OpenAsync(Api api)
    {
        var listener = new Listener(api);
        var shake = await api.BayeuxAsync("/handshake", default, new JsonObject
        {
            ["channel"] = "/meta/handshake", ["id"] = "1", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling"), ["ext"] = new JsonObject { ["ack"] = true },
        });
        listener._clientId = (string)shake[0]!["clientId"]!;
        var subscribed = await api.SubscribeAsync(listener._clientId, "/**");
        Assert.True((bool)subscribed[0]!["successful"]!, subscribed.ToJsonString());
        return listener;
    }

    /// <summary>Returns when so many are heard, or when nothing more has come for long: the comparison then says what is missing.</summary>
    public async Task HearAsync(int atLeast)
    {
        while (_heard.Count < atLeast && await ConnectAsync(PatienceMs) > 0)
        {
        }
    }

    /// <summary>Returns when one is heard of which this is true, counted from a place of <see cref="Heard"/>; its place.</summary>
    public async Task<int> HearAsync(Predicate<JsonObject> isWanted, int from = 0)
    {
        while (true)
        {
            if (_heard.FindIndex(from, isWanted) is var place and >= 0) return place;
            if (await ConnectAsync(PatienceMs) == 0) throw new TimeoutException($"What was awaited did not come after{string.Concat(_heard.Select(static h => $"\n  {NotificationText.Of(h)}"))}");
        }
    }

    /// <summary>The first of which this is true, asked of each once; it and what came before it are taken.</summary>
    public async Task<JsonObject> UntilAsync(Predicate<JsonObject> isWanted)
    {
        using var patience = new CancellationTokenSource(PatienceMs);       // the first connect of a session is answered at once
        while (true)
        {
            while (_heard.Count > 0)
            {
                var next = _heard[0];
                _heard.RemoveAt(0);
                if (isWanted(next)) return next;
            }

            if (await ConnectAsync(PatienceMs) == 0 && (IsOver || patience.IsCancellationRequested)) throw new TimeoutException("What was awaited did not come.");
        }
    }

    /// <summary>Hears what is there by now.</summary>
    public Task HearRestAsync() => ConnectAsync(0);

    public List<JsonObject> Take()
    {
        var taken = _heard.ToList();
        _heard.Clear();
        return taken;
    }

    public async ValueTask DisposeAsync() => await api.DisconnectAsync(_clientId);

    private async Task<int> ConnectAsync(int timeoutMs)
    {
        if (IsOver) return 0;
        var messages = await api.BayeuxAsync("/connect", default, new JsonObject
        {
            ["channel"] = "/meta/connect", ["id"] = "3", ["clientId"] = _clientId, ["connectionType"] = "long-polling", ["ext"] = new JsonObject { ["ack"] = _ack },
            ["advice"] = new JsonObject { ["timeout"] = timeoutMs },
        });
        var reply = messages.OfType<JsonObject>().Single(static m => (string?)m["channel"] == "/meta/connect");
        if (!(bool)reply["successful"]!)
        {
            IsOver = true;
            _heard.Add(new JsonObject { ["messageType"] = Over });
            return 1;
        }

        _ack = (long?)reply["ext"]?["ack"] ?? _ack;
        var data = messages.Select(static m => m!["data"]).OfType<JsonObject>().ToList();
        _heard.AddRange(data);
        return data.Count;
    }
}
