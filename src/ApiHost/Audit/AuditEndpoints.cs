using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;

namespace OrleansChat.ApiHost.Audit;

/// <summary><c>/audit</c>: who supervised whom (decision 18). For administrators of the contact centre; nobody else learns that there is anything.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", static (HttpContext http, Entrance entrance, AuditReading reading) => entrance.ForUserAsync(http, caller => reading.GetAsync(http.Request.Query, caller)))
            .Asks(AuditParameters.Names).Replies("AuditReply").Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status403Forbidden);
}
