using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults.Histories;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>
/// A floor where everybody talks without a pause while the server lives: two agents with three customers, one of them coached and one monitored;
/// beside them customers who ask for chats that two other agents accept, greet in and complete, one of these agents monitored for good.
/// </summary>
public sealed partial class TalkingFloor : IAsyncDisposable
{
    /// <summary>The chats in which everybody talks.</summary>
    private const int BusyTalks = 3;

    /// <summary>Where many silos are, customers of these say something now and then too: of so many chats some are on each silo, most probably.</summary>
    private static readonly (string Agent, string[] Customers)[] QuietTalks = [("agent1", ["Dora"]), ("agent2", ["Emil", "Fay"]), ("agent3", ["Gus", "Hana", "Ivo"])];

    private static readonly TimeSpan QuietPace = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int ReadersMax = 8;

    private readonly Recorder _recorder = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly ConcurrentBag<Task> _handling = [];
    private readonly List<Listening> _desks = [];
    private readonly List<Listening> _followings = [];
    private readonly List<(string Subject, string ChatId, CustomerSide Customer, List<Listening> Inside)> _talks = [];
    private readonly List<Task> _busy = [];
    private readonly Uri _server;
    private readonly int _seed;
    private readonly TimeSpan _pace;

    private TalkingFloor(Uri server, Lives lives, int seed, TimeSpan pace) => (_server, Lives, _seed, _pace) = (server, lives, seed, pace);

    public Lives Lives { get; }

    public History History => _recorder.History;

    /// <summary>See <see cref="Recorder.Delays"/>.</summary>
    public IReadOnlyList<Delay> Delays(long from, params (long From, long To)[] nobody) => _recorder.Delays(from, nobody);

    public int AskedFor => _errands.Count;

    /// <summary>The chats that are talked in for good.</summary>
    public IReadOnlyList<string> Talks => _talks.ConvertAll(static talk => talk.Subject);

    /// <summary>Into how many chats of the agent who is monitored for good the supervisor was called.</summary>
    public int ErrandsWatched => _desks.Where(static d => d.Desk.UserName == "supervisor2").Sum(d => _errands.Keys.Count(subject => d.StatesOf(subject) is not null));

    /// <summary>How long it took at most until a socket or a stream of events was opened at a host, or refused.</summary>
    public TimeSpan LongestOpening => _followings.Max(static f => f.Following!.LongestOpening);

    /// <summary>What every text of a talker ends with from now on.</summary>
    public string Padding { get; set; } = "";

    public static Task<TalkingFloor> OpenAsync(RunningServer server, int seed) => OpenAsync(server.Address, new Lives(server), seed, TimeSpan.Zero);

    /// <param name="server">Where the API is.</param>
    /// <param name="lives">When the talkers may talk.</param>
    /// <param name="pace">How long a talker is silent between two texts.</param>
    /// <param name="hosts">Where two users have a further session each, over a socket and a stream of events; none: they have none.</param>
    public static async Task<TalkingFloor> OpenAsync(Uri server, Lives lives, int seed, TimeSpan pace, params IReadOnlyList<Uri> hosts)
    {
        var floor = new TalkingFloor(server, lives, seed, pace);
        var agent1 = await floor.SitDownAsync("agent1", Reader.Agent);
        await floor.StartTalkAsync("Anna", agent1);
        await floor.StartTalkAsync("Ben", agent1);
        await agent1.Desk.DoOwnAsync("NotReady");
        var agent2 = await floor.SitDownAsync("agent2", Reader.Agent);
        if (hosts.Count > 0) floor.Follow(agent2, Reader.Agent, await Following.ByEventsAsync(hosts, "agent2"));
        await floor.StartTalkAsync("Carla", agent2);
        await agent2.Desk.DoOwnAsync("NotReady");
        var supervisor = floor.Listen(await Desk.OpenAsync("supervisor1", Api.User(server, "supervisor1")), Reader.Supervisor);
        if (hosts.Count > 0) floor.Follow(supervisor, Reader.Supervisor, await Following.BySocketAsync(hosts, "supervisor1"));
        await IntrudeAsync(supervisor, agent1, floor._talks[0], "Coach");
        await IntrudeAsync(supervisor, agent2, floor._talks[2], "Monitor");
        if (hosts.Count > 0) await floor.StartQuietTalksAsync();

        var watcher = floor.Listen(await Desk.OpenAsync("supervisor2", Api.User(server, "supervisor2")), Reader.Supervisor);
        var errandAgents = new[] { await floor.SitDownAsync("agent4", Reader.Agent), await floor.SitDownAsync("agent5", Reader.Agent) };
        _ = (await watcher.Desk.Api.PostAsync($"/api/v2/users/{errandAgents[1].Desk.UserId}/channels/chat", "Monitor")).Ok;
        foreach (var agent in errandAgents)
        {
            agent.Offered = (chatId, subject) => floor._handling.Add(subject switch
            {
                Unanswered => floor.LeaveUnansweredAsync(chatId),
                Uncompleted => floor.LeaveUncompletedAsync(agent, chatId),
                _ => floor.HandleAsync(agent, chatId, subject),
            });
        }

        floor.Begin(supervisor, errandAgents[0]);
        return floor;
    }

