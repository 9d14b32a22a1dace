using OrleansChat.Grains.Interfaces.Inboxes;
using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Retries;
using Cmd = OrleansChat.Domain.Users.UserCommand;

namespace OrleansChat.Grains.Users;

/// <summary>A user: loads, decides, appends, folds, tells. The rules are in <see cref="User"/>.</summary>
internal sealed partial class UserGrain(IJournal journal, IPeople people, INotificationWriter writer, TimeProvider clock, ILogger<UserGrain> logger) : Grain, IUserGrain
{
    private const int SnapshotEvery = 100;

    /// <summary>How long a place is kept for a chat that a queue is about to offer.</summary>
    private static readonly TimeSpan ReservedFor = TimeSpan.FromSeconds(10);

    /// <summary>How long a caller waits for the effects on others.</summary>
    private static readonly TimeSpan TellingWaitMax = TimeSpan.FromSeconds(1);

    private readonly RequestMemory _requests = new(journal, clock);
    private readonly Dictionary<string, DateTimeOffset> _reserved = [];
    private UserState _user = UserState.New;
    private UserTeller _teller = null!;
    private int _nextReferenceId;
    private int _lastReferenceId;

    private string UserId => this.GetPrimaryKeyString();
    private string Stream => UserReplay.Stream(UserId);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var told = (await journal.ReadHeadAsync(Stream, cancellationToken))?.ToldVersion ?? 0;
        var replay = await UserReplay.LoadAsync(journal, Stream, told, cancellationToken);
        _user = replay.User;
        _teller = new UserTeller(UserId, told, GrainFactory, journal, people, writer, logger);
        foreach (var step in replay.Steps)
        {
            _teller.Tell(step);
        }
    }

    public Task<UserReply> GetAsync() => Task.FromResult(new UserReply(
        _user.SessionOn, _user.Chat.ToInfo(), UserTeller.Availability(_user), [.. _user.Chats.Where(static c => c.IsOpen).Select(static c => c.ChatId)], _user.IsReachable));

    public Task<UserListReply> GetListAsync() => Task.FromResult(new UserListReply(_user.Version, [.. _user.Chats.Select(static c => new ListedChatInfo(c.ChatId, c.IsOpen, c.NotedVersion))]));

    public Task<ChatReply> StartSessionAsync(RequestKey? key) => HandleAsync(new Cmd.StartSession(), UserId, key);

    public Task<ChatReply> EndSessionAsync(string loginId, RequestKey? key) => HandleAsync(new Cmd.EndSession(loginId), UserId, key);

    public Task<ChatReply> ChangeChannelAsync(ChannelOperation operation, RequestKey? key) => HandleAsync(new Cmd.ChangeChannel(operation), UserId, key);

    public Task<ChatReply> EndLoginsAsync(bool withSession, RequestKey? key) => HandleAsync(new Cmd.EndLogins(withSession), UserId, key);

    public Task TakeLossAsync(long peopleVersion, bool endsSession) => HandleAsync([new Cmd.EndLogins(endsSession, peopleVersion)]);

    public Task<ChatReply> ControlChannelAsync(ControlChannelRequest request, RequestKey? key) =>
        HandleAsync(new Cmd.ControlChannel(new AgentControlFacts(request.By.ToFacts(), request.IsAdmin), UserId, request.Operation), request.By.UserId, key);

    public Task<bool> IsLoginEndedAsync(string loginId) => Task.FromResult(EndedLogins.Of(_user).Has(loginId));

    public Task<int> LoginGenerationAsync() => Task.FromResult(_user.LoginGeneration);

    public async Task<int> NextReferenceIdAsync()
    {
        if (_nextReferenceId >= _lastReferenceId)
        {
            await HandleAsync([new Cmd.ReserveReferenceIds()]);
            (_nextReferenceId, _lastReferenceId) = (_user.ReferenceIds - User.ReferenceIdsPerBlock, _user.ReferenceIds);
        }

        return ++_nextReferenceId;
    }

    public Task WaitForChatAsync(string chatId, long version) => GrainFactory.GetGrain<IChatGrain>(chatId).WaitForNotesAsync(UserId, version);

    public Task NoteChatAsync(NoteChatRequest request)
    {
        _reserved.Remove(request.ChatId);
        return HandleAsync([new Cmd.NoteChat(request.ChatId, request.State, request.Role, request.SinceVersion, request.ChatVersion, request.Declined,
            request.JoinedNow ? [.. people.Current.SupervisorsOf(UserId)] : null)]);
    }

    public Task<ChatReply> MonitorAsync(MonitorRequest request, RequestKey? key) => HandleAsync(
        new Cmd.Monitor(request.Supervisor.ToFacts(), UserId, new SupervisionMode(request.Mode, IsUnknown: false), request.Scope, request.Nickname), request.Supervisor.UserId, key);

    public Task<ChatReply> CancelMonitoringAsync(SupervisorFactsInfo supervisor, RequestKey? key) =>
        HandleAsync(new Cmd.CancelMonitoring(supervisor.ToFacts(), UserId), supervisor.UserId, key);

    public Task<ChatReply> IntrudeAsync(IntrudeRequest request, RequestKey? key) =>
        GrainFactory.GetGrain<IChatGrain>(request.ChatId).IntrudeAsync(request, _user.MonitoringBy(request.Supervisor.UserId)?.ToInfo(), key);

    public Task EndMonitoringAsync(string supervisorId, MonitoringEnd end) => HandleAsync([new Cmd.EndMonitoring(supervisorId, end)]);

    public Task<bool> ReserveAsync(string chatId, int chatsPerAgent)
    {
        var now = clock.GetUtcNow();
        foreach (var late in _reserved.Where(r => now - r.Value > ReservedFor).Select(static r => r.Key).ToList())
        {
            _reserved.Remove(late);
        }

        var others = _reserved.Keys.Count(id => id != chatId && _user.Find(id) is not { IsOpen: true });
        var may = User.MayBeOffered(_user, chatId, chatsPerAgent, others, now);
        if (may)
        {
            _reserved.TryAdd(chatId, now);                              // from the first time on: a chat that cannot be asked is offered again and again, and must not take the place of others for ever
        }

        return Task.FromResult(may);
    }

    public Task WaitForTellingAsync() => _teller.TellAllAsync(TellingWaitMax, clock);

    public async Task WakeAsync()
    {
        if ((await journal.ReadHeadAsync(Stream))?.Version > _user.Version)
        {
            _ = Overtaken();                                           // nobody asks: the next one tells it
            return;
        }

        _teller.Resume();
    }
}
