using System.Net.WebSockets;

namespace OrleansChat.Tests.Bayeux.Hosting;

public sealed class WebSocketEndTests
{
    [Fact]
    public async Task Disconnecting_releases_the_connect_and_then_the_client_has_time_to_close()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync();
        await client.HoldAsync();
        await client.SendAsync($$"""{"channel":"/meta/disconnect","id":"d","clientId":"{{client.ClientId}}"}""");
        Assert.Equal("none", (string?)Assert.Single(await client.ReadAsync())!["advice"]!["reconnect"]);
        Assert.Equal("""[{"channel":"/meta/disconnect","id":"d","successful":true}]""", (await client.ReadAsync()).ToJsonString());
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(5));
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_kick_releases_the_connect_and_says_disconnect()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync();
        await client.HoldAsync();
        server.Memory.EndUser("anna");
        Assert.Equal("none", (string?)Assert.Single(await client.ReadAsync())!["advice"]!["reconnect"]);
        Assert.Equal("""[{"channel":"/meta/disconnect","successful":true}]""", (await client.ReadAsync()).ToJsonString());
    }

    [Fact]
    public async Task A_socket_whose_login_has_ended_does_nothing_more_and_is_closed()
    {
        var ended = "";
        await using var server = await BayeuxServer.StartAsync(options => options.HasLoginEnded = (_, login) => ValueTask.FromResult(login.LoginId == ended));
        using var client = await SocketClient.OpenAsync(server, "anna");
        using var session = await (await SocketClient.OpenAsync(server, "anna")).HandshakenAsync();
        using var other = await (await SocketClient.OpenAsync(server, "bob")).HandshakenAsync();
        ended = "login-of-anna";
        Assert.Equal("402::Unknown client", (string?)(await client.AskAsync($$"""{"channel":"/meta/disconnect","clientId":"{{session.ClientId}}"}"""))["error"]);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await client.ReadCloseAsync());
        Assert.Equal(1, server.Memory.CountOf("anna"));
        await other.AskAsync($$"""{"channel":"/service/echo","clientId":"{{other.ClientId}}","data":{} }""");
    }

    [Fact]
    public async Task An_expired_session_is_told_and_an_idle_socket_is_closed()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.SocketIdleMs = 300_000);
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync();
        server.Clock.Advance(TimeSpan.FromSeconds(120));
        Assert.Equal(0, server.Memory.CountOf("anna"));
        Assert.Empty(server.Connections.Attached);
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_host_that_stops_releases_connects_and_closes_with_1001()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync();
        await client.HoldAsync();
        var stopping = server.StopAsync();
        Assert.True((bool)Assert.Single(await client.ReadAsync())!["successful"]!);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await client.ReadCloseAsync());
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task The_client_closes_and_the_server_closes_too()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync();
        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(WebSocketState.Closed, client.Socket.State);
        await server.Sessions.DetachedAsync();
    }

    [Fact]
    public async Task A_reader_that_is_too_slow_loses_its_socket_and_nobody_else_feels_it()
    {
        await using var server = await BayeuxServer.StartAsync(options =>
        {
            options.SocketPendingBytesMax = 1 << 20;
            options.Session = new() { QueueBytesMax = 64 << 20 };
        });
        using var slow = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        using var other = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/calls");
        await slow.HoldAsync();
        var large = $"\"{new string('x', 200_000)}\"";
        for (var i = 0; i < 100; i++) await server.DeliverAsync("anna", "/v2/me/chats", large);
        await server.Sessions.DetachedAsync();
        await server.DeliverAsync("anna", "/v2/me/calls", "1");
        Assert.Equal("1", LongPollingClient.Events(await other.ReadAsync()));
    }

    [Fact]
    public async Task A_frame_that_is_not_taken_in_time_ends_the_socket()
    {
        await using var server = await BayeuxServer.StartAsync(options =>
        {
            options.SocketPendingBytesMax = 64 << 20;
            options.Session = new() { QueueBytesMax = 64 << 20 };
        });
        using var slow = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        var large = $"\"{new string('x', 500_000)}\"";
        for (var i = 0; i < 60; i++) await server.DeliverAsync("anna", "/v2/me/chats", large);
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(10));
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        await server.Sessions.DetachedAsync();
        Assert.Equal(1, server.Memory.CountOf("anna"));
    }

    [Fact]
    public async Task While_the_sessions_are_away_the_socket_stays()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync();
        server.Sessions.IsAway = true;
        await client.SendConnectAsync();
        Assert.Equal("""{"reconnect":"retry","interval":2000,"timeout":30000}""", Assert.Single(await client.ReadAsync())!["advice"]!.ToJsonString());
        server.Sessions.IsAway = false;
        await client.HoldAsync();
    }
}
