using OrleansChat.ApiHost.Logins.Tokens;
using OrleansChat.ApiHost.Throttling;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Logins;

/// <summary>
/// Authenticates a request by HTTP Basic, by a bearer token or by the login cookie. What the header says wins. The first request by Basic writes
/// the cookie, and a cookie of somebody else that comes along is replaced, never used; a token writes none. An ended login is none.
/// </summary>
public sealed class LoginReader
{
    private const string Bearer = "Bearer ";
    private static readonly object ItemKey = new();
    private static readonly object LockedOutKey = new();

    private readonly PasswordCheck _passwords;
    private readonly TokenCheck _tokens;
    private readonly LoginCookie _cookie;
    private readonly IGrainFactory _grains;

    internal LoginReader(PasswordCheck passwords, TokenCheck tokens, LoginCookie cookie, IGrainFactory grains)
    {
        (_passwords, _tokens, _cookie, _grains) = (passwords, tokens, cookie, grains);
    }

    /// <summary>Whether this request's password was not looked at, because too many were wrong before.</summary>
    public static bool IsLockedOut(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Items.ContainsKey(LockedOutKey);
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
            var header = http.Request.Headers.Authorization.ToString();
            return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? await FindByTokenAsync(http, header[Bearer.Length..].Trim())
                : await FindByPasswordAsync(http, header) is { } person ? await ContinueOrBeginAsync(http, person)
                : null;
        }

        if (await ReadCookieAsync(http.Request) is not var (owner, ticket))
        {
            return null;
        }

        _cookie.Renew(http.Response, ticket);
        return new(owner, ticket.LoginId, ByCookie: true, CsrfToken: ticket.CsrfToken);
    }

    private async Task<Login?> FindByTokenAsync(HttpContext http, string token) =>
        await _tokens.FindAsync(token, http.RequestAborted) is var (person, loginId, until) && !await _grains.GetGrain<IUserGrain>(person.UserId).IsLoginEndedAsync(loginId)
            ? new(person, loginId, ByCookie: false, ValidUntil: until)
            : null;

    private async ValueTask<Person?> FindByPasswordAsync(HttpContext http, string header)
    {
        if (BasicCredentials.Parse(header) is not { } credentials)
        {
            return null;
        }

        var answer = await _passwords.FindAsync(Throttle.AddressOf(http), credentials, http.RequestAborted);
        if (answer.IsLockedOut)
        {
            http.Items[LockedOutKey] = true;
        }

        return answer.Person;
    }

    private async Task<Login> ContinueOrBeginAsync(HttpContext http, Person person)
    {
        if (await ReadCookieAsync(http.Request) is var (owner, own) && owner.UserId == person.UserId)
        {
            return new(person, own.LoginId, ByCookie: false, CsrfToken: own.CsrfToken);
        }

        var generation = await _grains.GetGrain<IUserGrain>(person.UserId).LoginGenerationAsync();
        var ticket = _cookie.Begin(http.Response, person, generation);
        return new(person, ticket.LoginId, ByCookie: false, IsNew: true, ticket.CsrfToken);
    }

    private async Task<(Person Person, LoginTicket Ticket)?> ReadCookieAsync(HttpRequest request) =>
        _cookie.Read(request) is var (person, ticket) && !await _grains.GetGrain<IUserGrain>(person.UserId).IsLoginEndedAsync(ticket.LoginId) ? (person, ticket) : null;
}
