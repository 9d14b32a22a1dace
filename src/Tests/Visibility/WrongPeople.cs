using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

/// <summary>Short ways to what tests of the wrong people ask.</summary>
internal static class WrongPeople
{
    /// <summary>All of an answer: status and body to the letter.</summary>
    public static string Words(Answer answer) => $"{(int)answer.Http} {answer.Body.ToJsonString()}";

    /// <summary>A new notification session; its clientId.</summary>
    public static async Task<string> HandshakeAsync(Api api)
    {
        var shake = await api.BayeuxAsync("/handshake", default, new JsonObject
        {
            ["channel"] = "/meta/handshake", ["id"] = "1", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling"),
        });
        return (string)shake[0]!["clientId"]!;
    }

    public static async Task<string> SubscribeAsync(Api api, string subscription)
    {
        var clientId = await HandshakeAsync(api);
        Assert.True((bool)(await SubscribeAsync(api, clientId, subscription))["successful"]!);
        return clientId;
    }

    public static async Task<JsonNode> SubscribeAsync(Api api, string clientId, JsonNode subscription) => (await api.BayeuxAsync("/subscribe", default, new JsonObject
    {
        ["channel"] = "/meta/subscribe", ["id"] = "2", ["clientId"] = clientId, ["subscription"] = subscription,
    }))[0]!;

    public static async Task<JsonNode> PublishAsync(Api api, string clientId, string channel) => (await api.BayeuxAsync("", default, new JsonObject
    {
        ["channel"] = channel, ["id"] = "3", ["clientId"] = clientId, ["data"] = new JsonObject { ["messageType"] = "MessageLogUpdated", ["notificationType"] = "NewMessages" },
    }))[0]!;

    /// <summary>What waits, without waiting for more.</summary>
    public static Task<JsonArray> PollAsync(Api api, string clientId, int timeout = 0) => api.BayeuxAsync("/connect", default, new JsonObject
    {
        ["channel"] = "/meta/connect", ["id"] = "4", ["clientId"] = clientId, ["connectionType"] = "long-polling", ["advice"] = new JsonObject { ["timeout"] = timeout },
    });
}
