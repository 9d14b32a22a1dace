using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;
using ChatIds = OrleansChat.Domain.Chats.ChatId;

namespace OrleansChat.Tests.Operations;

/// <summary>
/// Everybody whom an operation could concern, each with a notification session: four agents, four supervisors, an administrator, and customers one after
/// the other. Ann alone is Ready, so that every chat comes to her. Nothing of a chat of before may come late.
/// </summary>
internal sealed partial class Floor : IDisposable
{
    private const string Fence = "fence";

    private readonly RunningServer _server;
    private readonly Dictionary<string, Party> _parties = [];
    private readonly Dictionary<string, string> _words;
    private readonly Dictionary<string, Api> _byCookie = [];
    private readonly Api _eve;
    private readonly Api _stranger;
    private int _fences;
    private int _customerIndex;
    private string _customerState = "";

    private Floor(RunningServer server, FloorNames names)
    {
        (_server, Names, _words) = (server, names, names.Words());
        Customer = Api.Customer(server, names.ContactCenterId);
        Nobody = Api.Anonymous(server);
        _eve = Api.User(server, names.UserName("eve"));
        _stranger = Api.Customer(server, new FloorNames(names.Number + 1).ContactCenterId);
    }

    public FloorNames Names { get; }

    public Api Customer { get; }

    public Api Nobody { get; }

    public string ChatId => _words["chat"];

    public bool HasCustomer => _words.ContainsKey("handle");

    public IEnumerable<Party> Parties => _parties.Values;

    public Party this[string name] => _parties[name];

    public static async Task<Floor> OpenAsync(FloorServer server)
    {
        var floor = new Floor(server.Server, server.NextNames());
        var all = FloorNames.Agents.Concat(FloorNames.Supervisors).Concat(FloorNames.Others).ToList();
        var parties = await Task.WhenAll(all.Select(floor.EnterAsync));
        foreach (var party in parties) floor._parties.Add(party.Name, party);
        _ = (await floor["ann"].Api.PostAsync("/api/v2/me", "Ready")).Ok;
        await Task.WhenAll(parties.Select(static p => p.Listener.HearRestAsync()));
        floor.Parties.ToList().ForEach(static p => p.Take());
        return floor;
    }

    /// <summary>Who makes a request; <c>chris</c> is the customer, <c>stranger</c> another centre's, <c>nobody</c> has no login, <c>eve</c> no session.</summary>
    public Api Who(string name) => name switch { "chris" => Customer, "stranger" => _stranger, "nobody" => Nobody, "eve" => _eve, _ => this[name].Api };

    /// <summary>The same, as a browser that logged in once.</summary>
    public async Task<Api> ByCookieAsync(string name)
    {
        if (!_byCookie.TryGetValue(name, out var api)) _byCookie[name] = api = await Api.LoggedInAsync(_server, Names.UserName(name));
        return api;
    }

    /// <summary>Gives a name to an id, so that scripts can say <c>@name</c>.</summary>
    public void Name(string name, string value) => _words[name] = value;

    /// <summary>From now on the customer's handle and the chat are those of this one.</summary>
    public void Turn(string handle)
    {
        (_words["handle"], _words["chat"]) = (handle, ChatIds.FromHandle(Guid.Parse(handle)));
        (_customerIndex, _customerState) = (0, "");
    }

    /// <summary>A text with the ids that its <c>@names</c> stand for.</summary>
    public string Filled(string text) =>
        AtName().Replace(text, found => _words.TryGetValue(found.Groups[1].Value, out var value) ? value : throw new InvalidOperationException($"Nobody is called {found.Value}."));

    /// <summary>The same the other way round: what is random is named, numbers of users' names go, times are hidden.</summary>
    public string Named(string text)
    {
        var named = _words.Aggregate(text, static (sofar, word) => word.Value.Length > 8 ? sofar.Replace(word.Value, $"@{word.Key}", StringComparison.Ordinal) : sofar);
        named = TimeText().Replace(named.Replace(FloorServer.ExternalUrl, "", StringComparison.Ordinal), "@time");
        named = Number().Replace(named, "\"timestampSeconds\":0");
        named = ParticipantId().Replace(named, "\"participantId\":\"@id\"");
        return Regex.Replace(named, $@"\b(ann|bob|cat|dan|eve|sue|tom|una|vic|lead|boss){Names.Number}\b", "$1");
    }

    /// <summary>
    /// What each party was told since the last time, in words, and what the customer reads that is new. Waits for as many as are expected; then for a
    /// change of the chat that comes and goes: when its going is told, everything before it was told to everybody. Where the chat is open to nobody
    /// any more there is no such change; what comes late is then found by the next who listens.
    /// </summary>
    public async Task<List<string>> ToldAsync(IReadOnlyDictionary<string, int> expected, string caller, int? reference)
    {
        await Task.WhenAll(Parties.Select(p => p.Listener.HearAsync(expected.GetValueOrDefault(p.Name))));
        var fence = await FenceAsync();
        await Task.WhenAll(Parties.Select(static p => p.Listener.HearRestAsync()));
        var told = Parties.SelectMany(p => Without(fence, p.Take()).Select(t => $"{p.Name} | {LateOrNot(t)}{p.Words(t, p.Name == caller ? reference : null)}")).ToList();
        return [.. told, .. await CustomerReadsAsync()];
    }

