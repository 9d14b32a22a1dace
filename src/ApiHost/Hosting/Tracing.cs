using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Hosting.Wire;
using ActivityKind = System.Diagnostics.ActivityKind;

namespace OrleansChat.ApiHost.Hosting;

/// <summary>The beginning of a trace: an operation over REST. Notification connects are held, and say nothing worth a span.</summary>
internal static class Tracing
{
    public static Task AddAsync(HttpContext http, RequestDelegate next) => Trace.IsOn && IsOperation(http.Request) ? TracedAsync(http, next) : next(http);

    private static async Task TracedAsync(HttpContext http, RequestDelegate next)
    {
        using var span = Trace.Start(Spans.Request, ActivityKind.Server, travels: true);
        await next(http);
        span?.SetTag("http.response.status_code", http.Response.StatusCode);
    }

    private static bool IsOperation(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments(Uris.Prefix) && !request.Path.StartsWithSegments($"{Uris.Prefix}/notifications");
}
