using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using OrleansChat.Bayeux.AspNetCore.LongPolling;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.EventStreams;

/// <summary>
/// Server-sent events for clients without a Bayeux library: GET opens a session that is subscribed to everything, or goes on with the one that
/// <c>Last-Event-ID</c> names. A session that is new to the client begins with the event <c>reset</c>: read the state over REST.
/// </summary>
internal sealed class EventStreamTransport(EventStreamServices services, PollAnswer answer)
{
    private const string MediaType = "text/event-stream";

    // The same notifications as over Bayeux: everything that the user may subscribe to.
    private static readonly ImmutableArray<string> Everything = ["/**"];

    public async Task HandleAsync(HttpContext context)
    {
        var principal = await services.Options.Authenticate(context);
        if (Refuse(context, principal) is { } problem)
        {
            await answer.RefuseAsync(context, problem, "GET");
            return;
        }

        var isOpen = services.Connections.TryCountStream(services.Options.StreamsMax);
        var isCounted = isOpen && services.Connections.TryCountSocket(principal!.User, services.Options.SocketsPerUserMax);
        try
        {
            if (!isCounted) await answer.RefuseAsync(context, BayeuxHttpProblem.TooManySockets);
            else await ServeAsync(context, principal!);
        }
        finally
        {
            if (isCounted) services.Connections.UncountSocket(principal!.User);
            if (isOpen) services.Connections.UncountStream();
        }
    }

    /// <summary>In the order of the checks: method, login, origin, what the client accepts.</summary>
    private BayeuxHttpProblem? Refuse(HttpContext context, BayeuxPrincipal? principal) =>
        !HttpMethods.IsGet(context.Request.Method) ? BayeuxHttpProblem.MethodNotAllowed
        : principal is null ? BayeuxHttpProblem.NotAuthenticated
        : !Origins.IsTrustedStream(context, services.Options) ? BayeuxHttpProblem.OriginNotAllowed
        : !Accepts(context.Request) ? BayeuxHttpProblem.NotAcceptable
        : null;

    private async ValueTask ServeAsync(HttpContext context, BayeuxPrincipal principal)
    {
        var known = EventId.Parse(context.Request.Headers[BayeuxEndpoint.LastEventIdHeader].ToString());
        if (known is { } from && await TryGoOnAsync(context, principal, from, null)) return;

        // Nobody has a place to go on from: a new session, and the client learns that it must read.
        if (!services.Throttle.TryTake($"user {principal.User}"))
        {
            await answer.RefuseAsync(context, BayeuxHttpProblem.TooManySockets);
            return;
        }

        var handshake = await services.Sessions.HandshakeAsync(principal.User, new(principal.LoginId, true, TransportKind.EventStream), CancellationToken.None);
        if (handshake is not HandshakeOutcome.Accepted { ClientId: var clientId })
        {
            await answer.RefuseAsync(context, handshake is HandshakeOutcome.Denied ? BayeuxHttpProblem.NotAuthenticated : BayeuxHttpProblem.TooManySockets);
            return;
        }

        var subscribed = await services.Sessions.SubscribeAsync(principal.User, clientId, Everything, CancellationToken.None);
        if (subscribed is SubscribeOutcome.Denied or SubscribeOutcome.TooMany)
        {
            // A stream that stays silent for ever would look like one where nothing happens.
            await services.Sessions.DisconnectAsync(principal.User, clientId, CancellationToken.None);
            await answer.RefuseAsync(context, subscribed is SubscribeOutcome.Denied ? BayeuxHttpProblem.NotAuthenticated : BayeuxHttpProblem.TooManySockets);
            return;
        }

        await TryGoOnAsync(context, principal, new(clientId, 0), context.Request.Headers.ContainsKey(BayeuxEndpoint.LastEventIdHeader) ? "lost" : "new");
    }

    /// <param name="reset">Why the client must read: its session is new. When that one is over already, by a log-out, the stream says so and ends.</param>
    /// <returns><see langword="false"/> when the client's own session is not there: nothing was written.</returns>
    private async ValueTask<bool> TryGoOnAsync(HttpContext context, BayeuxPrincipal principal, EventId from, string? reset)
    {
        var writer = new EventWriter(context, from.ClientId, services.Options, services.Deadlines);
        var stream = new EventStream(principal, from, writer, services);
        services.Connections.Add(stream);
        try
        {
            var outcome = await stream.OpenAsync();
            if (outcome is ConnectOutcome.Unknown && reset is null) return false;
            Begin(context.Response);
            writer.Retry(services.Options.TryLaterMs);
            if (reset is not null && outcome is not ConnectOutcome.Unknown) writer.Reset(reset, from.Position);
            if (services.Connections.IsDraining) stream.Release();
            await using var abort = context.RequestAborted.UnsafeRegister(static stream => ((EventStream)stream!).Abort(), stream);
            await stream.RunAsync(outcome!);
            return true;
        }
        finally
        {
            services.Connections.Remove(stream);
            stream.Close();
            await services.Calls.DetachAsync(stream.Address);
        }
    }

    private static void Begin(HttpResponse response)
    {
        // Nothing may collect the bytes of a stream: neither compression nor a buffering proxy's default.
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    private static bool Accepts(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return true;
        return MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
            && accepted.Any(static type => type.Quality is not 0 && (type.MatchesMediaType(MediaType)));
    }
}
