using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace OrleansChat.Tests.Running;

/// <summary>
/// An agent's or supervisor's desktop: REST and a long-polling notification session with ack, whose notifications come out in order. Survives
/// a server that is away; counts the handshakes that it had to make.
/// </summary>
public sealed class Desk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ServerAwayPause = TimeSpan.FromMilliseconds(50);

    private readonly Channel<JsonObject> _arrived = System.Threading.Channels.Channel.CreateUnbounded<JsonObject>();
    private readonly CancellationTokenSource _closing = new();
    private readonly PeriodicTimer _pause = new(ServerAwayPause);
    private Task _polling = Task.CompletedTask;
    private string _clientId = "";
    private long _ack;

    private Desk(string userName, Api api) => (UserName, Api) = (userName, api);

    public string UserName { get; }

    public Api Api { get; }

    public string UserId { get; private set; } = "";

    /// <summary>The connect reply after which a client does not connect again: refused, or with the advice not to.</summary>
    public JsonObject? Refused { get; private set; }

    /// <summary>Handshakes, subscribes to everything, and listens.</summary>
    public static Task<Desk> OpenAsync(RunningServer server, string userName, string subscription = "/**") => OpenAsync(userName, Api.User(server, userName), subscription);

    /// <summary>The same for a caller with other credentials than a password; the desk owns it.</summary>
    public static async Task<Desk> OpenAsync(string userName, Api api, string subscription = "/**")
    {
        var desk = new Desk(userName, api);
        desk.UserId = (string)(await desk.Api.GetAsync("/api/v2/me")).Ok["user"]!["id"]!;
        var shake = await desk.Api.BayeuxAsync("/handshake", default, new JsonObject
        {
            ["channel"] = "/meta/handshake", ["id"] = "1", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling"), ["ext"] = new JsonObject { ["ack"] = true },
        });
        desk._clientId = (string)shake[0]!["clientId"]!;
        var subscribed = await desk.Api.BayeuxAsync("/subscribe", default, new JsonObject { ["channel"] = "/meta/subscribe", ["id"] = "2", ["clientId"] = desk._clientId, ["subscription"] = subscription });
        Assert.True((bool)subscribed[0]!["successful"]!, subscribed.ToJsonString());
        desk._polling = desk.PollAsync();
        return desk;
    }

    /// <summary>A desk whose contact-centre session is started and Ready; its two channel notifications are read.</summary>
    public static Task<Desk> OpenReadyAsync(RunningServer server, string userName) => OpenReadyAsync(server.Address, userName);

    public static async Task<Desk> OpenReadyAsync(Uri server, string userName)
    {
        var desk = await OpenAsync(userName, Api.User(server, userName));
        _ = (await desk.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        Assert.Equal("NotReady", (string?)(await desk.NextAsync())["channels"]![0]!["userState"]!["state"]);
        _ = (await desk.Api.PostAsync("/api/v2/me", "Ready")).Ok;
        Assert.Equal("Ready", (string?)(await desk.NextAsync())["channels"]![0]!["userState"]!["state"]);
        return desk;
    }

    /// <summary>An operation on one of the user's chats.</summary>
    public Task<Answer> DoAsync(string chatId, string operationName, params (string Name, JsonNode? Value)[] parameters) =>
        Api.PostAsync($"/api/v2/me/chats/{chatId}", operationName, parameters);

    /// <summary>An operation on the user's own session, such as Ready; must succeed.</summary>
    public async Task DoOwnAsync(string operationName) => _ = (await Api.PostAsync("/api/v2/me", operationName)).Ok;

    /// <summary>The <c>data</c> of the next notification.</summary>
    public async Task<JsonObject> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return await _arrived.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{UserName} waited for a notification that did not come. {Refused?.ToJsonString()}");
        }
    }

    /// <summary>Every notification, in the order of arrival, until cancelled.</summary>
    public IAsyncEnumerable<JsonObject> AllAsync(CancellationToken cancellation) => _arrived.Reader.ReadAllAsync(cancellation);

    /// <summary>The next notification, which must be a change of a chat of this kind; its chat.</summary>
    public async Task<JsonObject> NextChatAsync(string notificationType, string? state = null)
    {
        var next = await NextAsync();
        Assert.Equal(notificationType, (string?)next["notificationType"]);
        var chat = next["chat"]!.AsObject();
        if (state is not null)
        {
            Assert.Equal(state, (string?)chat["state"]);
        }

        return chat;
    }

    /// <summary>The next notification, which must be entries, as <c>index type nickname text</c> each.</summary>
    public async Task<string> NextEntriesAsync()
    {
        var next = await NextAsync();
        Assert.Equal("NewMessages", (string?)next["notificationType"]);
        return NotificationText.Entries(next["messages"]!.AsArray());
    }

    /// <summary>An operation that must succeed and whose reply carries a number: that number.</summary>
    public async Task<int> DoWithReferenceAsync(string chatId, string operationName, params (string Name, JsonNode? Value)[] parameters)
    {
        var body = (await DoAsync(chatId, operationName, parameters)).Ok;
        Assert.Equal(["referenceId", "statusCode"], body.Select(static p => p.Key).Order());
        return (int)body["referenceId"]!;
    }

    /// <summary>An operation that must succeed and whose reply carries no number.</summary>
    public async Task DoPlainAsync(string chatId, string operationName, params (string Name, JsonNode? Value)[] parameters) =>
        Assert.Equal("""{"statusCode":0}""", (await DoAsync(chatId, operationName, parameters)).Ok.ToJsonString());

    /// <summary>The next notifications are exactly these, in the words of <see cref="NotificationText"/>.</summary>
    public async Task ExpectAsync(params string[] expected)
    {
        var read = new List<string>();
        foreach (var line in expected)
        {
            read.Add(NotificationText.Of(await NextAsync()));
            Assert.True(read[^1] == line, $"{UserName} reads{string.Concat(read.Select(static r => $"\n  {r}"))}\nexpected at the end\n  {line}");
        }
    }

    /// <summary>The log from an index on, as this user reads it.</summary>
    public async Task<string> LogAsync(string chatId, int index = 0) =>
        NotificationText.Entries((await Api.GetAsync($"/api/v2/me/chats/{chatId}/messages?index={index}")).Ok["messages"]!.AsArray());

    /// <summary>Everything that this user can read of the server, as one text to compare.</summary>
    public async Task<string> EverythingAsync(string chatId)
    {
        var answers = await Task.WhenAll(Api.GetAsync("/api/v2/me?subresources=*"), Api.GetAsync("/api/v2/me/chats?fields=*"), Api.GetAsync($"/api/v2/me/chats/{chatId}/messages"));
        return string.Join('\n', answers.Select(static a => $"{a.Http} {a.Body.ToJsonString()}"));
    }

    /// <summary>The next notification must be an offer: its chat's id.</summary>
    public async Task<string> NextOfferAsync() => (string)(await NextChatAsync("StatusChange", "Invited"))["id"]!;

    /// <summary>Accepts the chat that is offered next; reads everything up to the history. The chat's id.</summary>
    public async Task<string> AcceptNextAsync()
    {
        var chatId = await NextOfferAsync();
        await AcceptAsync(chatId);
        return chatId;
    }

    /// <summary>Accepts; reads everything up to the history.</summary>
    public async Task AcceptAsync(string chatId, string? nickname = null)
    {
        _ = (await DoAsync(chatId, "Accept", ("nickname", nickname))).Ok;
        await NextChatAsync("StatusChange", "Chatting");
        await NextChatAsync("ParticipantsUpdated");
        await NextEntriesAsync();
    }

    /// <summary>As a supervisor: monitors an agent, intrudes with this mode, accepts, and reads everything up to the history.</summary>
    public async Task IntrudeAsync(Desk agent, string chatId, string mode)
    {
        _ = (await MonitorAsync(agent, "Monitor")).Ok;
        _ = (await Api.PostAsync($"/api/v2/users/{agent.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", mode))).Ok;
        Assert.Equal(chatId, await NextOfferAsync());
        await AcceptAsync(chatId);
    }

    /// <summary>As a supervisor: an operation on an agent's coming chats.</summary>
    public Task<Answer> MonitorAsync(Desk agent, string operationName, params (string Name, JsonNode? Value)[] parameters) =>
        Api.PostAsync($"/api/v2/users/{agent.UserId}/channels/chat", operationName, parameters);

    /// <summary>Nothing has come that was not read: sends a marker through the user's own session and reads it next.</summary>
    public async Task NothingMoreAsync()
    {
        _ = (await Api.PostAsync("/api/v2/me/channels/chat", "DoNotDisturbOn")).Ok;
        Assert.Equal("On", (string?)(await NextAsync())["channels"]?[0]?["dndState"]);
        _ = (await Api.PostAsync("/api/v2/me/channels/chat", "DoNotDisturbOff")).Ok;
        Assert.Equal("Off", (string?)(await NextAsync())["channels"]?[0]?["dndState"]);
    }

    /// <summary>What has come and was not read.</summary>
    public IReadOnlyList<JsonObject> Unread()
    {
        var unread = new List<JsonObject>();
        while (_arrived.Reader.TryRead(out var next))
        {
            unread.Add(next);
        }

        return unread;
    }

    /// <summary>The connect reply that ended the notification session.</summary>
    public async Task<JsonObject> EndedAsync()
    {
        await _polling.WaitAsync(Patience);
        return Refused ?? throw new InvalidOperationException($"{UserName}'s notification session goes on.");
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _polling;
        _pause.Dispose();
        Api.Dispose();
        _closing.Dispose();
    }

    private async Task PollAsync()
    {
        while (!_closing.IsCancellationRequested && Refused is null)
        {
            try
            {
                var messages = await Api.BayeuxAsync("/connect", _closing.Token, new JsonObject
                {
                    ["channel"] = "/meta/connect", ["id"] = "3", ["clientId"] = _clientId, ["connectionType"] = "long-polling", ["ext"] = new JsonObject { ["ack"] = _ack },
                });
                Take(messages);
                if (SaysLater(messages))
                {
                    await _pause.WaitForNextTickAsync();
                }
            }
            catch (HttpRequestException error) when (error.StatusCode == HttpStatusCode.Unauthorized)
            {
                Refused = new JsonObject { ["error"] = error.Message };  // disabled, or with another password
            }
            catch (HttpRequestException)
            {
                await _pause.WaitForNextTickAsync();                    // the server is away: a client waits a moment and tries again
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>A server that starts or cannot ask its sessions says: retry later.</summary>
    private static bool SaysLater(JsonArray messages) => messages is [JsonObject only] && !(bool)only["successful"]!;

    private void Take(JsonArray messages)
    {
        foreach (var message in messages.OfType<JsonObject>())
        {
            if (message["data"] is JsonObject data)
            {
                _arrived.Writer.TryWrite(data);
            }
            else if ((string?)message["channel"] == "/meta/connect")
            {
                _ack = (long?)message["ext"]?["ack"] ?? _ack;
                var advice = (string?)message["advice"]?["reconnect"];
                Refused = advice == "none" || (!(bool)message["successful"]! && advice != "retry") ? message : null;
            }
        }
    }
}
