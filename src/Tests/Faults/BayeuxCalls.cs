using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>Single Bayeux requests over long-polling, without any cleverness.</summary>
internal static class BayeuxCalls
{
    /// <summary>A session that is handshaken, subscribed to everything and once connected; its clientId.</summary>
    public static async Task<string> ConnectedAsync(this Api api, bool ack = false)
    {
        var shake = await api.BayeuxAsync("/handshake", default, new JsonObject
        {
            ["channel"] = "/meta/handshake", ["id"] = "1", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling"), ["ext"] = new JsonObject { ["ack"] = ack },
        });
        var clientId = (string)shake[0]!["clientId"]!;
        Assert.True((bool)(await api.SubscribeAsync(clientId, "/**"))[0]!["successful"]!);
        Assert.True((bool)(await api.ConnectAsync(clientId))[^1]!["successful"]!);
        return clientId;
    }

    public static Task<JsonArray> SubscribeAsync(this Api api, string clientId, string subscription) =>
        api.BayeuxAsync("/subscribe", default, new JsonObject { ["channel"] = "/meta/subscribe", ["id"] = "2", ["clientId"] = clientId, ["subscription"] = subscription });

    public static Task<JsonArray> ConnectAsync(this Api api, string clientId, long ack = 0) => api.BayeuxAsync("/connect", default, new JsonObject
    {
        ["channel"] = "/meta/connect", ["id"] = "3", ["clientId"] = clientId, ["connectionType"] = "long-polling", ["ext"] = new JsonObject { ["ack"] = ack },
    });

    public static Task<JsonArray> DisconnectAsync(this Api api, string clientId) =>
        api.BayeuxAsync("/disconnect", default, new JsonObject { ["channel"] = "/meta/disconnect", ["id"] = "4", ["clientId"] = clientId });
}
