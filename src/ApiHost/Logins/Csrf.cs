using System.Security.Cryptography;
using System.Text;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Hosting.Wire;

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

    /// <summary>Whether requests with this method change something.</summary>
    public static bool AsksOf(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    /// <summary>Whether the answer to such a request carries the token.</summary>
    public static bool IsOffered(string path, string method) => HttpMethods.IsGet(method) && path.Equals(Page, StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the two headers beside the answer of <c>GET /me</c>.</summary>
    public void Offer(HttpContext http, Login login)
    {
        if (access.CsrfProtection && login.CsrfToken is { } token && IsOffered(http.Request.Path, http.Request.Method))
        {
            http.Response.Headers[HeaderName] = TokenName;
            http.Response.Headers[TokenName] = token;
        }
    }

    /// <summary>Whether the request may change something.</summary>
    public bool IsGood(HttpContext http, Login login) =>
        !access.CsrfProtection || !login.ByCookie || !AsksOf(http.Request.Method)
        || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers[TokenName].ToString()), Encoding.UTF8.GetBytes(login.CsrfToken ?? " "));
}
