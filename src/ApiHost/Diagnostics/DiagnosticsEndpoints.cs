using System.Reflection;
using OrleansChat.ApiHost.Answers;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Diagnostics;

/// <summary>What needs no login: the version (contract row 41), and whether the server lives and is ready.</summary>
internal static class DiagnosticsEndpoints
{
    private static readonly TimeSpan ReadyWait = TimeSpan.FromSeconds(2);

    public static string Version { get; } =
        typeof(DiagnosticsEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static void MapVersion(this IEndpointRouteBuilder api) =>
        api.MapGet("/diagnostics/version", static () => Reply.With(static json => json.WriteString("version", Version)));

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", static () => TypedResults.Json(new HealthAnswer("live")));
        routes.MapGet("/health/ready", static async (IGrainFactory grains) => await IsReadyAsync(grains)
            ? TypedResults.Json(new HealthAnswer("ready"))
            : TypedResults.Json(new HealthAnswer("not ready"), statusCode: StatusCodes.Status503ServiceUnavailable));
    }

    /// <summary>Ready once a grain call works.</summary>
    private static async Task<bool> IsReadyAsync(IGrainFactory grains)
    {
        try
        {
            await grains.GetGrain<IUserGrain>("health").IsLoginEndedAsync("").WaitAsync(ReadyWait);
            return true;
        }
        catch (Exception error) when (Unavailable.Is(error))
        {
            return false;
        }
    }

    private sealed record HealthAnswer(string Status);
}
