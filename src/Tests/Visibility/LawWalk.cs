using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// A random walk over the running server beside <see cref="LawModel"/>: after every step each notification must be the one that the model
/// foretells, and everything that can be read must be what the model says and hold nothing that its reader may not know.
/// </summary>
internal sealed partial class LawWalk(RunningServer server, Centre centre, int seed) : IAsyncDisposable
{
    private static readonly string[] Modes = ["Monitor", "Coach", "BargeIn"];

    private static readonly (string Operation, string Type, int Asked, string? Field)[] Sayings =
    [
        ("SendMessage", "Text", 0, "text"), ("SendMessage", "Text", 0, "text"), ("SendToAgents", "Text", 1, "text"), ("SendToAgents", "Text", 1, "text"),
        ("SendUrl", "PushUrl", 0, "url"), ("SendCustomNotice", "CustomNotice", 0, "noticeText"), ("SendCustomNoticeToAgents", "CustomNotice", 1, "noticeText"),
        ("SendStartTypingNotification", "TypingStarted", 0, null), ("SendStopTypingNotification", "TypingStopped", 0, null),
        ("SendStartTypingToAgentsNotification", "TypingStarted", 1, null), ("SendStopTypingToAgentsNotification", "TypingStopped", 1, null),
    ];

#pragma warning disable CA5394 // a walk must be repeatable, not secret
    private readonly Random _random = new(seed);
#pragma warning restore CA5394
    private readonly List<string> _steps = [];
    private readonly List<LawModel> _chats = [];
    private readonly Dictionary<LawModel, Visitor> _visitors = [];
    private readonly Dictionary<string, Viewer> _viewers = [];
    private readonly List<Api> _outsiders = [];
    private readonly HashSet<string> _secrets = [];
    private readonly Dictionary<string, HashSet<string>> _customersKnow = [];
    private readonly Dictionary<(string Supervisor, string Agent), (string Mode, bool Next, string Nickname)> _monitors = [];
    private Desk _farAgent = null!;
    private Desk _farSupervisor = null!;
    private (Api Api, string ClientId) _admin;
    private int _number;

    public string Story => $"Seed {seed} (repeat it with VISIBILITY_SEED={seed}):\n{string.Join('\n', _steps)}";

    public async Task RunAsync(int steps)
    {
        await OpenAsync();
        await MonitorAllAsync();
        for (var step = 0; step < steps; step++)
        {
            await Choose()();
            await SettleAsync();
            await ReadAllAsync(thoroughly: step % 12 == 11 || step == steps - 1);
        }

        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var viewer in _viewers.Values)
        {
            await viewer.DisposeAsync();
        }

        await _farAgent.DisposeAsync();
        await _farSupervisor.DisposeAsync();
        _outsiders.ForEach(static o => o.Dispose());
        _visitors.Values.ToList().ForEach(static v => v.Dispose());
        _admin.Api.Dispose();
    }

    private async Task OpenAsync()
    {
        foreach (var number in new[] { 1, 2 })
        {
            await AddViewerAsync(await Desk.OpenReadyAsync(server, centre.Agent(number)), 1, "/v2/me/chats");
            await AddViewerAsync(await Desk.OpenAsync(server, centre.Supervisor(number)), 2, number == 1 ? "/v2/me/chats" : "/v2/me/*");
        }

        _farAgent = await Desk.OpenReadyAsync(server, centre.Agent(3));
        _farSupervisor = await Desk.OpenAsync(server, centre.Supervisor(3));
        _secrets.UnionWith([_farAgent.UserId, _farSupervisor.UserId]);
        var admin = Api.User(server, centre.Admin);
        _admin = (admin, await WrongPeople.SubscribeAsync(admin, "/**"));
        _outsiders.AddRange([Api.User(server, centre.Agent(3)), Api.User(server, centre.Supervisor(3)), Api.User(server, centre.Admin), Api.Anonymous(server), Api.Customer(server, centre.Id)]);
    }

    private async Task AddViewerAsync(Desk desk, int audience, string subscription)
    {
        var stream = await EventSide.OpenAsync(server, desk.UserName);
        Assert.Equal("reset new", (await stream.NextAsync()).Reason);
        var viewer = new Viewer(desk.UserName, audience, desk, await Desk.OpenAsync(server, desk.UserName, subscription), stream);
        _viewers.Add(desk.UserName, viewer);
        _secrets.UnionWith(viewer.Knows);
    }

    private int Dice(int sides) => _random.Next(sides);

    private T Any<T>(IReadOnlyList<T> of) => of[Dice(of.Count)];

    private string Secret(string kind)
    {
        var secret = $"{kind}{++_number}~";
        _secrets.Add(secret);
        return secret;
    }

    /// <summary>One of the things that somebody can do now.</summary>
    private Func<Task> Choose()
    {
        var can = new List<Func<Task>>();
        var open = _chats.Where(static c => c.CustomerConnected || c.Members.Any(static m => m.IsOpen)).ToList();
        Offer(can, open.Count < 3 ? open.Count == 0 ? 20 : 3 : 0, RequestAsync);
        foreach (var chat in open)
        {
            Offer(can, chat.CustomerConnected ? 3 : 0, () => CustomerSaysAsync(chat));
            Offer(can, chat.CustomerConnected && Dice(4) == 0 ? 1 : 0, () => CustomerCompletesAsync(chat));
            foreach (var member in chat.Members.ToList())
            {
                Offer(can, member.State == "Invited" ? 12 : 0, () => AcceptAsync(chat, member));
                Offer(can, member.State == "Invited" && member.Audience == 2 ? 1 : 0, () => RejectAsync(chat, member));
                Offer(can, member.IsChatting ? member.Audience == 2 ? 10 : 5 : 0, () => SayAsync(chat, member));
                Offer(can, member.Reads ? 1 : 0, () => AttachAsync(chat, member));
                Offer(can, member.IsChatting && member.Audience == 2 ? 6 : 0, () => SwitchAsync(chat, member));
                Offer(can, member.IsChatting && member.Audience == 2 ? 1 : 0, () => LeaveAsync(chat, member));
                Offer(can, member.IsChatting && member.Audience == 1 && Dice(3) == 0 ? 1 : 0, () => AgentEndsAsync(chat, member, "Leave", "LeftChat", null));
                Offer(can, member.IsChatting && member.Audience == 1 && Dice(3) == 0 ? 1 : 0, () => AgentEndsAsync(chat, member, "Complete", "Completed", null));
                Offer(can, member.IsChatting && member.Audience == 1 ? 1 : 0, () => AgentEndsAsync(chat, member, "Complete", "Completed", 1 + Dice(2)));
                Offer(can, member.State == "LeftChat" ? 2 : 0, () => WrapUpAsync(chat, member));
                Offer(can, member.IsOpen ? 1 : 0, () => RefusedAsync(chat, member));
            }

            foreach (var supervisor in _viewers.Values.Where(v => v.Audience == 2 && chat.Find(v.User) is not { IsOpen: true }))
            {
                Offer(can, chat.Members.Exists(static m => m is { Audience: 1, IsChatting: true }) ? 4 : 0, () => IntrudeAsync(chat, supervisor));
            }
        }

        Offer(can, 2, MonitorAsync);
        return Any(can);
    }

    private static void Offer(List<Func<Task>> can, int weight, Func<Task> act) => can.AddRange(Enumerable.Repeat(act, weight));
}
