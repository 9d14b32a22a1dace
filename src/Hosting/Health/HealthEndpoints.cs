using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansChat.Hosting.Health;

/// <summary>Whether this process lives and is ready. Needs no login.</summary>
internal static class HealthEndpoints
{
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
