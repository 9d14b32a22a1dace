using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.ApiHost;

/// <summary>Every operation of every resource, asked by somebody who may, with parameters that are good.</summary>
internal static class EveryOperation
{
    public static IEnumerable<(string Who, string Path, OperationRow Row)> All
    {
        get
        {
            var agent = ApiServer.UserId("agent1");
            (string Who, string Path, OperationRow[] Rows)[] resources =
            [
                ("agent1", $"/api/v2/me/chats/{ApiServer.ChatId}", OperationCatalogue.OfChats), ("agent1", $"/api/v2/chats/{ApiServer.ChatId}", OperationCatalogue.OfChats), ("agent1", "/api/v2/me", OperationCatalogue.OfMe),
                ("agent1", "/api/v2/me/channels/chat", OperationCatalogue.OfChannels), ("supervisor1", $"/api/v2/users/{agent}/channels/chat", [.. OperationCatalogue.OfMonitoring, .. OperationCatalogue.OfAgentControl]),
                ("supervisor1", $"/api/v2/users/{agent}/chats/{ApiServer.ChatId}", OperationCatalogue.OfSupervisedChats),
                ("customer", $"/api/v2/chats/{ApiServer.Handle}", OperationCatalogue.OfCustomers), ("customer", "/api/v2/chats", OperationCatalogue.OfContactCenters),
            ];
            return resources.SelectMany(static r => r.Rows.Select(row => (r.Who, r.Path, row)));
        }
    }

    /// <summary>A body that is in order, perhaps with another value of a parameter. A farewell's type needs a text beside it.</summary>
    public static JsonObject Body(OperationRow row, string? parameter = null, string? value = null)
    {
        var body = JsonNode.Parse(row.Body())!.AsObject();
        if (row.Parameters.Any(static p => p.Name == "targetUri")) body["targetUri"] = $"/users/{ApiServer.UserId("agent2")}";
        if (row.Name == "StartContactCenterSession") body["channels"] = new JsonArray("chat");
        if (parameter is "messageType" or "treatAs" && body["text"] is null) body["text"] = "x";
        if (parameter is not null) body[parameter] = JsonNode.Parse(value!);
        return body;
    }
}
