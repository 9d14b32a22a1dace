using System.Text.Json.Nodes;
using OrleansChat.Bayeux.AspNetCore;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Hosting;

public sealed class SessionEndTests
{
    private const string Handshake = """{"channel":"/meta/handshake","id":"1","version":"1.0","supportedConnectionTypes":["long-polling"]}""";

    [Fact]
    public async Task Disconnecting_releases_the_held_connect_and_the_session_is_unknown_afterwards()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(true);
        var held = await client.HoldAsync(ack: 0);
        Assert.Equal(
            """{"channel":"/meta/disconnect","id":"9","successful":true}""",
            (await client.OneAsync($$"""{"channel":"/meta/disconnect","id":"9","clientId":"{{client.ClientId}}"}""")).ToJsonString());
        var released = Assert.Single(await held)!.AsObject();
        Assert.True((bool)released["successful"]!);
        Assert.NotNull(released["ext"]!["ack"]);
        Assert.Equal("""{"reconnect":"none","interval":0,"timeout":30000}""", released["advice"]!.ToJsonString());
        await AssertUnknownAsync(client);
    }

    [Fact]
    public async Task A_kicked_user_is_told_to_stop()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        var held = await client.HoldAsync();
        server.Memory.EndUser("anna");
        Assert.Equal("none", (string?)Assert.Single(await held)!["advice"]!["reconnect"]);
        await AssertUnknownAsync(client);
    }

    [Fact]
    public async Task A_connect_is_not_held_beyond_its_credentials()
    {
        var clock = new Time.FakeClock();
        await using var server = await BayeuxServer.StartAsync(
            options => options.Authenticate = _ => ValueTask.FromResult<BayeuxPrincipal?>(new("anna", "a token", ValidUntil: clock.GetUtcNow().AddSeconds(5))), clock);
        using var client = await server.Client("anna").ConnectedAsync();
        var held = await client.HoldAsync();
        await clock.ArmedAsync(TimeSpan.FromSeconds(5));
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True((bool)Assert.Single(await held.WaitAsync(TimeSpan.FromSeconds(20)))!["successful"]!);
    }

    [Fact]
    public async Task An_address_with_another_user_reaches_nothing()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        var held = await client.HoldAsync();
        var address = Assert.Single(server.Connections.Attached) with { User = "bob" };
        server.Connections.End(address, EndReason.LoggedOut);
        server.Connections.Push(new(address, 0, true, 0, [new(1, "/v2/me/chats", "1"u8.ToArray())]));
        server.Connections.Supersede(address);
        Assert.Single(server.Connections.Attached);
        Assert.False(held.IsCompleted);
    }

    [Fact]
    public async Task A_session_without_a_connect_expires()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        server.Clock.Advance(TimeSpan.FromMilliseconds(119_999));
        Assert.Equal(1, server.Memory.CountOf("anna"));
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, server.Memory.CountOf("anna"));
        await AssertUnknownAsync(client);
    }

    [Fact]
    public async Task A_held_connect_keeps_its_session_longer_than_that()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.Session = new() { TimeoutMs = 200_000, MaxIntervalMs = 10_000 });
        using var client = await server.Client("anna").ConnectedAsync();
        var held = await client.HoldAsync();
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(200));
        server.Clock.Advance(TimeSpan.FromMilliseconds(199_999));
        Assert.Equal(1, server.Memory.CountOf("anna"));
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True((bool)Assert.Single(await held)!["successful"]!);
        Assert.Equal(1, server.Memory.CountOf("anna"));
    }

    [Fact]
    public async Task A_queue_that_runs_over_ends_the_session_and_the_client_handshakes_again()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.Session = new() { QueueMessagesMax = 3 });
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        for (var i = 0; i < 4; i++) await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await AssertUnknownAsync(client);
    }

    [Fact]
    public async Task One_session_too_many_ends_the_one_that_is_longest_without_a_connect()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.SessionsPerUserMax = 2);
        using var first = await server.Client("anna").ConnectedAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        using var second = await server.Client("anna").ConnectedAsync();
        var held = await first.HoldAsync();
        using var third = await server.Client("anna").ConnectedAsync();
        Assert.Equal(2, server.Memory.CountOf("anna"));
        await AssertUnknownAsync(second);
        Assert.False(held.IsCompleted);
    }

    [Fact]
    public async Task A_host_that_stops_releases_its_connects_so_that_clients_come_back()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        var held = await client.HoldAsync();
        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal("""{"channel":"/meta/connect","id":"3","successful":true}""", Assert.Single(await held)!.ToJsonString());
    }

    [Fact]
    public async Task While_the_sessions_are_away_clients_are_told_to_come_back()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        server.Sessions.IsAway = true;
        Assert.Equal("""{"reconnect":"handshake","interval":2000,"timeout":30000}""", Refused(await client.OneAsync(Handshake))!.ToJsonString());
        Assert.Equal("""{"reconnect":"retry","interval":2000,"timeout":30000}""", Refused(await client.OneAsync(client.Connect()))!.ToJsonString());
        Assert.Null(Refused(await client.SubscribeAsync("/v2/me/chats")));
        server.Sessions.IsAway = false;
        Assert.True((bool)(await client.SubscribeAsync("/v2/me/chats"))["successful"]!);

        static JsonNode? Refused(JsonObject reply)
        {
            Assert.Equal("503::Try again later", (string?)reply["error"]);
            return reply["advice"];
        }
    }

    [Fact]
    public async Task Too_many_handshakes_are_told_to_come_later()
    {
        await using var server = await BayeuxServer.StartAsync(options => (options.HandshakesBurstMax, options.HandshakesPerSecond) = (2, 1));
        using var client = server.Client("anna");
        for (var i = 0; i < 2; i++) Assert.True((bool)(await client.OneAsync(Handshake))["successful"]!);
        Assert.Equal("handshake", (string?)(await client.OneAsync(Handshake))["advice"]!["reconnect"]);
        using var other = server.Client("bob");
        Assert.True((bool)(await other.OneAsync(Handshake))["successful"]!);
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((bool)(await client.OneAsync(Handshake))["successful"]!);
    }

    private static async Task AssertUnknownAsync(LongPollingClient client) => Assert.Equal(
        """{"channel":"/meta/connect","id":"3","successful":false,"error":"402::Unknown client","advice":{"reconnect":"handshake","interval":0,"timeout":30000}}""",
        Assert.Single(await client.ConnectAsync())!.ToJsonString());
}
