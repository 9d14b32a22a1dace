using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Diagnostics;

namespace OrleansChat.ApiHost.Documents;

/// <summary>AsyncAPI 3.0 of the notifications: the two topics, over Bayeux and as server-sent events, from <c>AsyncApi.json</c>.</summary>
internal static class AsyncApiDocument
{
    public static JsonObject Build()
    {
        var document = JsonNode.Parse(Schemas.Read("AsyncApi.json"))!.AsObject();
        document["info"]!["version"] = DiagnosticsEndpoints.Version;
        document["components"]!["schemas"] = Schemas.All();
        return document;
    }
}
