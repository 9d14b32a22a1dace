using System.Net;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Bayeux.Hosting;

public sealed class BrowserTabsTests
{
    [Fact]
    public async Task A_handshake_marks_the_browser_once()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client("anna");
        var cookie = Assert.Single(await HandshakeAsync(client, null));
        Assert.Matches("^BAYEUX_BROWSER=[0-9a-f]{32}; path=/; samesite=lax; httponly$", cookie);
        Assert.Empty(await HandshakeAsync(client, cookie.Split(';')[0]));
        Assert.Single(await HandshakeAsync(client, "BAYEUX_BROWSER=x"));
    }

    [Fact]
    public async Task One_tab_holds_and_the_others_poll_until_it_is_their_turn()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var first = await server.Client("anna").ConnectedAsync();
        using var second = await server.Client("anna").ConnectedAsync();
        var held = ConnectAsync(first);
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(
            """{"channel":"/meta/connect","id":"3","successful":true,"advice":{"reconnect":"retry","interval":2000,"timeout":30000,"multiple-clients":true}}""",
            (await ConnectAsync(second)).ToJsonString());

        server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null((await held)["advice"]);
        var turn = ConnectAsync(second);
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(30));
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("""{"reconnect":"retry","interval":0,"timeout":30000}""", (await turn)["advice"]!.ToJsonString());
    }

    [Fact]
    public async Task A_newer_connect_of_the_same_session_is_no_second_tab_and_keeps_the_place()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var first = await server.Client("anna").ConnectedAsync();
        using var second = await server.Client("anna").ConnectedAsync();
        var older = first.PostAsync(first.Connect(), shape: Browser);
        await server.Sessions.HeldAsync();
        var newer = ConnectAsync(first);
        Assert.Equal(HttpStatusCode.InternalServerError, (await older).Status);
        await server.Sessions.HeldAsync();
        Assert.NotNull((await ConnectAsync(second))["advice"]);
        Assert.False(newer.IsCompleted);
    }

    [Fact]
    public async Task Other_users_and_clients_without_cookies_are_not_counted()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var anna = await server.Client("anna").ConnectedAsync();
        using var bob = await server.Client("bob").ConnectedAsync();
        using var script = await server.Client("anna").ConnectedAsync();
        Task<JsonNode>[] held = [ConnectAsync(anna), ConnectAsync(bob)];
        for (var i = 0; i < 2; i++) await server.Sessions.HeldAsync();
        await script.HoldAsync();
        Assert.All(held, connect => Assert.False(connect.IsCompleted));
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.OneHeldConnectPerBrowser = false);
        using var first = server.Client("anna");
        Assert.Empty(await HandshakeAsync(first, null));
    }

    private static async Task<string[]> HandshakeAsync(LongPollingClient client, string? cookie)
    {
        var body = new StringContent("""{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"]}""", null, "application/json");
        using var response = await client.SendAsync(HttpMethod.Post, "", body, request => request.Headers.TryAddWithoutValidation("Cookie", cookie ?? "a=b"));
        return response.Headers.TryGetValues("Set-Cookie", out var cookies) ? [.. cookies] : [];
    }

    private static async Task<JsonNode> ConnectAsync(LongPollingClient client) =>
        Assert.Single((await client.PostAsync(client.Connect(), shape: Browser)).Body!.AsArray())!;

    private static void Browser(HttpRequestMessage request) => request.Headers.Add("Cookie", "BAYEUX_BROWSER=0123456789abcdef0123");
}
