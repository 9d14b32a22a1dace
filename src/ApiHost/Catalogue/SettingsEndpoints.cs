using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;

namespace OrleansChat.ApiHost.Catalogue;

/// <summary><c>/settings</c>: what clients look up. Needs a login.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder api) => api.MapGet(AgentStates.Path, static (HttpContext http, Entrance entrance) =>
        entrance.ForUserAsync(http, _ => Task.FromResult(AgentStates.Get(http.Request.Query))))
        .Asks("fields", "id", "displayName", "state", "operationName").Replies("AgentStatesReply");
}
