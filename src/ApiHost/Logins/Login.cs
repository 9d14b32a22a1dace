using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Logins;

/// <summary>Who makes a request.</summary>
/// <param name="Person">As the directory has them now.</param>
/// <param name="LoginId">What the cookie names: it lasts from the first authenticated request to log-out. 32 hex digits.</param>
/// <param name="ByCookie">No password came with this request: another site's page may have caused it, so its origin counts.</param>
/// <param name="IsNew">It began with this request: nobody has its cookie yet.</param>
/// <param name="CsrfToken">Of the cookie's login; a token's login has none.</param>
/// <param name="ValidUntil">When a token runs out, and with it whatever it opened.</param>
public sealed record Login(Person Person, string LoginId, bool ByCookie, bool IsNew = false, string? CsrfToken = null, DateTimeOffset? ValidUntil = null);
