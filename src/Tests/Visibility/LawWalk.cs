using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.Walks;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// The walk in which after every step each notification must be the one that the model foretells, on every way on which it can come, and everything
/// that can be read must be what the model says and hold nothing that its reader may not know.
/// </summary>
internal sealed partial class LawWalk(ContactCentres centres, Centre centre, int seed, bool isHurried = false) : Floor(centres, centre, seed, isHurried)
{
    private readonly List<Api> _outsiders = [];

    /// <summary>Who must be told what of which chat; of the channels where the chat is empty.</summary>
    private readonly List<(string User, string About, string Told)> _due = [];

    /// <summary>What a login that is over was told, and the user's next one may be told too.</summary>
    private readonly List<(string User, string Told)> _perhaps = [];
    private Desk _farAgent = null!;
    private Desk _farSupervisor = null!;
    private (Api Api, string ClientId) _admin;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _farAgent.DisposeAsync();
        await _farSupervisor.DisposeAsync();
        _outsiders.ForEach(static o => o.Dispose());
        _admin.Api.Dispose();
    }

    protected override async Task OpenAsync()
    {
        await base.OpenAsync();
        _farAgent = await Desk.OpenReadyAsync(Server, Centre.Agent(3));
        _farSupervisor = await Desk.OpenAsync(Server, Centre.Supervisor(3));
        Secrets.UnionWith([_farAgent.UserId, _farSupervisor.UserId]);
        var admin = Api.User(Server, Centre.Admin);
        _admin = (admin, await WrongPeople.SubscribeAsync(admin, "/**"));
        _outsiders.AddRange([Api.User(Server, Centre.Agent(3)), Api.User(Server, Centre.Supervisor(3)), Api.User(Server, Centre.Admin), Api.Anonymous(Server), Api.Customer(Server, Centre.Id)]);
    }

    protected override async Task<IReadOnlyList<IWay>> ListenAsync(string userName) =>
    [
        await PollWay.OpenAsync(Server.Address, userName),
        await PollWay.OpenAsync(Server.Address, userName, Dice(2) == 0 ? PollWay.ChatsOnly : "/v2/me/*"),
        await StreamWay.OpenAsync(Server.Address, userName),
        await SocketWay.OpenAsync(Server.Address, userName),
    ];

    protected override void TellChannel(Viewer viewer) => _due.Add((viewer.User, "", viewer.Channel));

    /// <summary>What had come before a login ended is the user's own; whether it had come is for chance to say.</summary>
    protected override void Ended(Viewer viewer, IWay way, IEnumerable<JsonObject> heard)
    {
        foreach (var notification in heard)
        {
            KnowsAll(viewer.Knows, notification.ToJsonString(), viewer.User);
        }
    }

    /// <summary>Everybody is told what the model foretells, on every way, and nothing else. What is about the same chat comes in order.</summary>
    protected override async Task SettleAsync()
    {
        foreach (var chat in Chats)
        {
            _due.AddRange(chat.Tell.Where(t => Viewers[t.User].Ways.Count > 0).Select(t => (t.User, chat.Id, t.Told)));
            _perhaps.AddRange(chat.Tell.Where(t => Viewers[t.User].Ways.Count == 0));
            chat.Tell.Clear();
        }

        foreach (var due in _due.GroupBy(static d => d.User).ToList())
        {
            var viewer = Viewers[due.Key];
            var first = new Dictionary<string, string>();
            foreach (var way in viewer.Ways)
            {
                await HearAsync(viewer, way, [.. due.Where(d => way.TakesChannels || d.About.Length > 0).Select(static d => (d.About, d.Told))], first);
            }
        }

        _due.Clear();
    }

    /// <param name="viewer">Who hears.</param>
    /// <param name="way">On which way.</param>
    /// <param name="due">What must come.</param>
    /// <param name="first">Each as it came on the first way: on the others it must be the same to the letter.</param>
    private async Task HearAsync(Viewer viewer, IWay way, List<(string About, string Told)> due, Dictionary<string, string> first)
    {
        while (due.Count > 0)
        {
            var next = await way.NextAsync();
            var (raw, told) = (next.ToJsonString(), WireWords.Notification(next));
            KnowsAll(viewer.Knows, raw, viewer.User);
            if (_perhaps.Contains((viewer.User, told)) && !due.Exists(d => d.Told == told))
            {
                continue;
            }

            var place = due.FindIndex(d => d.About == WireWords.Subject(next));
            Assert.True(place >= 0, $"{viewer.User} on the {way.Name} is told {told}, which is about nothing that is due.");
            Assert.Equal($"{viewer.User} on the {way.Name}: {due[place].Told}", $"{viewer.User} on the {way.Name}: {told}");
            due.RemoveAt(place);
            Assert.Equal(first.TryGetValue(told, out var same) ? same : first[told] = raw, raw);
        }
    }

    /// <summary>Nothing has come that was not foretold: the next that everybody is told is of a chat that begins only now.</summary>
    protected override async Task EndAsync()
    {
        await base.EndAsync();
        await MonitorAllAsync();
        await StepAsync(() => RequestAsync(Centre.QueueOf(1)));
        var chat = Chats[^1];
        await StepAsync(() => AcceptAsync(chat, chat.Members.Single()));
        foreach (var agent in new[] { 2, 4, 1 })
        {
            await StepAsync(() => CompleteAsync(chat, chat.Members.Single(static m => m is { IsChatting: true, Audience: 1 }), Centre.QueueOf(agent)));
            await StepAsync(() => AcceptAsync(chat, chat.Members.Single(static m => m is { IsInvited: true, Audience: 1 })));
        }

        await ReadAsync(thoroughly: true);
        await FarAwayAsync();
    }

    /// <summary>The other group was told nothing at all: the first thing it is told is its own chat.</summary>
    private async Task FarAwayAsync()
    {
        _ = (await _farSupervisor.Api.PostAsync($"/api/v2/users/{_farAgent.UserId}/channels/chat", "Monitor")).Ok;
        using var own = await Visitor.RequestChatAsync(Server, Centre, agent: 3);
        var chatId = await _farAgent.AcceptNextAsync();
        Assert.Equal(chatId, (string?)(await _farSupervisor.NextChatAsync("StatusChange", "Invited"))["id"]);
        var told = await WrongPeople.PollAsync(_admin.Api, _admin.ClientId);
        Assert.Equal("/meta/connect", (string?)Assert.Single(told)!["channel"]);
    }
}
