using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;

namespace OrleansChat.ApiHost.Me;

/// <summary><c>/me</c> and <c>/me/channels</c> (contract rows 33–37). Every call needs a login.</summary>
internal static class MeEndpoints
{
    public static void MapMe(this IEndpointRouteBuilder api)
    {
        api.MapGet("/me", static (HttpContext http, Entrance entrance, MeReading reading) =>
            entrance.ForUserAsync(http, caller => reading.GetAsync(caller, http.Request.Query))).Asks("subresources", "fields").Replies("MeReply");

        api.MapPost("/me", static (HttpContext http, Entrance entrance, OperationPipeline pipeline, SessionOperations session) =>
            entrance.ForUserAsync(http, caller => pipeline.RunAsync(http, session.All, key => new Myself(caller, http, key)))).Takes(static s => s.GetRequiredService<SessionOperations>().All).Replies("SessionReply");

        api.MapGet("/me/channels", static (HttpContext http, Entrance entrance, MeReading reading) =>
            entrance.ForUserAsync(http, caller => reading.GetChannelsAsync(caller, http.Request.Query))).Asks("fields", "channel", "dndState").Replies("ChannelsReply");

        api.MapPost("/me/channels/{channel}", static (HttpContext http, string channel, Entrance entrance, OperationPipeline pipeline, ChannelOperations channels) =>
            entrance.ForUserAsync(http, caller => pipeline.RunAsync(http, channels.All, key => new MyChannel(caller, channel, key)))).Takes(static s => s.GetRequiredService<ChannelOperations>().All).Replies("Done");
    }
}
