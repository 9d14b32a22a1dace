using System.Text.Json.Nodes;
using OrleansChat.Tests.Operations;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Permissions;

/// <summary>The chat of <see cref="PermissionTables"/>, new, in one of the two contact centres.</summary>
internal sealed class PermissionStage : IAsyncDisposable
{
    private const string Secret = "word-of-the-chat";
    private static readonly string NoHandle = Guid.NewGuid().ToString();

    private readonly PermissionServer _server;
    private readonly string _prefix;
    private readonly Api _customer;
    private readonly Listener _agent;
    private string _before = "";
    private int _marks;

    private PermissionStage(PermissionServer server, string prefix, Api customer, string handle, string chatId, Listener agent)
    {
        (_server, _prefix, _customer, Handle, ChatId, _agent) = (server, prefix, customer, handle, chatId, agent);
    }

    public string Handle { get; }
    public string ChatId { get; }

    /// <summary>What nobody may read who is not in the chat.</summary>
    public string[] Words => [ChatId, Handle, Secret, Nickname];

    private string Nickname => $"{_prefix}customer-of-ann";

    public static async Task<PermissionStage> OpenAsync(PermissionServer server, string prefix = PermissionServer.Near)
    {
        Api As(string name) => server.As(prefix + name);
        var ann = PermissionServer.UserId(prefix + "ann");
        var monitored = $"/api/v2/users/{ann}/channels/chat";
        await Task.WhenAll(PermissionServer.SupervisorsOfAnn.Select(name => As(name).PostAsync(monitored, "CancelSupervisorMonitoring")));
        await Task.WhenAll(new[] { "ann", "bob", "con" }.Select(name => ReadyAsync(As(name))));
        await ReadyAsync(server.As(prefix == PermissionServer.Near ? "xann" : "ann"));

        var ear = await Listener.OpenAsync(As("ann"));
        var customer = Api.Customer(server.Server, PermissionServer.CenterOf(prefix));
        var handle = (string)(await customer.PostAsync("/api/v2/chats", "RequestChat", ("nickname", $"{prefix}customer-of-ann"), ("subject", Secret), ("endpoint", $"{prefix}calls"))).Ok["id"]!;
        var chatId = (string)(await ear.UntilAsync(static n => (string?)n["chat"]?["state"] == "Invited"))["chat"]!["id"]!;
        var chat = $"/api/v2/me/chats/{chatId}";
        _ = (await As("ann").PostAsync(chat, "Accept")).Ok;
        _ = (await As("ann").PostAsync(chat, "Consult", ("targetPath", $"/users/{PermissionServer.UserId(prefix + "con")}"))).Ok;
        _ = (await As("con").PostAsync(chat, "Accept")).Ok;
        await Task.WhenAll(new[] { ("ivy", "BargeIn"), ("mona", "Monitor"), ("cora", "Coach"), ("barb", "BargeIn") }.Select(async s =>
        {
            var (name, mode) = s;
            _ = (await As(name).PostAsync(monitored, mode)).Ok;
            _ = (await As(name).PostAsync($"/api/v2/users/{ann}/chats/{chatId}", "Intrude")).Ok;
            _ = name == "ivy" ? null : (await As(name).PostAsync(chat, "Accept")).Ok;
            _ = (await As(name).PostAsync(monitored, "CancelSupervisorMonitoring")).Ok;
        }));
        _ = (await As("max").PostAsync(monitored, "Monitor")).Ok;
        var stage = new PermissionStage(server, prefix, customer, handle, chatId, ear);
        await stage.MarkAsync();
        stage._before = await stage.EverythingAsync();
        return stage;
    }

    /// <summary>Asks as a subject. <paramref name="exists"/> false: the same with ids of nothing.</summary>
    public Task<Answer> AskAsync(string subject, PermissionRow row, bool exists = true)
    {
        var (api, chat) = (subject == "custA" ? _customer : _server.As(subject), subject is "custA" or "custX" ? Handle : ChatId);
        var path = "/api/v2" + Fill(row.Path, exists ? chat : subject.StartsWith("cust", StringComparison.Ordinal) ? NoHandle : "ZZZZZZZZZZZZZZZZ", _prefix, exists);
        return row.Method == "GET" ? api.GetAsync(path) : api.PostRawAsync(path, Fill(row.Body, chat, PermissionServer.PrefixOf(subject), true));
    }

