using System.Text.Json;
using OrleansChat.ApiHost.Clustering;
using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Settings;
using OrleansChat.ApiHost.Throttling;
using OrleansChat.Bayeux.AspNetCore;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Hosting.Settings;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Notifications;

/// <summary>The notification endpoint: Bayeux over long-polling and WebSocket, sessions in the inbox grains.</summary>
internal static class NotificationsHosting
{
    private const string Path = "/notifications";
    private const string EventsPath = "/me/events";

    public static IServiceCollection AddNotifications(this IServiceCollection services, LimitSettings limits, RateLimitSettings rates, NotificationsOptions notifications, ShutdownSettings shutdown)
    {
        services.AddSingleton<HostIdentity>();
        services.AddSingleton<IBayeuxSessions, GrainBayeuxSessions>();
        services.AddBayeux(options =>
        {
            options.Session = options.Session with
            {
                TimeoutMs = (int)notifications.Timeout.TotalMilliseconds,
                IntervalMs = (int)notifications.Interval.TotalMilliseconds,
                MaxIntervalMs = (int)notifications.MaxInterval.TotalMilliseconds,
                QueueMessagesMax = notifications.QueueMessages,
            };
            options.DrainMs = (int)shutdown.DrainTime.TotalMilliseconds;
            options.SocketsPerUserMax = limits.ConnectionsPerUserMax;
            options.StreamsMax = limits.EventStreamsMax;
            options.StreamEventsMax = Math.Min(limits.EventsPerStreamMax, Math.Max(1, notifications.QueueMessages / 2));       // what a stream carried stays in the queue until the next one acknowledges it
            options.BodyBytesMax = limits.BodyBytesMax;
            (options.HandshakesBurstMax, options.HandshakesPerSecond) = (rates.HandshakesBurst, rates.HandshakesPerSecond);
            options.FrameBytesMax = limits.WebSocketMessageBytesMax;
            options.Messages = options.Messages with { MessagesMax = limits.BayeuxMessagesMax, DepthMax = limits.JsonDepthMax };
            options.Authenticate = AuthenticateAsync;
            options.HasLoginEnded = HasLoginEndedAsync;
            options.IsOriginAllowed = static (http, _) => !http.RequestServices.GetRequiredService<Origins>().IsForeign(http.Request);
            options.MayAsk = static (http, user, messages) => Gate.MayAsk(http, user.User, messages);
            options.BeginAnswer = RequestBudget.Begin;
            options.ErrorBody = static problem => ErrorBody(problem);
        });
        return services.AddHostedService<HostDeliveries>();
    }

    public static void MapNotifications(this IEndpointRouteBuilder api)
    {
        api.MapBayeux(Path).Speaks(new("post", Uris.Prefix + Path, "application/json", "BayeuxMessages",
            [StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType]));
        api.MapEventStream(EventsPath).Speaks(new("get", Uris.Prefix + EventsPath, "text/event-stream", "ServerSentEvent",
            [StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status406NotAcceptable], BayeuxEndpoint.LastEventIdHeader));
    }

    private static async ValueTask<BayeuxPrincipal?> AuthenticateAsync(HttpContext http) =>
        await http.RequestServices.GetRequiredService<LoginReader>().ReadAsync(http) is { } login ? new BayeuxPrincipal(login.Person.UserId, login.LoginId, login.ByCookie, login.ValidUntil) : null;

    private static async ValueTask<bool> HasLoginEndedAsync(HttpContext http, BayeuxPrincipal login) =>
        await http.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IUserGrain>(login.User).IsLoginEndedAsync(login.LoginId ?? "");

    /// <summary>Every body below <c>/api/v2</c> has a statusCode (decision 21).</summary>
    private static ReadOnlyMemory<byte> ErrorBody(BayeuxHttpProblem problem)
    {
        var (code, message) = problem switch
        {
            BayeuxHttpProblem.NotAuthenticated => (20, "Access denied."),
            BayeuxHttpProblem.OriginNotAllowed => (3, "Requests from this origin are not allowed."),
            BayeuxHttpProblem.TooLarge => (10, "The request is too large."),
            BayeuxHttpProblem.TooManySockets => (12, "Too many connections; try again later."),
            BayeuxHttpProblem.TooOften => (12, "Too many messages; come back later."),
            BayeuxHttpProblem.MethodNotAllowed => (2, "Use POST or a WebSocket for notifications, GET for a stream of events."),
            BayeuxHttpProblem.NotAcceptable => (2, "Accept text/event-stream."),
            BayeuxHttpProblem.UnsupportedMediaType => (2, "Use the media type application/json."),
            _ => (2, "The request is not an array of Bayeux messages."),
        };
        return JsonSerializer.SerializeToUtf8Bytes(new { statusCode = code, statusMessage = message });
    }
}
