using System.Text.Json;
using Microsoft.AspNetCore.Http;
using OrleansChat.Bayeux.Messages;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore;

/// <summary>How the endpoint behaves. Everything has a value but <see cref="Authenticate"/>.</summary>
public sealed class BayeuxOptions
{
    /// <summary>
    /// Who sends this request, or <see langword="null"/> when there are no valid credentials. Asked for every HTTP request and every upgrade.
    /// While a socket is open its user does not change.
    /// </summary>
    public Func<HttpContext, ValueTask<BayeuxPrincipal?>> Authenticate { get; set; } = _ => ValueTask.FromResult<BayeuxPrincipal?>(null);

    /// <summary>
    /// Whether the login behind a socket has ended since: asked for every message on a socket but connects and handshakes, which the owner of the sessions
    /// answers for. Then the socket is closed.
    /// </summary>
    public Func<HttpContext, BayeuxPrincipal, ValueTask<bool>> HasLoginEnded { get; set; } = static (_, _) => ValueTask.FromResult(false);

    /// <summary>
    /// Who is behind the <c>ext</c> of a handshake that has no other credentials. Over HTTP the delegate must also see to the later requests
    /// (a cookie); a socket keeps the user. Without it sockets need credentials in the upgrade.
    /// </summary>
    public Func<HttpContext, JsonElement, ValueTask<BayeuxPrincipal?>>? AuthenticateHandshake { get; set; }

    /// <summary>
    /// Whether pages of this origin may use the endpoint: asked for every upgrade, and for every POST whose credentials came by cookie. The
    /// default allows the request's own host only. <c>null</c> as an origin is foreign and never asked for.
    /// </summary>
    public Func<HttpContext, string, bool> IsOriginAllowed { get; set; } = static (context, origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether a user may have so many more messages worked through now. Asked for every frame of a socket with all its messages, and for a body with
    /// those after the first: the application counts requests itself. <see langword="false"/>: the socket is closed with 1008, the request refused with 429.
    /// </summary>
    public Func<HttpContext, BayeuxPrincipal, int, bool> MayAsk { get; set; } = static (_, _, _) => true;

    /// <summary>
    /// Begins what is done for a client within a request that stays: the answers to a frame of a socket, what a stream of events asks. The application may bound by it what it does for
    /// the client; its value flows with the execution. Disposed when that is done. What was begun before, by the request for example, is over with the next one.
    /// </summary>
    public Func<IDisposable?> BeginAnswer { get; set; } = static () => null;

    /// <summary>The JSON object that is the body of a refusal below Bayeux. Must not reveal anything.</summary>
    public Func<BayeuxHttpProblem, ReadOnlyMemory<byte>> ErrorBody { get; set; } = static problem =>
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["error"] = problem.ToString() });

    /// <summary>Offer WebSocket. Off: handshakes list long-polling only, and an upgrade is 405.</summary>
    public bool WebSocketEnabled { get; set; } = true;

    /// <summary>Times and limits of the sessions: used by <see cref="Memory.InMemoryBayeuxSessions"/>, and for the advice of refusals.</summary>
    public SessionSettings Session { get; set; } = new();

    /// <summary>Limits of what a client sends.</summary>
    public MessageLimits Messages { get; set; } = new();

    /// <summary>Bytes of a body: cometd.js sends at most 8 KiB.</summary>
    public int BodyBytesMax { get; set; } = 64 << 10;

    /// <summary>Bytes of a message on a socket.</summary>
    public int FrameBytesMax { get; set; } = 64 << 10;

    /// <summary>An answer or frame that its reader has not taken after this time, in ms, ends the connection.</summary>
    public int SendTimeoutMs { get; set; } = 10_000;

    /// <summary>
    /// The least time between two reports of what was written into a socket without ack, in ms; 0: none. A report costs a call to the session's owner;
    /// what it comes too late for is repeated.
    /// </summary>
    public int SocketReportEveryMs { get; set; } = 100;

    /// <summary>Bytes that may wait to be written into one socket; more ends it: the reader is too slow.</summary>
    public int SocketPendingBytesMax { get; set; } = 4 << 20;

    /// <summary>Open sockets and streams of one user.</summary>
    public int SocketsPerUserMax { get; set; } = 64;

    /// <summary>Open streams of events on this host, of all users: REST must find room for its connections too.</summary>
    public int StreamsMax { get; set; } = 15_000;

    /// <summary>Events of one stream. Then it ends, and the client comes back at once: that acknowledges them.</summary>
    public int StreamEventsMax { get; set; } = 500;

    /// <summary>Bytes of the events of one stream, as <see cref="StreamEventsMax"/>; the last event may exceed it.</summary>
    public int StreamBytesMax { get; set; } = 512 << 10;

    /// <summary>How long a client waits before it comes back to acknowledge, in ms.</summary>
    public int StreamAgainMs { get; set; } = 20;

    /// <summary>Sessions on one socket; clients have one.</summary>
    public int SessionsPerSocketMax { get; set; } = 8;

    /// <summary>Sessions of one user in <see cref="Memory.InMemoryBayeuxSessions"/>. One more ends the one that is longest without a held connect.</summary>
    public int SessionsPerUserMax { get; set; } = 32;

    /// <summary>A socket without a held connect and without a frame for this long, in ms, is closed.</summary>
    public int SocketIdleMs { get; set; } = 120_000;

    /// <summary>A socket without a user (see <see cref="AuthenticateHandshake"/>) is closed after this time, in ms.</summary>
    public int SocketAuthenticationMs { get; set; } = 10_000;

    /// <summary>How long a client has to close a socket itself after its session ended, in ms.</summary>
    public int CloseGraceMs { get; set; } = 5_000;

    /// <summary>
    /// How long sockets stay open after the application was asked to stop, in ms. Held polls and streams of events are released at once: their
    /// clients come back to another server.
    /// </summary>
    public int DrainMs { get; set; }

    /// <summary>Pings on a socket, comments on a stream of events, in ms: proxies drop silent connections.</summary>
    public int KeepAliveIntervalMs { get; set; } = 15_000;

    /// <summary>A socket whose pong is missing for this long, in ms, is lost.</summary>
    public int KeepAliveTimeoutMs { get; set; } = 20_000;

    /// <summary>Over HTTP/1.1 a browser gets one held connect per user; its other tabs poll. Browsers open six connections to a host at most.</summary>
    public bool OneHeldConnectPerBrowser { get; set; } = true;

    /// <summary>The cookie that tells browsers apart. It proves nothing.</summary>
    public string BrowserCookie { get; set; } = "BAYEUX_BROWSER";

    /// <summary>How often the other tabs poll, in ms.</summary>
    public int MultiSessionIntervalMs { get; set; } = 2_000;

    /// <summary>Handshakes that one user (before authentication: one address) may make in a row.</summary>
    public int HandshakesBurstMax { get; set; } = 100;

    /// <summary>How many of these come back per second.</summary>
    public double HandshakesPerSecond { get; set; } = 5;

    /// <summary>The interval that a client is given when the server is overloaded or a part of it is away, in ms.</summary>
    public int TryLaterMs { get; set; } = 2_000;

    /// <summary>The connection types of the server, best first.</summary>
    internal ImmutableArray<string> ConnectionTypes =>
        WebSocketEnabled ? [ConnectionType.WebSocket, ConnectionType.LongPolling] : [ConnectionType.LongPolling];

    internal Advice Advise(Reconnect reconnect, int intervalMs = 0) => new(reconnect, intervalMs, Session.TimeoutMs);
}