    /// <summary>Any request by a user, or by <c>customer</c>; <c>{ann}</c> is this chat's agent. Without a body: a GET.</summary>
    public Task<Answer> SendAsync(string who, string path, string? body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, $"/api/v2{path.Replace("{ann}", PermissionServer.UserId(_prefix + "ann"), StringComparison.Ordinal)}")
        {
            Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
        };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return (who.EndsWith("customer", StringComparison.Ordinal) ? _customer : _server.As(who)).SendAsync(request);
    }

    public async Task<string> ParticipantOfAnnAsync() => (string)(await _server.As(_prefix + "ann").GetAsync($"/api/v2/me/chats/{ChatId}")).Ok["chat"]!["participants"]![0]!["participantId"]!;

    /// <summary>Somebody of the chat says something.</summary>
    public Task<Answer> SayAsync(string subject, string operation, string text) => subject == "custA"
        ? _customer.PostAsync($"/api/v2/chats/{Handle}", operation, ("text", text))
        : _server.As(_prefix + subject).PostAsync($"/api/v2/me/chats/{ChatId}", operation, ("text", text));

    /// <summary>What the customer reads that begins with these words, without them.</summary>
    public async Task<string> TranscriptAsync(string begins) => string.Join(", ", (await _customer.GetAsync($"/api/v2/chats/{Handle}/messages?index=0")).Ok["messages"]!.AsArray()
        .Select(static m => (string?)m!["text"] ?? "").Where(text => text.StartsWith(begins, StringComparison.Ordinal)).Select(text => text[begins.Length..].Trim()));

    /// <summary>Everybody who is in it reads what they read at first, the audit included, and the agent hears of nothing.</summary>
    public async Task NothingHappenedAsync()
    {
        var now = await EverythingAsync();
        Assert.True(_before == now, $"Something changed:\n{now}\nbefore:\n{_before}");
        Assert.Equal(0, await MarkAsync());
    }

    /// <summary>Ends the chat, whatever became of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _customer.PostAsync($"/api/v2/chats/{Handle}", "Complete");
        await _server.As(_prefix + "ann").PostAsync($"/api/v2/me/chats/{ChatId}", "Complete");
        _customer.Dispose();
    }

    /// <summary>A text with ids in it: of the chat, and of people of one of the contact centres.</summary>
    private static string Fill(string text, string chat, string prefix, bool exists) => new[] { "ann", "bob", "con", "mona" }.Aggregate(
        text.Replace("{chat}", chat, StringComparison.Ordinal).Replace("{queue}", $"{prefix}quiet", StringComparison.Ordinal),
        (filled, name) => filled.Replace($"{{{name}}}", exists ? PermissionServer.UserId(prefix + name) : new string('0', 32), StringComparison.Ordinal));

    /// <summary>The customer says something, and the agent listens until it comes; how much came before it.</summary>
    private async Task<int> MarkAsync()
    {
        var (mark, heard) = ($"mark {++_marks}", 0);
        _ = (await _customer.PostAsync($"/api/v2/chats/{Handle}", "SendMessage", ("text", mark))).Ok;
        await _agent.UntilAsync(n => n.ToJsonString().Contains($"\"{mark}\"", StringComparison.Ordinal) || ++heard < 0);
        return heard;
    }

    private async Task<string> EverythingAsync()
    {
        Api As(string name) => _server.As(_prefix + name);
        var answers = await Task.WhenAll(
            As("ann").GetAsync("/api/v2/me/channels?fields=*"), As("ann").GetAsync($"/api/v2/me/chats/{ChatId}"), As("mona").GetAsync($"/api/v2/me/chats/{ChatId}/messages"),
            As("ivy").GetAsync($"/api/v2/me/chats/{ChatId}"), As("con").GetAsync($"/api/v2/me/chats/{ChatId}"), As("bob").GetAsync("/api/v2/me/chats?fields=*"), As("lea").GetAsync("/api/v2/me/chats?fields=*"),
            _customer.GetAsync($"/api/v2/chats/{Handle}"), _customer.GetAsync($"/api/v2/chats/{Handle}/messages?index=0"), As("boss").GetAsync($"/api/v2/audit?chatId={ChatId}"));
        return string.Join('\n', answers.Select(static answer => answer.Body.ToJsonString()));
    }

    private static async Task ReadyAsync(Api agent)
    {
        _ = (await agent.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        _ = (await agent.PostAsync("/api/v2/me/channels/chat", "DoNotDisturbOff")).Ok;
        _ = (await agent.PostAsync("/api/v2/me/channels/chat", "Ready")).Ok;
    }
}
