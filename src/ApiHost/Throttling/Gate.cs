using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Throttling;

/// <summary>
/// What is asked of every request under <c>/api/v2</c> before its resource, notifications included: not too many wrong passwords, not too many
/// requests (429 with 12), and the CSRF token where it is asked for (403 with 3).
/// </summary>
internal sealed partial class Gate(RequestDelegate next, LoginReader logins, Throttle throttle, Csrf csrf, ILogger<Gate> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(Uris.Prefix, StringComparison.OrdinalIgnoreCase) && await RefuseAsync(http) is { } refused)
        {
            await refused.ExecuteAsync(http);
            return;
        }

        await next(http);
    }

    private async Task<Reply?> RefuseAsync(HttpContext http)
    {
        var login = await logins.ReadAsync(http);
        if (LoginReader.IsLockedOut(http))
        {
            Log.LockedOut(logger, Throttle.AddressOf(http));
            return TooMany(throttle.LockedOutSeconds);
        }

        if (login is null)
        {
            return throttle.OfAddresses.TryTake(Throttle.AddressOf(http)) ? null : ThrottledAddress(http);
        }

        if (!throttle.OfUsers.TryTake(login.Person.UserId))
        {
            Log.UserThrottled(logger, login.Person.UserId);
            return TooMany(throttle.OfUsers.RetryAfterSeconds);
        }

        csrf.Offer(http, login);
        if (csrf.IsGood(http, login))
        {
            return null;
        }

        Log.CsrfRefused(logger, login.Person.UserId);
        return Reply.No(WireStatus.Forbidden, "Missing or invalid Csrf token.");
    }

    /// <summary>The messages of notification clients count as requests: one each.</summary>
    public static bool MayAsk(HttpContext http, string userId, int messages)
    {
        var services = http.RequestServices;
        var may = services.GetRequiredService<Throttle>().OfUsers.TryTake(userId, messages);
        if (!may)
        {
            Log.MessagesThrottled(services.GetRequiredService<ILogger<Gate>>(), userId);
        }

        return may;
    }

    private Reply ThrottledAddress(HttpContext http)
    {
        Log.AddressThrottled(logger, Throttle.AddressOf(http));
        return TooMany(throttle.OfAddresses.RetryAfterSeconds);
    }

    public static Reply TooMany(int retryAfterSeconds) => Reply.Throttled("Too many requests; come back later.", retryAfterSeconds);
}
