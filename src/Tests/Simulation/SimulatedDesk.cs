#if ORLEANS_LOCAL
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Tests.Simulation.Truths;
using OrleansChat.Grains.Interfaces.Inboxes;

namespace OrleansChat.Tests.Simulation;

/// <summary>
/// One notification session of a user: over long-polling with or without ack, or over a socket without. It survives everything, holds what it is told
/// against the truth, and shows what a desktop would show.
/// </summary>
internal sealed class SimulatedDesk(SimulatedFloor floor, SimulatedUser user, string name, bool isSocket, bool withAck)
{
    private const int PauseMs = 300;

    private readonly DeskChecks _checks = new(floor, user, name);
    private string? _clientId;
    private string _loginId = "";
    private long _ack = -1;
    private int _connects;
    private SimulatedConnection? _socket;
    private bool _isCut;

    public DeskView View { get; private set; } = new();

    public SimulatedUser User => user;

    /// <summary>There is a session, as far as anybody has told.</summary>
    public bool IsOpen => _clientId is not null;

    /// <summary>Listens until the floor closes.</summary>
    public async Task ListenAsync()
    {
        while (!floor.IsClosed)
        {
            var isServed = await floor.TryAsync(async () =>
            {
                if (_isCut) await ComeBackAsync();
                if (_clientId is null) await OpenAsync();
                if (_clientId is null) await floor.PauseAsync(PauseMs, 4 * PauseMs);
                else await (isSocket ? ConnectSocketAsync() : PollAsync());
            });
            if (!isServed)
            {
                Hang();
                await floor.PauseAsync(PauseMs, 2 * PauseMs);
            }
        }
    }

    /// <summary>What a fresh read gives, at a moment at which nothing changes.</summary>
    public async Task<DeskView> ReadAsync()
    {
        var view = new DeskView();
        var known = await user.Grain.GetAsync();
        view.Channel = known.Chat;
        foreach (var chatId in known.ChatIds)
        {
            var grain = floor.Grains.GetGrain<IChatGrain>(chatId);
            if ((await grain.GetAsync(user.UserId)).Chat is not { } chat) continue;
            var (truth, acknowledged) = (floor.Truth.Find(chatId)!, floor.Truth.Find(chatId)!.Acknowledged);
            DeskChecks.MustBeSo(floor, user, chat, 0, name);
            var messages = await grain.GetMessagesAsync(user.UserId, 0);
            if (messages.Refusal is null) MustHoldAll(truth, messages, acknowledged);
            view.Read(chat, messages.Refusal is null ? messages.Entries : []);
        }

        return view;
    }

    private void MustHoldAll(ChatTruth truth, MessagesReply messages, long acknowledged)
    {
        var audience = truth.MustHold(user.UserId, messages.Entries, name);
        if (audience < 0) return;
        var least = truth.Log.LengthAt(audience, acknowledged);
        if (messages.Entries.Length < least || (messages.Entries.Length > 0 && messages.Entries[0].Index != 1) || messages.NextIndex != messages.Entries.Length + 1)
        {
            floor.Fail($"{name} reads {messages.Entries.Length} entries of {truth.Id}, next {messages.NextIndex}, where {least} were acknowledged");
        }
    }

    /// <summary>With the login of the moment. Nobody opens one for who is not there, or whose login ends meanwhile.</summary>
    private async Task OpenAsync()
    {
        if (!await user.EnterAsync()) return;
        var loginId = user.LoginId;
        var shake = await floor.Sessions.HandshakeAsync(user.UserId, new HandshakeRequest(loginId, withAck, isSocket ? TransportKind.WebSocket : TransportKind.LongPolling));
        if (shake is not HandshakeOutcome.Accepted { ClientId: var clientId }) return;
        (_clientId, _ack, _loginId) = (clientId, -1, loginId);
        _checks.Open(loginId);
        while (!await floor.TryAsync(SubscribeAsync)) await floor.PauseAsync(PauseMs, 2 * PauseMs);
        DeskView? view = null;
        while (_clientId is not null && !await floor.TryAsync(async () => view = await ReadAsync())) await floor.PauseAsync(PauseMs, 2 * PauseMs);
        if (_clientId is null) return;
        View = view!;
        floor.History.Add($"{name} opens a session");
    }

    private async Task SubscribeAsync()
    {
        if (await floor.Sessions.SubscribeAsync(user.UserId, _clientId!, ["/v2/me/*"]) is SubscribeOutcome.Unknown) Lost("its session is unknown");
    }

    private async Task PollAsync()
    {
        var poll = Connection();
        floor.Host.Add(poll);
        try
        {
            switch (await poll.ConnectAsync(Request(poll)))
            {
                case ConnectOutcome.Now now: await AnswerAsync(poll, now.Deliveries, now.ReplyPosition); break;
                case ConnectOutcome.Hold hold: await HoldAsync(poll, hold); break;
                case ConnectOutcome.Superseded: break;
                default: Lost("its session is unknown"); break;
            }
        }
        finally
        {
            floor.Host.Remove(poll);
        }
    }

