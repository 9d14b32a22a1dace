using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Logins;

/// <summary>
/// Authenticates a request by HTTP Basic or by the login cookie. Basic wins; the first such request writes the cookie, and a cookie of
/// somebody else that comes along is replaced, never used. An ended login is none.
/// </summary>
public sealed class LoginReader
{
    private static readonly object ItemKey = new();

    private readonly PasswordCheck _passwords;
    private readonly LoginCookie _cookie;
    private readonly IGrainFactory _grains;

    internal LoginReader(PasswordCheck passwords, LoginCookie cookie, IGrainFactory grains)
    {
        (_passwords, _cookie, _grains) = (passwords, cookie, grains);
    }

    /// <summary>Whether a request names credentials that must be right: a stale cookie does not count, a browser sends it unasked.</summary>
    public static bool HasCredentials(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return !string.IsNullOrEmpty(request.Headers.Authorization.ToString());
    }

    /// <summary>Who makes this request, or <see langword="null"/> (statusCode 20). Asked again in the same request, answers the same.</summary>
    /// <exception cref="TimeoutException">The cluster did not answer.</exception>
    public async ValueTask<Login?> ReadAsync(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (!http.Items.TryGetValue(ItemKey, out var login))
        {
            http.Items[ItemKey] = login = await AuthenticateAsync(http);
        }

        return (Login?)login;
    }

    /// <summary>Takes the cookie away; the login itself is ended by the user's grain.</summary>
    public void Forget(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        _cookie.Remove(http.Response);
    }

    private async Task<Login?> AuthenticateAsync(HttpContext http)
    {
        if (HasCredentials(http.Request))
        {
            return await FindByPasswordAsync(http) is { } person ? await ContinueOrBeginAsync(http, person) : null;
        }

        if (await ReadCookieAsync(http.Request) is not var (owner, ticket))
        {
            return null;
        }

        _cookie.Renew(http.Response, ticket);
        return new(owner, ticket.LoginId, ByCookie: true);
    }

    private async ValueTask<Person?> FindByPasswordAsync(HttpContext http) =>
        BasicCredentials.Parse(http.Request.Headers.Authorization.ToString()) is { } credentials ? await _passwords.FindAsync(credentials, http.RequestAborted) : null;

    private async Task<Login> ContinueOrBeginAsync(HttpContext http, Person person)
    {
        return await ReadCookieAsync(http.Request) is var (owner, own) && owner.UserId == person.UserId
            ? new(person, own.LoginId, ByCookie: false)
            : new(person, _cookie.Begin(http.Response, person).LoginId, ByCookie: false, IsNew: true);
    }

    private async Task<(Person Person, LoginTicket Ticket)?> ReadCookieAsync(HttpRequest request) =>
        _cookie.Read(request) is var (person, ticket) && !await _grains.GetGrain<IUserGrain>(person.UserId).IsLoginEndedAsync(ticket.LoginId) ? (person, ticket) : null;
}