    /// <summary>Everybody comes to an end; then every log is read by all who may.</summary>
    public async Task FinishAsync()
    {
        Lives.StayUp();
        await _ending.CancelAsync();
        await Task.WhenAll(_busy).WaitAsync(Patience);
        foreach (var errand in _errands.Values.Where(static e => e.Customer is not null))
        {
            await errand.Done.Task.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_handling).WaitAsync(Patience);
        foreach (var (subject, chatId, customer, inside) in _talks)
        {
            await _recorder.SayAsync(subject, inside[0].Desk.UserName, Reader.Customer, $"{subject}: the end", () => inside[0].Desk.DoAsync(chatId, "SendMessage", ("text", $"{subject}: the end")));
            foreach (var desk in inside)
            {
                await desk.HeardAsync($"{subject}: the end");
                _recorder.Read(subject, desk.Desk.UserName, desk == inside[0] ? Reader.Agent : Reader.Supervisor, await ReadAllAsync(desk.Desk.Api, $"/api/v2/me/chats/{chatId}"), isFinal: true);
                _recorder.MustBeWhole(subject, desk.Desk.UserName);
                foreach (var following in _followings.Where(f => f.Desk == desk.Desk))
                {
                    await following.HeardAsync($"{subject}: the end");
                    _recorder.MustBeWhole(subject, following.Name);
                }
            }

            _recorder.Read(subject, subject, Reader.Customer, await ReadAllAsync(customer.Api, $"/api/v2/chats/{customer.Handle}"), isFinal: true);
        }

        await Parallel.ForEachAsync(_errands.Values.Where(static e => e.Customer is not null), new ParallelOptions { MaxDegreeOfParallelism = ReadersMax }, async (errand, _) =>
        {
            errand.Entries = await ReadAllAsync(errand.Customer!.Api, $"/api/v2/chats/{errand.Customer.Handle}");
            _recorder.Read(errand.Subject, errand.Subject, Reader.Customer, errand.Entries, isFinal: true);
        });
    }

    /// <summary>What a history of texts does not show: sessions, offers and states.</summary>
    public IReadOnlyList<string> Wrong() =>
    [
        .. _wrong,
        .. _recorder.Wrong,
        .. _desks.Where(static d => d.Desk.Refused is not null).Select(static d => $"{d.Desk.UserName} lost the session: {d.Desk.Refused}"),
        .. _followings.Where(static f => f.Following!.Lost is not null).Select(static f => $"{f.Name} lost the session: {f.Following!.Lost}"),
        .. _desks.Concat(_followings).Select(static d => d.Broken).OfType<string>(),
        .. _errands.Values.Where(static e => e.Customer is not null).SelectMany(ErrandProblems),
        .. ErrandsWatched > 0 ? Array.Empty<string>() : ["supervisor2 was called into no errand of agent5"],
        .. _talks.SelectMany(talk => talk.Inside.Select(d => (d.Desk.UserName, State: d.StatesOf(talk.Subject))).Where(static d => d.State != "Invited Chatting").Select(d => $"{d.UserName} in {talk.Subject}: {d.State}")),
    ];

