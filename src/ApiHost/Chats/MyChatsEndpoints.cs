using OrleansChat.ApiHost.Logins;

namespace OrleansChat.ApiHost.Chats;

/// <summary><c>/me/chats</c> (contract rows 1–26, 38, 39). Every call needs a login.</summary>
internal static class MyChatsEndpoints
{
    public static void MapMyChats(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me/chats", static (HttpContext http, Entrance entrance, MyChats chats) =>
            entrance.ForUserAsync(http, caller => chats.ListAsync(http.Request.Query, caller)));

        api.MapGet("/me/chats/{id}", static (HttpContext http, string id, Entrance entrance, MyChats chats) =>
            entrance.ForUserAsync(http, caller => chats.GetAsync(caller, id)));

        api.MapPost("/me/chats/{id}", static (HttpContext http, string id, Entrance entrance, MyChats chats) =>
            entrance.ForUserAsync(http, caller => chats.OperateAsync(http, caller, id)));

        api.MapGet("/me/chats/{id}/messages", static (HttpContext http, string id, Entrance entrance, MyChats chats) =>
            entrance.ForUserAsync(http, caller => chats.GetMessagesAsync(http.Request.Query, caller, id)));
    }
}
