using OrleansChat.Grains.Interfaces.Inboxes;
using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Chats;

/// <summary>A chat: loads, decides, appends, folds, tells. The rules are in <see cref="Chat"/>.</summary>
internal sealed partial class ChatGrain(
    IJournal journal, RandomIds ids, IPeople people, ChatLimits limits, SupervisionOptions supervision, RoutingOptions routing, CustomersOptions customers, INotificationWriter writer,
    TimeProvider clock, ILogger<ChatGrain> logger) : Grain, IChatGrain
{
    /// <summary>Events between two snapshots.</summary>
    private const int SnapshotEvery = 200;

    /// <summary>Entries of one answer (decision 29).</summary>
    private const int EntriesPerReply = 1_000;

    private readonly LogReader _log = new(journal);
    private ChatState _chat = ChatState.New;
    private ChatTeller _teller = null!;
    private DateTimeOffset _customerSeenAt;
    private int _customerReceived;

    private string ChatId => this.GetPrimaryKeyString();
    private string Stream => ChatReplay.Stream(ChatId);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Metrics.Chats.Add(1);
        var told = (await journal.ReadHeadAsync(Stream, cancellationToken))?.ToldVersion ?? 0;
        var replay = await ChatReplay.LoadAsync(journal, Stream, told, cancellationToken);
        _chat = replay.Chat;
        _customerSeenAt = clock.GetUtcNow();                            // a restart grants the time anew (decision 42)
        _teller = new ChatTeller(ChatId, told, GrainFactory, journal, new ChatTellings(_log, writer), clock, logger);
        foreach (var step in replay.Steps)
        {
            _teller.Tell(step);
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Metrics.Chats.Add(-1);
        return Task.CompletedTask;
    }

    public Task<ChatReply> StartAsync(StartChatRequest request) => HandleCustomerAsync(request.HandleHash, new ChatCommand.Start(
        ChatId, request.ContactCenterId, request.HandleHash, request.Nickname, ids.ParticipantId(), request.Subject, request.QueueName, request.UserData.ToItems()));

    public Task<ChatReply> CustomerSayAsync(string handleHash, EntryKind kind, string text) => HandleCustomerAsync(handleHash, new ChatCommand.CustomerSay(handleHash, kind, text));

    public Task<ChatReply> CustomerCompleteAsync(string handleHash) => HandleCustomerAsync(handleHash, new ChatCommand.CustomerComplete(handleHash));

    public Task<ChatReply> AcceptAsync(string userId, string? nickname, int referenceId) =>
        HandleAsync(new ChatCommand.Accept(userId, nickname, ids.ParticipantId()), new Cause(userId, referenceId));

    public Task<ChatReply> RejectAsync(string userId) => HandleAsync(new ChatCommand.Reject(userId));

    public Task<ChatReply> CompleteAsync(string userId, string? queueName, FarewellInfo? farewell) => HandleAsync(new ChatCommand.Complete(
        userId, queueName, queueName is not null && people.Current.FindQueue(_chat.ContactCenterId, queueName) is not null, farewell.ToFarewell()));

    public Task<ChatReply> LeaveAsync(string userId, FarewellInfo? farewell) => HandleAsync(new ChatCommand.Leave(userId, farewell.ToFarewell()));

    public Task<ChatReply> SayAsync(string userId, EntryKind kind, Visibility visibility, string text, string? messageType, FarewellInfo? farewell) =>
        HandleAsync(new ChatCommand.Say(userId, kind, visibility, text, messageType, farewell.ToFarewell()));

    public Task<ChatReply> ChangeUserDataAsync(string userId, ImmutableArray<UserDataInfo> set, ImmutableArray<string> removed, int referenceId) =>
        HandleAsync(new ChatCommand.ChangeUserData(userId, set.ToItems(), removed), new Cause(userId, referenceId));

    public Task<ChatReply> SetInFocusAsync(string userId) => HandleAsync(new ChatCommand.SetInFocus(userId));

    public Task<ChatReply> SwitchModeAsync(string userId, SupervisorMode mode) => HandleAsync(new ChatCommand.SwitchMode(userId, mode));

    public Task<ChatReply> IntrudeAsync(IntrudeRequest request, MonitoringInfo? monitoring) => HandleAsync(new ChatCommand.Intrude(
        request.Supervisor.ToFacts(), request.AgentId, SupervisionMode.Parse(request.Mode), monitoring?.ToMonitoring(), supervision.IntrudeRequiresMonitoring));

    public Task<ChatReply> InviteMonitorAsync(string agentId, MonitoringInfo monitoring, long joinedVersion) => HandleAsync(new ChatCommand.InviteMonitor(
        monitoring.SupervisorId, monitoring.SupervisorName, agentId, monitoring.Mode, monitoring.Nickname, supervision.AutoJoin ? ids.ParticipantId() : null, joinedVersion));

    public Task<ChatReply> UserGoneAsync(string userId, bool forGood) => HandleAsync(new ChatCommand.UserGone(userId, forGood));

    public Task<ChatReply> OfferAsync(string userId, string userName, string queueName) =>
        HandleAsync(new ChatCommand.Offer(userId, userName, queueName, clock.GetUtcNow() + routing.NoAnswerAfter));

    public Task WaitForTellingAsync() => _teller.TellAllAsync();

    public Task WaitForNotesAsync(string userId, long version) => _teller.WaitForNotesAsync(userId, version);

    public Task<ChatViewReply> GetAsync(string userId) => Task.FromResult(
        Transcript.ViewFor(_chat, userId) is { } view ? new ChatViewReply(view.ToInfo()) : new ChatViewReply(null, Refusal.ChatUnknown));

    public async Task<MessagesReply> GetMessagesAsync(string userId, int index)
    {
        var (audience, refusal) = Transcript.ReaderOf(_chat, userId);
        return refusal is null ? await MessagesAsync(audience, index) : new MessagesReply([], 0, refusal);
    }

    public Task<CustomerChatReply> GetCustomerChatAsync(string handleHash)
    {
        if (!SeenCustomer(handleHash))
        {
            return Task.FromResult(new CustomerChatReply(CustomerChatState.Idle, [], Refusal.ChatUnknown));
        }

        var view = Transcript.ViewForCustomer(_chat);
        return Task.FromResult(new CustomerChatReply(view.State, [.. view.Participants.Select(ContractMapping.ToInfo)]));
    }

    public async Task<MessagesReply> GetCustomerMessagesAsync(string handleHash, int? index) =>
        SeenCustomer(handleHash) ? await MessagesAsync(Audience.Customer, index ?? _customerReceived + 1) : new MessagesReply([], 0, Refusal.ChatUnknown);

    public Task CustomerReceivedAsync(string handleHash, int throughIndex)
    {
        if (SeenCustomer(handleHash))
        {
            _customerReceived = Math.Clamp(throughIndex, _customerReceived, _chat.LastIndex(Audience.Customer));
        }

        return Task.CompletedTask;
    }

    public async Task WakeAsync()
    {
        if ((await journal.ReadHeadAsync(Stream))?.Version > _chat.Version)
        {
            Log.Overtaken(logger, ChatId, _chat.Version);
            DeactivateOnIdle();                                        // an append of a former activation came late: the next one tells it
            return;
        }

        var gone = clock.GetUtcNow() - _customerSeenAt >= customers.DisconnectAfter;
        await HandleAsync(new ChatCommand.Wake(gone));
        journal.MoveDue(Stream, _chat.Version, Due(_chat));
        _teller.Resume();
    }

    private async Task<MessagesReply> MessagesAsync(Audience audience, int index)
    {
        var entries = await _log.ReadAsync(_chat, audience, Math.Max(index, 1), EntriesPerReply, CancellationToken.None);
        return new MessagesReply(entries, _chat.LastIndex(audience) + 1);
    }

    private bool SeenCustomer(string handleHash)
    {
        var now = clock.GetUtcNow();
        var known = Transcript.IsCustomer(_chat, handleHash, now);
        _customerSeenAt = known ? now : _customerSeenAt;
        return known;
    }

    private Task<ChatReply> HandleCustomerAsync(string handleHash, ChatCommand command)
    {
        SeenCustomer(handleHash);
        return HandleAsync(command);
    }

    private async Task<ChatReply> HandleAsync(ChatCommand command, Cause? cause = null)
    {
        var decision = Chat.Decide(_chat, command, clock.GetUtcNow(), limits);
        if (decision.Refusal is { } why)
        {
            Log.Refused(logger, ChatId, command.GetType().Name, why);
            return new ChatReply(_chat.Version, why);
        }

        if (!decision.Events.IsEmpty)
        {
            await AppendAsync(cause is null ? decision.Events : [.. decision.Events.Select(e => e with { Cause = e.Cause ?? cause })]);
        }

        return new ChatReply(_chat.Version, NotesDue: command.CallerId is { } callerId && _teller.NotesDue(callerId));
    }

    private async Task AppendAsync(ImmutableArray<ChatEvent> events)
    {
        var steps = events.Aggregate(ImmutableList<ChatStep>.Empty, (sofar, happened) => sofar.Add(Step(sofar.IsEmpty ? _chat : sofar[^1].After, happened)));
        var after = steps[^1].After;
        try
        {
            // No token: what was decided is finished.
            await journal.AppendAsync(new JournalAppend(Stream, _chat.Version, [.. events.Select(ChatReplay.Codec.Encode)], Due(after)));
        }
        catch (Exception error)
        {
            Log.AppendFailed(logger, ChatId, _chat.Version, error);
            DeactivateOnIdle();                                        // outcome unknown: the next activation re-reads
            throw new StoreUnavailableException("The chat's events could not be stored; retry.");
        }

        var wasAt = _chat.Version;
        _chat = after;
        steps.ForEach(_teller.Tell);
        if (wasAt / SnapshotEvery != after.Version / SnapshotEvery)
        {
            journal.SaveSnapshot(Stream, ChatReplay.Snapshot(after));
        }
    }

    private static ChatStep Step(ChatState before, ChatEvent happened) => new(before, happened, Chat.Evolve(before, happened));

    /// <summary>When somebody must look again: an offer unanswered, or the customer silent.</summary>
    private DateTimeOffset? Due(ChatState chat)
    {
        DateTimeOffset? silent = chat.CustomerConnected ? _customerSeenAt + customers.DisconnectAfter : null;
        return (chat.AnswerDue, silent) switch
        {
            ({ } answer, { } gone) => answer < gone ? answer : gone,
            var (answer, gone) => answer ?? gone,
        };
    }
}