    public async ValueTask DisposeAsync()
    {
        Lives.StayUp();
        await _ending.CancelAsync();
        foreach (var desk in _followings.Concat(_desks))
        {
            await desk.DisposeAsync();
        }

        _talks.ForEach(static t => t.Customer.Dispose());
        _undone.ForEach(static c => c.Dispose());
        foreach (var errand in _errands.Values)
        {
            errand.Customer?.Dispose();
        }

        _ending.Dispose();
    }

    private void Begin(Listening supervisor, Listening outsider)
    {
        foreach (var (subject, _, customer, _) in _talks.Skip(BusyTalks)) _busy.Add(TalkAsync(subject, subject, customer.Api, customer.Path, static _ => Reader.Customer, QuietPace));
        foreach (var (subject, chatId, customer, inside) in _talks.Take(BusyTalks))
        {
            _busy.Add(TalkAsync(subject, subject, customer.Api, customer.Path, static _ => Reader.Customer, _pace));
            _busy.Add(TalkAsync(subject, inside[0].Desk.UserName, inside[0].Desk.Api, PathOf(chatId), static n => n % 3 == 0 ? Reader.Agent : Reader.Customer, _pace));
            _busy.Add(ReadOnAsync(subject, customer));
        }

        _busy.Add(TalkAsync(_talks[0].Subject, "coach", supervisor.Desk.Api, PathOf(_talks[0].ChatId), static _ => Reader.Agent, _pace));
        _busy.Add(TalkAsync(_talks[2].Subject, "monitor", supervisor.Desk.Api, PathOf(_talks[2].ChatId), static _ => Reader.Supervisor, _pace));
        _busy.Add(PryAsync(outsider));
        _busy.Add(AskAsync("errand a"));
        _busy.Add(AskAsync("errand b"));
    }

    private async Task<Listening> SitDownAsync(string userName, Reader reader) => Listen(await Desk.OpenReadyAsync(_server, userName), reader);

    private Listening Listen(Desk desk, Reader reader)
    {
        var listening = new Listening(desk, reader, _recorder);
        _desks.Add(listening);
        return listening;
    }

    private void Follow(Listening desk, Reader reader, Following following) => _followings.Add(new Listening(desk.Desk, reader, _recorder, following));

    private async Task StartQuietTalksAsync()
    {
        foreach (var (userName, customers) in QuietTalks)
        {
            var agent = _desks.Find(desk => desk.Desk.UserName == userName) ?? await SitDownAsync(userName, Reader.Agent);
            await agent.Desk.DoOwnAsync("Ready");
            foreach (var customer in customers) await StartTalkAsync(customer, agent);
            await agent.Desk.DoOwnAsync("NotReady");
        }
    }

    private async Task StartTalkAsync(string subject, Listening agent)
    {
        var customer = await CustomerSide.RequestChatAsync(_server, subject, subject);
        var chatId = await agent.StateAsync(subject, "Invited");
        _ = (await agent.Desk.DoAsync(chatId, "Accept")).Ok;
        _talks.Add((subject, chatId, customer, [agent]));
    }

    private static async Task IntrudeAsync(Listening supervisor, Listening agent, (string Subject, string ChatId, CustomerSide Customer, List<Listening> Inside) talk, string mode)
    {
        _ = (await supervisor.Desk.Api.PostAsync($"/api/v2/users/{agent.Desk.UserId}/chats/{talk.ChatId}", "Intrude", ("supervisorVisibilityMode", mode))).Ok;
        await supervisor.StateAsync(talk.Subject, "Invited");
        _ = (await supervisor.Desk.DoAsync(talk.ChatId, "Accept")).Ok;
        talk.Inside.Add(supervisor);
    }

    /// <summary>A chat as an agent or supervisor sees it.</summary>
    private static string PathOf(string chatId) => $"/api/v2/me/chats/{chatId}";

    /// <summary>The whole log, page by page.</summary>
    private static async Task<List<JsonNode?>> ReadAllAsync(Api api, string path)
    {
        var entries = new List<JsonNode?>();
        List<JsonNode?> page;
        do
        {
            page = [.. (await api.GetAsync($"{path}/messages?index={entries.Count + 1}")).Ok["messages"]!.AsArray()];
            entries.AddRange(page);
        }
        while (page.Count > 0);

        return entries;
    }
}