    /// <summary>Passes over what was told so far.</summary>
    public async Task SettleAsync()
    {
        var late = (await ToldAsync(new Dictionary<string, int>(), "", null)).Where(static t => t.Contains("| late ", StringComparison.Ordinal)).ToList();
        Assert.True(late.Count == 0, string.Join('\n', late));
    }

    /// <summary>Returns when everybody was told that the chat is over for them.</summary>
    public Task OverAsync() => Task.WhenAll(Parties.Where(p => StateOf(p) is not (null or "Completed" or "Revoked"))
        .Select(p => p.Listener.HearAsync(n => (string?)n["chat"]?["id"] == ChatId && (string?)n["chat"]!["state"] is "Completed" or "Revoked")));

    public void Dispose()
    {
        foreach (var party in Parties) party.Dispose();
        foreach (var api in _byCookie.Values.Concat([Customer, Nobody, _eve, _stranger])) api.Dispose();
    }

    private async Task<Party> EnterAsync(string name)
    {
        var api = Api.User(_server, Names.UserName(name));
        var listener = await Listener.OpenAsync(api);
        if (!FloorNames.Others.Contains(name)) _ = (await api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        return new(name, api, listener);
    }

    /// <summary>A key of user data comes and goes; <see langword="null"/> where nobody can change any.</summary>
    private async Task<string?> FenceAsync()
    {
        if (!_words.ContainsKey("chat")) return null;
        var path = $"/api/v2/me/chats/{ChatId}";
        var token = $"{++_fences}";
        foreach (var party in Parties)
        {
            await party.Listener.HearRestAsync();
            if (party.Listener.IsOver || (await party.Api.PostAsync(path, "AttachUserData", ("userData", new JsonObject { [Fence] = token }))).StatusCode != 0) continue;
            var place = await party.Listener.HearAsync(n => IsOfFence(n, token));
            _ = (await party.Api.PostAsync(path, "DeleteUserData", ("keys", new JsonArray(Fence)))).Ok;
            await party.Listener.HearAsync(static n => (string?)n["notificationType"] == "PropertiesUpdated" && n["chat"]!["userData"]![Fence] is null, place);
            return token;
        }

        return null;
    }

    private string? StateOf(Party party) =>
        (string?)party.Listener.Heard.LastOrDefault(n => (string?)n["chat"]?["id"] == ChatId)?["chat"]!["state"] ?? party.StateOf(ChatId);

    private static bool IsOfFence(JsonObject notification, string? token) => token is not null && (string?)notification["chat"]?["userData"]?[Fence] == token;

    private static IEnumerable<JsonObject> Without(string? token, List<JsonObject> all)
    {
        var came = all.FindIndex(n => IsOfFence(n, token));
        var went = came < 0 ? -1 : all.FindIndex(came + 1, static n => (string?)n["notificationType"] == "PropertiesUpdated");
        return all.Where((_, place) => place != came && place != went);
    }

    private string LateOrNot(JsonObject told)
    {
        var chatId = (string?)told["chat"]?["id"] ?? ((string?)told["chatPath"])?.Split('/')[^1];
        return chatId is null || chatId == ChatId ? "" : "late ";
    }

    private async Task<List<string>> CustomerReadsAsync()
    {
        if (!HasCustomer) return [];
        var handle = _words["handle"];
        var entries = (await Customer.GetAsync($"/api/v2/chats/{handle}/messages?index={_customerIndex + 1}")).Ok["messages"]!.AsArray();
        var chat = (await Customer.GetAsync($"/api/v2/chats/{handle}")).Ok["chat"]!;
        var state = $"{chat["state"]}: {string.Join(", ", chat["participants"]!.AsArray().Select(static p => p!["nickname"]))}".TrimEnd(' ', ':');
        var read = entries.Select(static e => $"chris | {NotificationText.Entries([e!.DeepClone()])}").ToList();
        if (state != _customerState) read.Add($"chris | {state}");
        (_customerIndex, _customerState) = (_customerIndex + entries.Count, state);
        return read;
    }

    [GeneratedRegex("@([a-z]+)")]
    private static partial Regex AtName();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}[+-]\d{4}")]
    private static partial Regex TimeText();

    [GeneratedRegex(@"""participantId"":""[0-9A-F]{16}""")]
    private static partial Regex ParticipantId();

    [GeneratedRegex(@"""timestampSeconds"":\d+")]
    private static partial Regex Number();
}
