using OrleansChat.Grains.Interfaces.Inboxes;
using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;
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

    private readonly Dictionary<string, DateTimeOffset> _reserved = [];
    private UserState _user = UserState.New;
    private UserTeller _teller = null!;
    private int _referenceId;

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

    public Task<ChatReply> StartSessionAsync() => HandleAsync(new Cmd.StartSession());

    public Task<ChatReply> EndSessionAsync(string loginId) => HandleAsync(new Cmd.EndSession(loginId));

    public Task<ChatReply> ChangeChannelAsync(ChannelOperation operation) => HandleAsync(new Cmd.ChangeChannel(operation));

    public Task<ChatReply> EndLoginsAsync(bool withSession) => HandleAsync(new Cmd.EndLogins(withSession));

    public Task<ChatReply> ControlChannelAsync(ControlChannelRequest request) => HandleAsync(new Cmd.ControlChannel(new AgentControlFacts(request.By.ToFacts(), request.IsAdmin), UserId, request.Operation));

    public Task<bool> IsLoginEndedAsync(string loginId) => Task.FromResult(LoginId.HasEnded(_user, loginId));

    public Task<int> LoginGenerationAsync() => Task.FromResult(_user.LoginGeneration);

    public Task<int> NextReferenceIdAsync() => Task.FromResult(++_referenceId);

    public Task WaitForChatAsync(string chatId, long version) => GrainFactory.GetGrain<IChatGrain>(chatId).WaitForNotesAsync(UserId, version);

    public Task NoteChatAsync(NoteChatRequest request)
    {
        _reserved.Remove(request.ChatId);
        return HandleAsync(new Cmd.NoteChat(request.ChatId, request.State, request.Role, request.SinceVersion, request.ChatVersion, request.Declined,
            request.JoinedNow ? [.. people.Current.SupervisorsOf(UserId)] : null));
    }

    public Task<ChatReply> MonitorAsync(MonitorRequest request) => HandleAsync(new Cmd.Monitor(
        request.Supervisor.ToFacts(), UserId, new SupervisionMode(request.Mode, IsUnknown: false), request.Scope, request.Nickname));

    public Task<ChatReply> CancelMonitoringAsync(SupervisorFactsInfo supervisor) => HandleAsync(new Cmd.CancelMonitoring(supervisor.ToFacts(), UserId));

    public Task<ChatReply> IntrudeAsync(IntrudeRequest request) =>
        GrainFactory.GetGrain<IChatGrain>(request.ChatId).IntrudeAsync(request, _user.MonitoringBy(request.Supervisor.UserId)?.ToInfo());

    public Task EndMonitoringAsync(string supervisorId, MonitoringEnd end) => HandleAsync(new Cmd.EndMonitoring(supervisorId, end));

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
            _reserved[chatId] = now;
        }

        return Task.FromResult(may);
    }

    public Task WaitForTellingAsync() => _teller.TellAllAsync(TellingWaitMax, clock);

    public async Task WakeAsync()
    {
        if ((await journal.ReadHeadAsync(Stream))?.Version > _user.Version)
        {
            Log.Overtaken(logger, UserId, _user.Version);
            DeactivateOnIdle();                                        // an append of a former activation came late: the next one tells it
            return;
        }

        _teller.Resume();
    }

    private Task<ChatReply> HandleAsync(Cmd command) => HandleAsync([command]);

    /// <summary>Commands of one request, decided one after the other and stored together; the first refusal refuses all.</summary>
    private async Task<ChatReply> HandleAsync(ImmutableArray<Cmd> commands)
    {
        var steps = ImmutableList<UserStep>.Empty;
        foreach (var command in commands)
        {
            var decision = User.Decide(steps.IsEmpty ? _user : steps[^1].After, command, clock.GetUtcNow());
            if (decision.Refusal is { } why)
            {
                Log.Refused(logger, UserId, command.GetType().Name, why);
                return new ChatReply(_user.Version, why);
            }

            steps = decision.Events.Aggregate(steps, (sofar, happened) => sofar.Add(Step(sofar.IsEmpty ? _user : sofar[^1].After, happened)));
        }

        if (!steps.IsEmpty)
        {
            await AppendAsync(steps);
        }

        return new ChatReply(_user.Version);
    }

    private async Task AppendAsync(ImmutableList<UserStep> steps)
    {
        try
        {
            // No token: what was decided is finished.
            await journal.AppendAsync(new JournalAppend(Stream, _user.Version, [.. steps.Select(static s => UserReplay.Codec.Encode(s.Event))]));
        }
        catch (Exception error)
        {
            Log.AppendFailed(logger, UserId, _user.Version, error);
            DeactivateOnIdle();                                        // outcome unknown: the next activation re-reads
            throw new StoreUnavailableException("The user's events could not be stored; retry.");
        }

        var wasAt = _user.Version;
        _user = steps[^1].After;
        steps.ForEach(_teller.Tell);
        if (wasAt / SnapshotEvery != _user.Version / SnapshotEvery)
        {
            journal.SaveSnapshot(Stream, UserReplay.Snapshot(_user));
        }
    }

    private static UserStep Step(UserState before, UserEvent happened) => new(before, happened, User.Evolve(before, happened));
}
