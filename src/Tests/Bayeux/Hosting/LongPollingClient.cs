using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>A long-polling client without any cleverness: it sends what the test says and remembers only its clientId.</summary>
internal sealed class LongPollingClient : IDisposable
{
    private readonly BayeuxServer _server;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });

    public LongPollingClient(BayeuxServer server, string? user)
    {
        _server = server;
        if (user is not null) _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", user);
    }

    public string ClientId { get; set; } = "";

    public async Task<LongPollingClient> HandshakenAsync(bool ack = false, params string[] subscriptions)
    {
        var reply = await OneAsync($$"""{"channel":"/meta/handshake","id":"1","version":"1.0","supportedConnectionTypes":["long-polling"],"ext":{"ack":{{(ack ? "true" : "false")}} } }""");
        ClientId = (string)reply["clientId"]!;
        foreach (var subscription in subscriptions) Assert.True((bool)(await SubscribeAsync(subscription))["successful"]!);
        return this;
    }

    /// <summary>Handshaken, subscribed, and the first connect answered.</summary>
    public async Task<LongPollingClient> ConnectedAsync(bool ack = false, params string[] subscriptions)
    {
        await HandshakenAsync(ack, subscriptions);
        await ConnectAsync(ack: 0);
        return this;
    }

    public Task<JsonObject> SubscribeAsync(string channel) =>
        OneAsync($$"""{"channel":"/meta/subscribe","id":"2","clientId":"{{ClientId}}","subscription":"{{channel}}"}""");

    public string Connect(long? ack = null, string more = "") =>
        $$"""{"channel":"/meta/connect","id":"3","connectionType":"long-polling","clientId":"{{ClientId}}"{{(ack is { } number ? $",\"ext\":{{\"ack\":{number}}}" : "")}}{{more}}}""";

    public async Task<JsonArray> ConnectAsync(long? ack = null, string more = "", CancellationToken cancellation = default) =>
        (await PostAsync(Connect(ack, more), "/connect", cancellation: cancellation)).Body!.AsArray();

    /// <summary>A connect that is held when this returns. The clock has moved by 1 ms, so that its time-out is later than all before.</summary>
    public async Task<Task<JsonArray>> HoldAsync(long? ack = null, string more = "", CancellationToken cancellation = default)
    {
        _server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var held = ConnectAsync(ack, more, cancellation);
        await Task.WhenAny(held, _server.Sessions.HeldAsync());
        Assert.False(held.IsCompleted, "The connect was not held.");
        return held;
    }

    /// <summary>The only reply to a message.</summary>
    public async Task<JsonObject> OneAsync(string message, string suffix = "")
    {
        var (status, body) = await PostAsync($"[{message}]", suffix);
        Assert.Equal(HttpStatusCode.OK, status);
        return Assert.Single(body!.AsArray())!.AsObject();
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(
        string body, string suffix = "", string mediaType = "application/json", Action<HttpRequestMessage>? shape = null, CancellationToken cancellation = default)
    {
        using var response = await SendAsync(HttpMethod.Post, suffix, new StringContent(body, Encoding.UTF8, mediaType), shape, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string suffix = "", HttpContent? content = null, Action<HttpRequestMessage>? shape = null, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server.Url, "/api/v2/notifications" + suffix)) { Content = content };
        shape?.Invoke(request);
        return await _http.SendAsync(request, cancellation).WaitAsync(TimeSpan.FromSeconds(20), cancellation);
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The data of the events in an answer, joined.</summary>
    public static string Events(JsonArray answer) =>
        string.Join(' ', answer.Where(message => message!["successful"] is null).Select(message => message!["data"]!.ToJsonString()));
}
