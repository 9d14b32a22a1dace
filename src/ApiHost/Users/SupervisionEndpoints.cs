using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Users;

/// <summary><c>/users/{userId}</c>: what supervisors do to agents (contract rows 27–31). Every call needs a login.</summary>
internal static class SupervisionEndpoints
{
    public static void MapSupervision(this IEndpointRouteBuilder api)
    {
        api.MapPost("/users/{userId}/channels/chat", static (HttpContext http, string userId, Entrance entrance, OperationPipeline pipeline, MonitoringOperations operations, PeopleDirectory people) =>
            entrance.ForUserAsync(http, caller => pipeline.RunAsync(http, operations.All, new Supervised(caller, userId, people), static agent => agent.Refusal))).Takes(static s => s.GetRequiredService<MonitoringOperations>().All).Replies("Done");

        api.MapPost("/users/{userId}/chats/{chatId}", static (HttpContext http, string userId, string chatId, Entrance entrance, OperationPipeline pipeline, IntrudeOperation operation, PeopleDirectory people) =>
            entrance.ForUserAsync(http, caller => pipeline.RunAsync(http, operation.All, new SupervisedChat(new(caller, userId, people), chatId), static chat => chat.Agent.Refusal))).Takes(static s => s.GetRequiredService<IntrudeOperation>().All).Replies("Done");
    }
}
