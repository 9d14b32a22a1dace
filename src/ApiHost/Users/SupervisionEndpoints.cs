using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Users;

/// <summary><c>/users/{userId}</c>: what supervisors do to agents (contract rows 27–32). Every call needs a login.</summary>
internal static class SupervisionEndpoints
{
    public static void MapSupervision(this IEndpointRouteBuilder api)
    {
        var control = api.ServiceProvider.GetRequiredService<AgentControlOperations>();
        var operations = control.With(api.ServiceProvider.GetRequiredService<MonitoringOperations>());
        api.MapPost("/users/{userId}/channels/{channel}", (HttpContext http, string userId, string channel, Entrance entrance, OperationPipeline pipeline, IPeople people) =>
            entrance.ForUserAsync(http, caller => pipeline.RunAsync(http, operations, key => new SupervisedChannel(new(caller, userId, key, people), channel), control.RefusalOf)))
            .Takes(_ => operations).Replies("Done");

        api.MapPost("/users/{userId}/chats/{chatId}", static (HttpContext http, string userId, string chatId, Entrance entrance, OperationPipeline pipeline, IntrudeOperation operation, IPeople people) =>
            entrance.ForUserAsync(http, caller => pipeline.RunAsync(http, operation.All, key => new SupervisedChat(new(caller, userId, key, people), chatId), static (chat, _) => chat.Agent.Refusal)))
            .Takes(static s => s.GetRequiredService<IntrudeOperation>().All).Replies("Done");
    }
}
