using System.Collections.Frozen;
using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Chats;

/// <summary><c>/me/chats</c> (contract rows 1–26, 38, 39). Every call needs a login.</summary>
internal static class MyChatsEndpoints
{
    public static void MapMyChats(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me/chats", static (HttpContext http, Entrance entrance, MyChats chats) =>
            entrance.ForUserAsync(http, caller => chats.ListAsync(http.Request.Query, caller))).Asks(["fields", .. ChatJson.WordNames]).Replies("ChatsReply");

        api.MapGet("/me/chats/{id}", static (HttpContext http, string id, Entrance entrance, MyChats chats) =>
            entrance.ForUserAsync(http, caller => chats.GetAsync(caller, id))).Replies("ChatReply");

        api.MapPost("/me/chats/{id}", static (HttpContext http, string id, Entrance entrance, MyChats chats) =>
            entrance.ForUserAsync(http, caller => chats.OperateAsync(http, caller, id))).Takes(Operations).Replies("Done");

        api.MapGet("/me/chats/{id}/messages", static (HttpContext http, string id, Entrance entrance, MyChats chats) =>
            entrance.ForUserAsync(http, caller => chats.GetMessagesAsync(http.Request.Query, caller, id))).Asks("index").Replies("MessagesReply").Refuses(StatusCodes.Status400BadRequest);
    }

    public static FrozenDictionary<string, Operation<MyChat>> Operations(IServiceProvider services) => services.GetRequiredService<MyChats>().Operations;
}
