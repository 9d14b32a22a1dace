using Microsoft.AspNetCore.Http;

namespace OrleansChat.Bayeux.AspNetCore.Routing;

/// <summary>Which pages may use the endpoint. A browser adds cookies to requests of any page, and an upgrade has no preflight.</summary>
internal static class Origins
{
    /// <summary>A POST with a cookie: a given Origin (else Referer) must be allowed; without both, the media type has already forced a preflight.</summary>
    public static bool IsTrusted(HttpContext context, BayeuxOptions options)
    {
        var headers = context.Request.Headers;
        if (headers.Origin.Count > 0) return IsAllowed(context, options, headers.Origin.ToString());
        if (headers.Referer.Count == 0) return true;
        return Uri.TryCreate(headers.Referer.ToString(), UriKind.Absolute, out var referer)
            && IsAllowed(context, options, referer.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>An upgrade: a given Origin must be allowed whatever the credentials; without one they must not come by cookie.</summary>
    public static bool IsTrustedUpgrade(HttpContext context, BayeuxOptions options, BayeuxPrincipal? principal)
    {
        var origin = context.Request.Headers.Origin;
        return origin.Count > 0 ? IsAllowed(context, options, origin.ToString()) : principal is not { ByCookie: true };
    }

    /// <summary>
    /// A stream of events: a given Origin must be allowed whatever the credentials. Browsers send none with a page's GET to its own server, and say
    /// <c>Sec-Fetch-Site</c> instead; what comes from another site without an Origin could not read the stream, and gets none.
    /// </summary>
    public static bool IsTrustedStream(HttpContext context, BayeuxOptions options)
    {
        var headers = context.Request.Headers;
        return headers.Origin.Count > 0 ? IsAllowed(context, options, headers.Origin.ToString()) : headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none";
    }

    private static bool IsAllowed(HttpContext context, BayeuxOptions options, string origin) =>
        origin is not ("" or "null") && options.IsOriginAllowed(context, origin);
}
