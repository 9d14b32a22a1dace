using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.ApiHost.Documents;

/// <summary>
/// <c>/openapi.json</c> and <c>/asyncapi.json</c>: need no login, say nothing of anybody, and are made once. Outside of <c>/api/v2</c>, where every
/// body would have a statusCode (decision 21).
/// </summary>
internal static class DocumentsEndpoints
{
    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        var services = routes.ServiceProvider;
        var openApi = new Lazy<byte[]>(() => Bytes(new OpenApiDocument(services.GetRequiredService<EndpointDataSource>(), services, services.GetRequiredService<LimitSettings>()).Build()));
        var asyncApi = new Lazy<byte[]>(static () => Bytes(AsyncApiDocument.Build()));
        routes.MapGet("/openapi.json", () => TypedResults.Bytes(openApi.Value, "application/json"));
        routes.MapGet("/asyncapi.json", () => TypedResults.Bytes(asyncApi.Value, "application/json"));
    }

    private static byte[] Bytes(JsonObject document) => System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
}
