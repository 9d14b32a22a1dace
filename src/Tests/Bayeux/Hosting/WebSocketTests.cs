using System.Text;

namespace OrleansChat.Tests.Bayeux.Hosting;

public sealed class WebSocketTests
{
    [Fact]
    public async Task Without_ack_events_come_at_once_and_the_connect_stays_outstanding()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await client.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("""[{"channel":"/v2/me/chats","data":1}]""", (await client.ReadAsync()).ToJsonString());
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        Assert.Equal("""[{"channel":"/v2/me/chats","data":2}]""", (await client.ReadAsync()).ToJsonString());
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(30));
        server.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("""{"channel":"/meta/connect","id":"c4","successful":true}""", Assert.Single(await client.ReadAsync())!.ToJsonString());
    }

    [Fact]
    public async Task Reports_of_what_was_written_keep_their_distance_and_the_last_one_does_not_wait()
    {
        await using var server = await BayeuxServer.StartAsync(static options => options.SocketReportEveryMs = 20);
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await client.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await client.ReadAsync();
        var first = await server.Sessions.ReportedAsync();
        await server.Clock.ArmedAsync(TimeSpan.FromMilliseconds(20));
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        await client.ReadAsync();
        Assert.Equal(1, server.Sessions.Reports);

        server.Clock.Advance(TimeSpan.FromMilliseconds(20));
        Assert.True(await server.Sessions.ReportedAsync() > first);
        await server.DeliverAsync("anna", "/v2/me/chats", "3");
        await client.ReadAsync();
        client.Dispose();
        await server.Sessions.ReportedAsync();                          // the clock stands still
        await server.Sessions.DetachedAsync();
    }

    [Fact]
    public async Task Before_the_first_connect_nothing_is_pushed()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).HandshakenAsync(false, "/v2/me/chats");
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await client.AskAsync($$"""{"channel":"/meta/unsubscribe","clientId":"{{client.ClientId}}","subscription":"/v2/me/calls"}""");
        await client.SendConnectAsync();
        Assert.Equal("1", LongPollingClient.Events(await client.ReadAsync()));
    }

    [Fact]
    public async Task With_ack_events_come_with_the_reply_of_the_connect()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(true, "/v2/me/chats");
        await client.HoldAsync(0);
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        var answer = await client.ReadAsync();
        Assert.Equal("1", LongPollingClient.Events(answer));
        var number = (long)answer[1]!["ext"]!["ack"]!;
        await client.SendConnectAsync(0);
        Assert.Equal("1", LongPollingClient.Events(await client.ReadAsync()));
        await client.HoldAsync(number);
    }

    [Fact]
    public async Task Other_messages_are_answered_while_the_connect_is_outstanding()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync();
        await client.HoldAsync();
        Assert.True((bool)(await client.AskAsync($$"""{"channel":"/service/echo","clientId":"{{client.ClientId}}","data":{} }"""))["successful"]!);
    }

    [Fact]
    public async Task A_message_in_fragments_and_a_bare_object_are_taken()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await SocketClient.OpenAsync(server, "anna");
        var bytes = Encoding.UTF8.GetBytes("""{"channel":"/meta/handshake","id":"ä1","version":"1.0","supportedConnectionTypes":["websocket"]}""");
        foreach (var part in bytes.Chunk(7)) await client.SendAsync(part, end: false);
        await client.SendAsync([]);
        Assert.Equal("ä1", (string?)Assert.Single(await client.ReadAsync())!["id"]);
    }

    [Fact]
    public async Task A_session_moves_to_a_new_socket_without_a_handshake_and_nothing_is_lost()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var first = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await first.HoldAsync();
        first.Socket.Abort();
        await server.Sessions.DetachedAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        using var second = await SocketClient.OpenAsync(server, "anna");
        second.ClientId = first.ClientId;
        await second.SendConnectAsync(more: ""","advice":{"timeout":0}""");
        Assert.Equal("1", LongPollingClient.Events(await second.ReadAsync()));
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        Assert.Equal("2", LongPollingClient.Events(await second.ReadAsync()));
    }

    [Fact]
    public async Task A_session_moves_between_the_transports()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var polling = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        using var socket = await SocketClient.OpenAsync(server, "anna");
        socket.ClientId = polling.ClientId;
        await socket.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", LongPollingClient.Events(await socket.ReadAsync()));
        await server.Sessions.ReportedAsync();                          // or it comes again
        var held = await polling.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        Assert.Equal("2", LongPollingClient.Events(await held));
    }

    [Fact]
    public async Task The_newer_of_two_sockets_wins_and_the_older_connect_stays_unanswered()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var older = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await older.HoldAsync();
        using var newer = await SocketClient.OpenAsync(server, "anna");
        newer.ClientId = older.ClientId;
        await newer.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", LongPollingClient.Events(await newer.ReadAsync()));
        // The older socket is still served, and the next thing it gets is this answer.
        await older.AskAsync($$"""{"channel":"/service/echo","clientId":"{{older.ClientId}}","data":{} }""");
        await older.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        Assert.Equal("2", LongPollingClient.Events(await older.ReadAsync()));
    }

    [Fact]
    public async Task A_lost_push_is_noticed_with_the_next_one_and_fetched()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await client.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", LongPollingClient.Events(await client.ReadAsync()));
        server.LostPushes.Count = 2;
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        await server.DeliverAsync("anna", "/v2/me/chats", "3");
        await server.DeliverAsync("anna", "/v2/me/chats", "4");
        Assert.Equal("2 3 4", LongPollingClient.Events(await client.ReadAsync()));
        server.LostPushes.Count = 1;
        await server.DeliverAsync("anna", "/v2/me/chats", "5");
        await server.Connections.ResyncAsync(Assert.Single(server.Connections.Attached));
        Assert.Equal("5", LongPollingClient.Events(await client.ReadAsync()));
    }

    [Fact]
    public async Task Who_asks_again_in_vain_says_so_and_gets_everything_with_the_next_try()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await client.HoldAsync();
        server.LostPushes.Count = 1;
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        server.Sessions.IsAway = true;
        await Assert.ThrowsAnyAsync<Exception>(() => server.Connections.ResyncAsync(Assert.Single(server.Connections.Attached)).AsTask());
        server.Sessions.IsAway = false;
        await server.Connections.ResyncAsync(Assert.Single(server.Connections.Attached));
        Assert.Equal("1", LongPollingClient.Events(await client.ReadAsync()));
    }

    [Fact]
    public async Task An_older_socket_that_asks_again_does_not_take_the_session_back()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var older = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await older.HoldAsync();
        var former = Assert.Single(server.Connections.Attached);
        using var newer = await SocketClient.OpenAsync(server, "anna");
        newer.ClientId = older.ClientId;
        await newer.HoldAsync();
        Assert.Contains(former, server.Connections.Attached);
        server.Sessions.IsAway = true;
        await server.Connections.ResyncAsync(former);                   // or it would have failed to ask
    }

    [Fact]
    public async Task However_many_pushes_are_lost_everything_comes_once_and_in_order()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(false, "/v2/me/chats");
        await client.HoldAsync();
        var random = new Random(7);
        for (var i = 1; i <= 500; i++)
        {
            if (i < 500 && random.Next(4) == 0) server.LostPushes.Count = 1;
            await server.DeliverAsync("anna", "/v2/me/chats", $"{i}");
        }

        var read = new List<int>();
        while (read.Count == 0 || read[^1] < 500) read.AddRange((await client.ReadAsync()).Select(message => (int)message!["data"]!));
        Assert.Equal(Enumerable.Range(1, 500), read);
    }

    [Fact]
    public async Task With_ack_a_lost_push_comes_when_the_host_asks_again()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await (await SocketClient.OpenAsync(server, "anna")).ConnectedAsync(true, "/v2/me/chats");
        await client.HoldAsync(0);
        server.LostPushes.Count = 1;
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await server.Connections.ResyncAsync(Assert.Single(server.Connections.Attached));
        var answer = await client.ReadAsync();
        Assert.Equal(("1", 2), (LongPollingClient.Events(answer), answer.Count));
    }
}