    private async Task HoldAsync(SimulatedConnection poll, ConnectOutcome.Hold hold)
    {
        switch (await poll.NextAsync(hold.TimeoutMs))
        {
            case ConnectionEvent.Pushed pushed: await AnswerAsync(poll, pushed.Push.Deliveries, pushed.Push.ReplyPosition); break;
            case ConnectionEvent.TimedOut: await AnswerAsync(poll, [], hold.ReplyPosition); break;
            case ConnectionEvent.Ended ended: Lost($"its session ended: {ended.Reason}"); break;
            case ConnectionEvent.Cut: await CutAsync(poll); break;
        }
    }

    /// <summary>An answer that is not written in full has not arrived, and is not acknowledged or reported.</summary>
    private async Task AnswerAsync(SimulatedConnection poll, ImmutableArray<Delivery> deliveries, long replyPosition)
    {
        if (floor.Dice.InThousand(floor.Faults.CutConnection))
        {
            await CutAsync(poll);
            return;
        }

        Take(deliveries);
        _ack = deliveries.IsEmpty ? replyPosition : Math.Max(replyPosition, deliveries[^1].Position);
        if (!withAck && !deliveries.IsEmpty)
        {
            await floor.Sessions.WrittenAsync(user.UserId, _clientId!, new WrittenReport(poll.Address.ConnectionId, deliveries[^1].Position, true));
        }
    }

    private async Task ConnectSocketAsync()
    {
        _socket ??= Connection();
        floor.Host.Add(_socket);
        switch (await _socket.ConnectAsync(Request(_socket)))
        {
            case ConnectOutcome.Now now: await TakeFrameAsync(now.Deliveries); break;
            case ConnectOutcome.Hold hold: await OutstandingAsync(hold); break;
            case ConnectOutcome.Superseded: Hang(); break;
            default: Lost("its session is unknown"); break;
        }
    }

    /// <summary>A connect over a socket stays outstanding; what is pushed comes in frames of its own.</summary>
    private async Task OutstandingAsync(ConnectOutcome.Hold hold)
    {
        await TakeFrameAsync(hold.Deliveries);
        while (_socket is { } socket)
        {
            switch (await socket.NextAsync(hold.TimeoutMs))
            {
                case ConnectionEvent.Pushed { Push: var push } when push.Previous > socket.LastPosition: await socket.ResyncAsync(); break;
                case ConnectionEvent.Pushed { Push: var push }: await TakeFrameAsync([.. push.Deliveries.Where(d => d.Position > socket.LastPosition)]); break;
                case ConnectionEvent.TimedOut: return;
                case ConnectionEvent.Ended ended: Lost($"its session ended: {ended.Reason}"); return;
                case ConnectionEvent.Superseded: Hang(); return;
                default: await CutAsync(socket); Hang(); return;
            }
        }
    }

    private async Task TakeFrameAsync(ImmutableArray<Delivery> deliveries)
    {
        if (deliveries.IsEmpty || _socket is not { } socket) return;
        if (floor.Dice.InThousand(floor.Faults.CutConnection))
        {
            Hang();
            await CutAsync(socket);
            return;
        }

        Take(deliveries);
        socket.LastPosition = deliveries[^1].Position;
        await floor.Sessions.WrittenAsync(user.UserId, _clientId!, new WrittenReport(socket.Address.ConnectionId, socket.LastPosition, false));
    }

    /// <summary>The host notices, or nobody does.</summary>
    private async Task CutAsync(SimulatedConnection connection)
    {
        _isCut = true;
        floor.History.Add($"{name} is cut off");
        floor.History.Reached.Add("cut");
        if (floor.Dice.Next(2) == 0) await floor.TryAsync(async () => await floor.Sessions.DetachAsync(user.UserId, _clientId!, connection.Address.ConnectionId));
    }

    /// <summary>At once, or after a while in which things go on without this desk.</summary>
    private Task ComeBackAsync()
    {
        _isCut = false;
        return floor.IsCalm || floor.Dice.Next(2) == 0 ? Task.CompletedTask : floor.PauseAsync(PauseMs, 6_000);
    }

    private void Take(ImmutableArray<Delivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            var told = floor.Notifications.Read(delivery.DataJson);
            floor.History.Add($"{name} is told {told.Kind} {told.Chat?.Id ?? told.ChatId} {told.Chat?.State} {(told.Entries.IsDefaultOrEmpty ? "" : $"{told.Entries[0].Index}-{told.Entries[^1].Index}")}");
            _checks.Check(delivery, told);
            if (View.Apply(told) is { } wrong) floor.Fail($"{name}: {wrong}");
        }
    }

    private ConnectRequest Request(SimulatedConnection connection) =>
        new(_clientId!, connection.Address.ConnectionId, ++_connects, isSocket ? TransportKind.WebSocket : TransportKind.LongPolling, withAck ? _ack : -1, true, -1, false, connection.LastPosition, _loginId);

    private SimulatedConnection Connection() => new(floor, new ConnectionAddress(user.UserId, _clientId!, floor.Host.NewId(isSocket)));

    private void Hang()
    {
        if (_socket is { } socket) floor.Host.Remove(socket);
        _socket = null;
    }

    /// <summary>Nothing ends a session but the end of its login (decision 44).</summary>
    private void Lost(string how)
    {
        if (!user.MayEnd(_loginId)) floor.Fail($"{name} must handshake again: {how}");
        floor.History.Reached.Add("session ended");
        _clientId = null;
        Hang();
    }
}
#endif
