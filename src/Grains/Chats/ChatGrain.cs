using OrleansChat.Grains.Interfaces.Inboxes;
using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Retries;

namespace OrleansChat.Grains.Chats;

/// <summary>A chat: loads, decides, appends, folds, tells. The rules are in <see cref="Chat"/>.</summary>
internal sealed partial class ChatGrain(
    IJournal journal, RandomIds ids, IPeople people, ChatLimits limits, SupervisionOptions supervision, RoutingOptions routing, CustomersOptions customers, Departures departures,
    INotificationWriter writer, TimeProvider clock, ILogger<ChatGrain> logger) : Grain, IChatGrain
{
    /// <summary>Events between two snapshots.</summary>
    private const int SnapshotEvery = 200;

    private readonly LogReader _log = new(journal);
    private readonly RequestMemory _requests = new(journal, clock);
    private ChatState _chat = ChatState.New;
    private ChatTeller _teller = null!;
    private DateTimeOffset _customerSeenAt;
    private int _customerReceived;

    private string ChatId => this.GetPrimaryKeyString();
    private string Stream => ChatReplay.Stream(ChatId);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Metrics.Chats.Add(1);
        var head = await journal.ReadHeadAsync(Stream, cancellationToken);
        var told = head?.ToldVersion ?? 0;
        var replay = await ChatReplay.LoadAsync(journal, Stream, told, cancellationToken);
        _chat = replay.Chat;
        if (_customerSeenAt == default) _customerSeenAt = CustomerSilence.Since(clock.GetUtcNow(), departures.Last, head?.Due - customers.DisconnectAfter, customers.DisconnectAfter);
        _teller = new ChatTeller(ChatId, told, GrainFactory, journal, people, new ChatTellings(_log, writer), clock, logger);
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

    public async Task<StartChatReply> StartAsync(StartChatRequest request, RequestKey? key)
    {
        SeenCustomer(request.HandleHash);
        var start = new ChatCommand.Start(
            ChatId, request.ContactCenterId, request.HandleHash, request.Nickname, ids.ParticipantId(), request.Subject, request.QueueName, request.UserData.ToItems());
        var asked = KeyedRequest.OfContactCenter(request.ContactCenterId, key);
        return (await _requests.OnceAsync(asked, () => HandleAsync(start, asked, null, request.HandleSalt))).ToStartReply();
    }

    public Task<ChatReply> CustomerSayAsync(string handleHash, EntryKind kind, string text, RequestKey? key) =>
        HandleCustomerAsync(handleHash, new ChatCommand.CustomerSay(handleHash, kind, text), key);

    public Task<ChatReply> CustomerCompleteAsync(string handleHash, RequestKey? key) => HandleCustomerAsync(handleHash, new ChatCommand.CustomerComplete(handleHash), key);

    public Task<ChatReply> AcceptAsync(string userId, string? nickname, int referenceId, RequestKey? key) =>
        HandleAsync(new ChatCommand.Accept(userId, nickname, ids.ParticipantId()), key, new Cause(userId, referenceId));

    public Task<ChatReply> RejectAsync(string userId, RequestKey? key) => HandleAsync(new ChatCommand.Reject(userId), key);

    public Task<ChatReply> CompleteAsync(string userId, string? queueName, FarewellInfo? farewell, RequestKey? key) => HandleAsync(new ChatCommand.Complete(
        userId, queueName, queueName is not null && Find(userId, new TargetInfo(null, queueName, IsReachable: true)).IsKnown, farewell.ToFarewell()), key);

    public Task<ChatReply> LeaveAsync(string userId, FarewellInfo? farewell, RequestKey? key) => HandleAsync(new ChatCommand.Leave(userId, farewell.ToFarewell()), key);

    public Task<ChatReply> SayAsync(string userId, EntryKind kind, Visibility visibility, string text, string? messageType, FarewellInfo? farewell, RequestKey? key) =>
        HandleAsync(new ChatCommand.Say(userId, kind, visibility, text, messageType, farewell.ToFarewell()), key);

    public Task<ChatReply> ChangeUserDataAsync(string userId, ImmutableArray<UserDataInfo> set, ImmutableArray<string> removed, int referenceId, RequestKey? key) =>
        HandleAsync(new ChatCommand.ChangeUserData(userId, set.ToItems(), removed), key, new Cause(userId, referenceId));

    public Task<ChatReply> SetInFocusAsync(string userId, RequestKey? key) => HandleAsync(new ChatCommand.SetInFocus(userId), key);

    public Task<ChatReply> SwitchModeAsync(string userId, SupervisorMode mode, RequestKey? key) => HandleAsync(new ChatCommand.SwitchMode(userId, mode), key);

    public Task<ChatReply> IntrudeAsync(IntrudeRequest request, MonitoringInfo? monitoring, RequestKey? key) => HandleAsync(new ChatCommand.Intrude(
        request.Supervisor.ToFacts(), request.AgentId, SupervisionMode.Parse(request.Mode), monitoring?.ToMonitoring(), supervision.IntrudeRequiresMonitoring), key);

    public Task<ChatReply> InviteMonitorAsync(string agentId, MonitoringInfo monitoring, long joinedVersion) => HandleAsync(new ChatCommand.InviteMonitor(
        monitoring.SupervisorId, monitoring.SupervisorName, agentId, monitoring.Mode, monitoring.Nickname, supervision.AutoJoin ? ids.ParticipantId() : null, joinedVersion));

    public Task<ChatReply> UserGoneAsync(string userId, bool forGood, long? invitedVersion) => HandleAsync(new ChatCommand.UserGone(userId, forGood, invitedVersion));

    public Task<ChatReply> SupervisionLostAsync(string userId, ImmutableArray<string> supervised) => HandleAsync(new ChatCommand.SupervisionLost(userId, supervised));

    public Task<ChatReply> OfferAsync(string userId, string userName, string queueName) =>
        HandleAsync(new ChatCommand.Offer(userId, userName, queueName, clock.GetUtcNow() + routing.NoAnswerAfter));

    public Task WaitForTellingAsync() => _teller.TellAllAsync();

    public Task WaitForNotesAsync(string userId, long version) => _teller.WaitForNotesAsync(userId, version);

    public Task<long> GetVersionAsync() => Task.FromResult(_chat.Version);

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

    public Task CustomerSeenAsync(string handleHash)
    {
        SeenCustomer(handleHash);
        return Task.CompletedTask;
    }

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
            _ = Overtaken();                                           // nobody asks: the next one tells it
            return;
        }

        var gone = clock.GetUtcNow() - _customerSeenAt >= customers.DisconnectAfter;
        await HandleAsync(new ChatCommand.Wake(gone, routing.WrapUpTime));
        journal.MoveDue(Stream, _chat.Version, Due(_chat));
        _teller.Resume();
    }

    private async Task<MessagesReply> MessagesAsync(Audience audience, int index)
    {
        var entries = await _log.ReadPageAsync(_chat, audience, Math.Max(index, 1), MessagesReply.EntriesMax, CancellationToken.None);
        return new MessagesReply(entries, _chat.LastIndex(audience) + 1);
    }

    private bool SeenCustomer(string handleHash)
    {
        var now = clock.GetUtcNow();
        var known = Transcript.IsCustomer(_chat, handleHash, now);
        _customerSeenAt = known ? now : _customerSeenAt;
        return known;
    }

    /// <summary>When somebody must look again: an offer unanswered, the customer silent, or a wrap-up that takes too long.</summary>
    private DateTimeOffset? Due(ChatState chat)
    {
        DateTimeOffset? silent = chat.CustomerConnected ? _customerSeenAt + customers.DisconnectAfter : null;
        return new[] { chat.AnswerDue, silent, chat.WrapUpDue(routing.WrapUpTime) }.Min();
    }
}
