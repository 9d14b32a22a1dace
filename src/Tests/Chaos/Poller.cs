using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Chaos;

/// <summary>A notification session over long-polling that polls when it is told to.</summary>
internal sealed class Poller : IDisposable
{
    private readonly string _userName;
    private readonly string _clientId;
    private readonly Api _api;

    private Poller(string userName, string clientId, Api api) => (_userName, _clientId, _api) = (userName, clientId, api);

    /// <summary>Subscribed to everything, with ack, and having polled once.</summary>
    public static async Task<Poller> OpenAsync(Uri host, string userName)
    {
        var api = Api.User(host, userName);
        var clientId = (string)(await api.BayeuxAsync("/handshake", default, new JsonObject
        {
            ["channel"] = "/meta/handshake", ["id"] = "1", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling"), ["ext"] = new JsonObject { ["ack"] = true },
        }))[0]!["clientId"]!;
        _ = await api.BayeuxAsync("/subscribe", default, new JsonObject { ["channel"] = "/meta/subscribe", ["id"] = "2", ["clientId"] = clientId, ["subscription"] = "/**" });
        var poller = new Poller(userName, clientId, api);
        _ = await PollAsync(api, clientId);
        return poller;
    }

    /// <summary>What a reply to a connect says: <c>goes on</c>, <c>402 handshake</c>, …</summary>
    public static string WordsOf(JsonNode reply) => (bool)reply["successful"]! ? "goes on" : $"{((string)reply["error"]!)[..3]} {(string)reply["advice"]!["reconnect"]!}";

    /// <summary>Polls at a host, as <see cref="WordsOf"/> says it.</summary>
    public async Task<string> PollAsync(Uri host)
    {
        using var api = Api.User(host, _userName);
        return WordsOf(await PollAsync(api, _clientId));
    }

    public void Dispose() => _api.Dispose();

    private static async Task<JsonNode> PollAsync(Api api, string clientId) => (await api.BayeuxAsync("/connect", default, new JsonObject
    {
        ["channel"] = "/meta/connect", ["id"] = "3", ["clientId"] = clientId, ["connectionType"] = "long-polling", ["advice"] = new JsonObject { ["timeout"] = 0 },
    })).Single(static m => (string)m!["channel"]! == "/meta/connect")!;
}
