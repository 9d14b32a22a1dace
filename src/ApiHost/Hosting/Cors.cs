using Microsoft.AspNetCore.Cors.Infrastructure;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Settings;

namespace OrleansChat.ApiHost.Hosting;

/// <summary>What pages of the configured origins may do (contract section 2.5); pages of others may do nothing.</summary>
internal static class Cors
{
    private static readonly string[] Headers =
        ["X-Requested-With", "Content-Type", "Accept", "Origin", "Cookie", "Authorization", "ssid", "surl", "ContactCenterId", "Idempotency-Key", "Last-Event-ID", "Cache-Control"];

    private static readonly TimeSpan PreflightMaxAge = TimeSpan.FromSeconds(120);

    public static void Allow(this CorsOptions cors, AccessSettings access) => cors.AddDefaultPolicy(policy => policy
        .WithOrigins([.. access.AllowedOrigins])
        .WithMethods("GET", "POST", "PUT", "DELETE", "OPTIONS")
        .WithHeaders([.. Headers, .. access.CsrfProtection ? [Csrf.TokenName] : Array.Empty<string>()])
        .WithExposedHeaders(Csrf.HeaderName, Csrf.TokenName)
        .AllowCredentials()
        .SetPreflightMaxAge(PreflightMaxAge));
}
