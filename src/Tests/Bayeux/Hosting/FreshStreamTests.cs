using System.Net;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>A stream of events whose new session does not come to be: the client is told, and never has an empty answer or a silent stream.</summary>
public sealed class FreshStreamTests
{
    [Theory]
    [InlineData("handshake", null)]
    [InlineData("handshake", "0123456789abcdef.7")]
    [InlineData("subscribe", null)]
    [InlineData("subscribe", "0123456789abcdef.7")]
    public async Task A_session_that_ends_before_its_stream_begins_is_said_to_be_over(string after, string? lastEventId)
    {
        await using var server = await BayeuxServer.StartAsync();
        server.Sessions.EndsAfter = after;
        using var answer = await AskAsync(server, lastEventId);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.EndsWith("event: end\ndata: {\"reason\":\"sessionEnded\"}\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("reset", text, StringComparison.Ordinal);
        Assert.Equal(0, server.Memory.CountOf("anna"));
    }

    [Fact]
    public async Task A_session_that_cannot_subscribe_is_refused_and_does_not_stay()
    {
        await using var server = await BayeuxServer.StartAsync(static options => options.Session = new() { SubscriptionsMax = 0 });
        using var answer = await AskAsync(server, null);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotEqual("", await answer.Content.ReadAsStringAsync());
        Assert.Equal(0, server.Memory.CountOf("anna"));
    }

    private static async Task<HttpResponseMessage> AskAsync(BayeuxServer server, string? lastEventId)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/api/v2/me/events"));
        request.Headers.TryAddWithoutValidation("Authorization", "anna");
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return await http.SendAsync(request);
    }
}
