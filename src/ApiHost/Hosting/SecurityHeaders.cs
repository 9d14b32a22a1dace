namespace OrleansChat.ApiHost.Hosting;

/// <summary>What every answer says to browsers, also a refused one: this is an API, nothing of it is a page.</summary>
internal static class SecurityHeaders
{
    private const string NothingIsAPage = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>A year: browsers then use HTTPS by themselves. Said over HTTPS only, as browsers want it.</summary>
    private const string HttpsOnly = "max-age=31536000";

    public static Task AddAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = NothingIsAPage;
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = HttpsOnly;
        }

        return next(http);
    }
}
