using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Chats;
using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.ApiHost.Throttling;
using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Customers;

/// <summary>
/// <c>/chats</c>: the customer API (contract rows 42–45) and, with credentials, another name for <c>/me/chats</c> (decision 39). A customer
/// has no login; a header names the contact centre.
/// </summary>
internal static class ChatsEndpoints
{
    public static void MapChats(this IEndpointRouteBuilder api)
    {
        api.MapPost("/chats", static (HttpContext http, ChatsEntrance entrance, OperationPipeline pipeline, IPeople people, IGrainFactory grains, Throttle throttle) =>
            entrance.ForEitherAsync(http,
                caller => RequestAsUserAsync(http, pipeline, new ContactCenter(caller.Person.ContactCenterId, null, people, grains)),
                async id => throttle.OfChats.TryTake(Throttle.AddressOf(http))
                    ? await RequestAsync(http, pipeline, new ContactCenter(id, null, people, grains))
                    : Gate.TooMany(throttle.OfChats.RetryAfterSeconds)))
            .For("customer").Takes(static s => new ContactCenter("", null, s.GetRequiredService<IPeople>(), s.GetRequiredService<IGrainFactory>()).Operations).Replies("ChatRequested").Refuses(StatusCodes.Status403Forbidden);

        api.MapGet("/chats/{id}", static (HttpContext http, string id, ChatsEntrance entrance, MyChats mine, CustomerReading customers) =>
            entrance.ForEitherAsync(http, caller => mine.GetAsync(caller, id), async center => await customers.GetAsync(center, id)))
            .For("user", "customer").Replies("EitherChatReply");

        api.MapPost("/chats/{id}", static (HttpContext http, string id, ChatsEntrance entrance, MyChats mine, CustomerReading customers, OperationPipeline pipeline, IGrainFactory grains) =>
            entrance.ForEitherAsync(http,
                caller => mine.OperateAsync(http, caller, id),
                async center => await customers.SeenAsync(center, id, pipeline.RunAsync(http, CustomerOperations.All, key => new CustomerChat(center, id, key, grains)))))
            .For("user", "customer").Takes(MyChatsEndpoints.Operations).Takes(static _ => CustomerOperations.All).Replies("Done");

        api.MapGet("/chats/{id}/messages", static (HttpContext http, string id, ChatsEntrance entrance, MyChats mine, CustomerReading customers) =>
            entrance.ForEitherAsync(http, caller => mine.GetMessagesAsync(http.Request.Query, caller, id), center => customers.GetMessagesAsync(http, center, id)))
            .For("user", "customer").Asks("index").Replies("EitherMessagesReply").Refuses(StatusCodes.Status400BadRequest);
    }

    private static Task<Reply> RequestAsUserAsync(HttpContext http, OperationPipeline pipeline, ContactCenter center) => pipeline.RunAsync(http, center.OperationsForUsers, _ => center);

    private static Task<Reply> RequestAsync(HttpContext http, OperationPipeline pipeline, ContactCenter center) => pipeline.RunAsync(http, center.Operations, center.AskedWith);
}
