using System.Security.Cryptography;
using System.Text;
using OrleansChat.ApiHost.Settings;
using OrleansChat.ApiHost.Wire;

namespace OrleansChat.ApiHost.Logins;

/// <summary>
/// The vendor's CSRF protection (contract section 2.5), where <c>Access:CsrfProtection</c> is on. A browser adds a cookie to requests of any page;
/// it never adds a header. So what comes with a password or token needs none, whatever cookie comes along, and WebSocket upgrades are
/// GETs, whose origin is checked.
/// </summary>
internal sealed class Csrf(AccessSettings access)
{
    public const string HeaderName = "X-CSRF-HEADER";
    public const string TokenName = "X-CSRF-TOKEN";

    private const string Page = $"{Uris.Prefix}/me";

    /// <summary>Writes the two headers beside the answer of <c>GET /me</c>.</summary>
    public void Offer(HttpContext http, Login login)
    {
        if (access.CsrfProtection && login.CsrfToken is { } token && HttpMethods.IsGet(http.Request.Method) && http.Request.Path.Equals(Page, StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers[HeaderName] = TokenName;
            http.Response.Headers[TokenName] = token;
        }
    }

    /// <summary>Whether the request may change something.</summary>
    public bool IsGood(HttpContext http, Login login) =>
        !access.CsrfProtection || !login.ByCookie || HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || HttpMethods.IsOptions(http.Request.Method)
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers[TokenName].ToString()), Encoding.UTF8.GetBytes(login.CsrfToken ?? " "));
}
