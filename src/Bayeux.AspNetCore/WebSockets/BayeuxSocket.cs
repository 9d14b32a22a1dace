using System.Collections.Concurrent;
using System.Net.WebSockets;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>
/// One open socket (Bayeux over WebSocket: each text frame is a body as over HTTP). Messages are worked through in order; a held connect waits
/// outside this loop, so that the others are answered meanwhile. The user is the one of the upgrade, or of the first handshake that proves one.
/// </summary>
internal sealed class BayeuxSocket
{
    private readonly ConcurrentDictionary<string, SocketSession> _sessions = new();
    private readonly WebSocket _socket;
    private readonly Caller _caller;
    private readonly SocketServices _services;
    private Deadline? _idle;
    private Deadline? _lastResort;

    public BayeuxSocket(WebSocket socket, Caller caller, SocketServices services)
    {
        (_socket, _caller, _services) = (socket, caller, services);
        Writer = new(socket, caller.Context, services.Options, services.Deadlines);
        Reports = new(services);
    }

    public string ConnectionId { get; } = Guid.NewGuid().ToString("N");

    public BayeuxPrincipal? Principal => _caller.Principal;

    public SocketWriter Writer { get; }

    public SocketReports Reports { get; }

    /// <summary>Runs until the socket is closed or lost; afterwards its sessions know.</summary>
    public async Task RunAsync()
    {
        var writing = Writer.RunAsync();
        var reporting = Reports.RunAsync();
        _services.Connections.Add(this);
        if (_services.Connections.IsStopping) GoAway();
        var runOut = Principal?.ValidUntil is { } until ? _services.Deadlines.After((until - _services.Deadlines.Now).TotalMilliseconds, () => CloseWith(WebSocketCloseStatus.PolicyViolation)) : null;
        var closing = await ReadAsync();
        _services.Deadlines.Cancel(_idle);
        _services.Deadlines.Cancel(runOut);
        if (closing == WebSocketCloseStatus.Empty) Writer.Complete();
        else CloseWith(closing);
        await writing;
        if (closing is not (WebSocketCloseStatus.Empty or WebSocketCloseStatus.NormalClosure)) await SocketReader.DrainAsync(_socket);
        _services.Deadlines.Cancel(_lastResort);
        _services.Connections.Remove(this);
        foreach (var session in _sessions.Values) _services.Connections.Remove(session);
        Reports.Complete();
        await reporting;
        foreach (var session in _sessions.Values)
        {
            session.Supersede();
            await _services.Calls.DetachAsync(session.Address);
        }
    }

    /// <summary>The host stops.</summary>
    public void GoAway() => CloseWith(WebSocketCloseStatus.EndpointUnavailable);

    /// <summary>A session is over. Its client closes the socket itself, or has a grace time.</summary>
    public void Forget(SocketSession session)
    {
        _services.Connections.Remove(session);
        _sessions.TryRemove(new(session.Address.ClientId, session));
        if (_sessions.IsEmpty) _services.Deadlines.After(_services.Options.CloseGraceMs, CloseIfUnused);
    }

    /// <summary>A push is missing. On another thread, for the pusher may hold the session's lock.</summary>
    public static void ResyncLater(SocketSession session) =>
        ThreadPool.UnsafeQueueUserWorkItem(static session => _ = session.TryResyncAsync(), session, preferLocal: false);

    private async ValueTask<WebSocketCloseStatus> ReadAsync()
    {
        var reader = new SocketReader(_socket, _services.Options.FrameBytesMax);
        Wait(Principal is null ? _services.Options.SocketAuthenticationMs : _services.Options.SocketIdleMs);
        while (true)
        {
            var (text, end) = await reader.ReadAsync();
            if (end is { } status) return status;
            var body = BayeuxParser.Parse(text.Span, _services.Options.Messages);
            if (body.Problem == BodyProblem.TooManyMessages) return WebSocketCloseStatus.MessageTooBig;
            if (body.Problem != BodyProblem.None) return WebSocketCloseStatus.InvalidPayloadData;
            if (Principal is { } user && !_services.Options.MayAsk(_caller.Context, user, body.Messages.Length)) return WebSocketCloseStatus.PolicyViolation;
            using (_services.Options.BeginAnswer()) await AnswerAsync(body.Messages);
            if (_caller.IsLoginOver) return WebSocketCloseStatus.PolicyViolation;
            if (Principal is not null) Wait(_services.Options.SocketIdleMs);
        }
    }

    private async ValueTask AnswerAsync(ImmutableArray<BayeuxMessage> messages)
    {
        // A handshake must be alone: what comes with it is ignored.
        if (messages.FirstOrDefault(message => message.Channel == MetaChannel.Handshake) is { } handshake) messages = [handshake];
        var replies = ImmutableArray.CreateBuilder<BayeuxReply>(messages.Length);
        foreach (var message in messages)
        {
            if (message is not { Channel: MetaChannel.Connect, Problem: null }) replies.Add(await _services.Router.RouteAsync(message, _caller));
            else if (Refuse(message) is { } refusal) replies.Add(refusal);
            else
            {
                Flush(replies);
                await SessionOf(message.ClientId!).ConnectAsync(message, mayHold: messages.Length == 1 && !_services.Connections.IsStopping);
            }
        }

        Flush(replies);
    }

    private void Flush(ImmutableArray<BayeuxReply>.Builder replies)
    {
        if (replies.Count > 0) Writer.Write([], replies.DrainToImmutable().AsSpan());
    }

    private BayeuxReply? Refuse(BayeuxMessage connect)
    {
        if (Principal is null || connect.ClientId is not { } clientId) return ConnectReply.Unknown(connect, _services.Options);
        if (MessageRules.Connect(connect, _services.Options.ConnectionTypes) is { } error) return ConnectReply.Refused(connect, error, _services.Options);
        var isOneTooMany = _sessions.Count >= _services.Options.SessionsPerSocketMax && !_sessions.ContainsKey(clientId);
        return isOneTooMany ? _services.Router.TryLater(connect) : null;
    }

    private SocketSession SessionOf(string clientId)
    {
        if (_sessions.TryGetValue(clientId, out var known)) return known;
        var session = new SocketSession(this, Principal!, clientId, _services);
        _sessions[clientId] = session;
        _services.Connections.Add(session);
        return session;
    }

    private void Wait(int idleMs)
    {
        _services.Deadlines.Cancel(_idle);
        _idle = _services.Deadlines.After(idleMs, CloseIfIdle);
    }

    private void CloseIfIdle()
    {
        if (_sessions.Values.Any(session => session.IsHeld)) Wait(_services.Options.SocketIdleMs);
        else CloseWith(WebSocketCloseStatus.NormalClosure);
    }

    private void CloseIfUnused()
    {
        if (_sessions.IsEmpty) CloseWith(WebSocketCloseStatus.NormalClosure);
    }

    private void CloseWith(WebSocketCloseStatus status)
    {
        Writer.Close(status);
        _lastResort ??= _services.Deadlines.After(_services.Options.CloseGraceMs, _socket.Abort);
    }
}
