using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using static OrleansChat.Tests.Bayeux.Hosting.LongPollingClient;

namespace OrleansChat.Tests.Bayeux.Hosting;

public sealed class LongPollingTests
{
    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/handshake")]
    [InlineData("/anything/at/all")]
    public async Task A_handshake_opens_a_session_below_every_suffix(string suffix)
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client("anna");
        var reply = await client.OneAsync(
            """{"channel":"/meta/handshake","id":"h1","clientId":"chosenByTheClient","version":"1.0","supportedConnectionTypes":["websocket","long-polling"],"ext":{"ack":true,"other":1}}""", suffix);
        var clientId = (string)reply["clientId"]!;
        Assert.Matches("^[0-9a-z]{26}$", clientId);
        reply["clientId"] = "*";
        Assert.Equal(
            """{"channel":"/meta/handshake","id":"h1","successful":true,"clientId":"*","version":"1.0","minimumVersion":"1.0","supportedConnectionTypes":["websocket","long-polling"],"ext":{"ack":true},"advice":{"reconnect":"retry","interval":0,"timeout":30000}}""",
            reply.ToJsonString());
    }

    [Fact]
    public async Task A_bare_message_is_taken_and_the_answer_is_an_array_that_no_cache_keeps()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client("anna");
        using var response = await client.SendAsync(HttpMethod.Post, "", new StringContent("""{"channel":"/service/x","id":7}""", null, "application/json"));
        Assert.Equal("""[{"channel":"/service/x","id":7,"successful":false,"error":"402::Unknown client"}]""", await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json;charset=utf-8", response.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal));
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Subscribing_works_before_the_first_connect_and_what_came_meanwhile_is_in_its_answer()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").HandshakenAsync(false, "/v2/me/chats");
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await server.DeliverAsync("anna", "/v2/me/calls", "2");
        await server.DeliverAsync("bob", "/v2/me/chats", "3");
        Assert.Equal(
            """[{"channel":"/v2/me/chats","data":1},{"channel":"/meta/connect","id":"3","successful":true}]""",
            (await client.ConnectAsync()).ToJsonString());
    }

    [Fact]
    public async Task A_delivery_ends_the_held_connect_and_nothing_does_before()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/*");
        var held = await client.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "{\"n\":1}");
        Assert.Equal("""{"n":1}""", Events(await held));
        var next = await client.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        Assert.Equal("2", Events(await next));
    }

    [Fact]
    public async Task A_held_connect_times_out_with_success_and_without_events()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        var held = await client.HoldAsync();
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(30));
        server.Clock.Advance(TimeSpan.FromMilliseconds(29_999));
        Assert.False(held.IsCompleted);
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("""[{"channel":"/meta/connect","id":"3","successful":true}]""", (await held).ToJsonString());
    }

    [Fact]
    public async Task The_client_shortens_its_hold_and_gets_advice_because_it_sent_one()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        var held = await client.HoldAsync(more: ""","advice":{"timeout":5000}""");
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(5));
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("""{"reconnect":"retry","interval":0,"timeout":30000}""", Assert.Single(await held)!["advice"]!.ToJsonString());
        Assert.Single(await client.ConnectAsync(more: ""","advice":{"timeout":0}"""));
    }

    [Fact]
    public async Task Other_messages_are_answered_while_a_connect_is_held_and_take_no_events_along()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync();
        var held = await client.HoldAsync();
        Assert.True((bool)(await client.SubscribeAsync("/v2/me/chats"))["successful"]!);
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", Events(await held));
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        await client.SubscribeAsync("/v2/me/calls");
        Assert.Equal("2", Events(await client.ConnectAsync()));
    }

    [Fact]
    public async Task A_connect_among_other_messages_is_not_held_and_events_come_first()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        var (_, body) = await client.PostAsync(
            $$"""[{"channel":"/meta/subscribe","id":"a","clientId":"{{client.ClientId}}","subscription":["/v2/me/calls","/v2/me/emails"]},{{client.Connect()}},{"channel":"/service/echo","id":"b","clientId":"{{client.ClientId}}","data":{} }]""");
        Assert.Equal(
            """[{"channel":"/v2/me/chats","data":1},{"channel":"/meta/subscribe","id":"a","successful":true,"subscription":["/v2/me/calls","/v2/me/emails"]},{"channel":"/meta/connect","id":"3","successful":true},{"channel":"/service/echo","id":"b","successful":true}]""",
            body!.ToJsonString());
    }

    [Fact]
    public async Task A_handshake_among_other_messages_stands_alone()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = server.Client("anna");
        var (_, body) = await client.PostAsync("""[{"channel":"/service/echo","id":"a","data":1},{"channel":"/meta/handshake","id":"b","version":"1.0","supportedConnectionTypes":["long-polling"]}]""");
        Assert.Equal("b", (string?)Assert.Single(body!.AsArray())!["id"]);
    }

    [Fact]
    public async Task The_newer_connect_wins_and_the_older_ends_with_500_and_an_empty_body()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        var older = client.PostAsync(client.Connect());
        await server.Sessions.HeldAsync();
        var newer = await client.HoldAsync();
        Assert.Equal((HttpStatusCode.InternalServerError, (JsonNode?)null), await older);
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", Events(await newer));
    }

    [Fact]
    public async Task A_client_that_goes_away_while_it_is_held_has_consumed_nothing()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        using var gone = new CancellationTokenSource();
        var held = await client.HoldAsync(cancellation: gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        await server.Sessions.DetachedAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", Events(await client.ConnectAsync()));
    }

    [Fact]
    public async Task With_ack_an_answer_is_repeated_until_its_number_comes_back()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(true, "/v2/me/chats");
        var held = await client.HoldAsync(ack: 0);
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        var first = await held;
        await server.DeliverAsync("anna", "/v2/me/chats", "2");
        var again = await client.ConnectAsync(ack: 0);
        Assert.Equal("1 2", Events(again));
        Assert.True(Number(again) > Number(first));
        Assert.Equal("2", Events(await client.ConnectAsync(Number(first))));
        await client.HoldAsync(Number(again));
    }

    [Fact]
    public async Task A_lost_push_comes_when_the_host_asks_again()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(true, "/v2/me/chats");
        var held = await client.HoldAsync(ack: 0);
        server.LostPushes.Count = 1;
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await server.Connections.ResyncAsync(Assert.Single(server.Connections.Attached));
        Assert.Equal("1", Events(await held));
    }

    [Fact]
    public async Task An_answer_larger_than_allowed_is_cut_and_the_rest_comes_with_the_next_connect()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.Session = new() { ResponseBytesMax = 300_000 });
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        for (var i = 0; i < 5; i++) await server.DeliverAsync("anna", "/v2/me/chats", $"\"{new string((char)('a' + i), 100_000)}\"");
        Assert.Equal(3, (await client.ConnectAsync()).Count);
        Assert.Equal(3, (await client.ConnectAsync()).Count);
        Assert.Equal(2, (await client.ConnectAsync()).Count);
    }

    [Fact]
    public async Task A_reader_that_is_too_slow_is_cut_and_has_consumed_nothing()
    {
        await using var server = await BayeuxServer.StartAsync(options => options.Session = new() { ResponseBytesMax = 16 << 20, QueueBytesMax = 64 << 20 });
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        for (var i = 0; i < 30; i++) await server.DeliverAsync("anna", "/v2/me/chats", $"\"{new string('x', 500_000)}\"");
        using var slow = new TcpClient { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(server.Url.Host, server.Url.Port);
        var body = client.Connect();
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/v2/notifications HTTP/1.1\r\nHost: x\r\nAuthorization: anna\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(10));
        server.Clock.Advance(TimeSpan.FromSeconds(10));
        await server.Sessions.DetachedAsync();
        Assert.Equal(31, (await client.ConnectAsync()).Count);
    }

    [Fact]
    public async Task A_report_that_is_lost_repeats_the_answer()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        server.Sessions.LosesReports = true;
        Assert.Equal("1", Events(await client.ConnectAsync()));
        server.Sessions.LosesReports = false;
        Assert.Equal("1", Events(await client.ConnectAsync()));
        await client.HoldAsync();
    }

    private static long Number(JsonArray answer) => (long)answer[^1]!["ext"]!["ack"]!;
}
