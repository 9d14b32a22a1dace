using System.Reflection;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Documents;

namespace OrleansChat.ApiHost.Diagnostics;

/// <summary>What needs no login: the version (contract row 41).</summary>
internal static class DiagnosticsEndpoints
{
    public static string Version { get; } =
        typeof(DiagnosticsEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static void MapVersion(this IEndpointRouteBuilder api) =>
        api.MapGet("/diagnostics/version", static () => Reply.With(static json => json.WriteString("version", Version))).For().Replies("Version");
}
