using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Documents;

namespace OrleansChat.ApiHost.Diagnostics;

/// <summary>What needs no login: the version (contract row 41), and whether the server lives and is ready.</summary>
internal static class DiagnosticsEndpoints
{
    public static string Version { get; } =
        typeof(DiagnosticsEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static void MapVersion(this IEndpointRouteBuilder api) =>
        api.MapGet("/diagnostics/version", static () => Reply.With(static json => json.WriteString("version", Version))).For().Replies("Version");

    /// <summary>
    /// <c>/health/live</c>: the process serves requests; asks nobody, so that a store that is away gets no server restarted.
    /// <c>/health/ready</c>: see <see cref="Readiness"/>. No word of why not: anybody may ask.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", static (HttpContext http) => Answer(http, "live", isGood: true));
        routes.MapGet("/health/ready", static async (HttpContext http, Readiness readiness) =>
            await readiness.IsReadyAsync() ? Answer(http, "ready", isGood: true) : Answer(http, "not ready", isGood: false));
    }

    private static JsonHttpResult<HealthAnswer> Answer(HttpContext http, string status, bool isGood)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(new HealthAnswer(status), statusCode: isGood ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private sealed record HealthAnswer(string Status);
}
