using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>Sockets of clients that do not keep to RFC 6455, or keep to it and nothing else.</summary>
public sealed class RawSocketTests
{
    private const int PingBytes = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>An empty ping, masked with zeros.</summary>
    private static readonly byte[] Ping = [0x89, 0x80, 0, 0, 0, 0];

    [Theory]
    [InlineData("permessage-deflate")]
    [InlineData("permessage-deflate; client_max_window_bits, permessage-deflate")]
    [InlineData("x-webkit-deflate-frame")]
    public async Task Compression_is_never_agreed_to_and_a_compressed_frame_ends_the_socket(string offer)
    {
        await using var server = await BayeuxServer.StartAsync();
        using var tcp = await UpgradeAsync(server, $"Sec-WebSocket-Extensions: {offer}\r\n");
        await tcp.GetStream().WriteAsync(new byte[] { 0xC1, 0x82, 0, 0, 0, 0, 0x2A, 0x00 });
        Assert.Contains(await ReadByteAsync(tcp), new[] { -1, 0x88 });
    }

    /// <summary>The client is there no more and nobody said so: what it does not answer are pings.</summary>
    [Fact]
    public async Task A_client_that_answers_no_ping_is_lost()
    {
        await using var server = await BayeuxServer.StartAsync(static options => (options.KeepAliveIntervalMs, options.KeepAliveTimeoutMs) = (500, 1_500));
        using var polling = await server.Client("anna").ConnectedAsync(false, "/v2/me/chats");
        using var tcp = await UpgradeAsync(server);
        await tcp.GetStream().WriteAsync(Masked($$"""[{"channel":"/meta/connect","clientId":"{{polling.ClientId}}","connectionType":"websocket"}]"""));
        await server.Sessions.DetachedAsync();
        await ReadToEndAsync(tcp);
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        Assert.Equal("1", LongPollingClient.Events(await polling.ConnectAsync()));
    }

    [Fact]
    public async Task A_flood_of_pings_is_answered_one_by_one_and_holds_up_nobody_else()
    {
        const int Pings = 20_000;
        await using var server = await BayeuxServer.StartAsync();
        using var tcp = await UpgradeAsync(server);
        using var other = await SocketClient.OpenAsync(server, "bob");
        var sending = tcp.GetStream().WriteAsync(Enumerable.Repeat(Ping, Pings).SelectMany(static p => p).ToArray()).AsTask();
        await other.HandshakenAsync();
        var pongs = await ReadExactlyAsync(tcp, Pings * 2);
        await sending.WaitAsync(Patience);
        Assert.All(pongs.Chunk(2), static pong => Assert.Equal([0x8A, 0], pong));
    }

    /// <summary>Pongs that nobody reads wait in the network, then the pings do: nothing piles up in the server, and its idle time ends it.</summary>
    [Fact]
    public async Task Who_pings_and_reads_nothing_is_cut_when_the_idle_time_is_over()
    {
        await using var server = await BayeuxServer.StartAsync(static options => options.SocketIdleMs = 120_000);
        using var tcp = await UpgradeAsync(server);
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(120));
        var sending = FloodAsync(tcp);
        server.Clock.Advance(TimeSpan.FromSeconds(120));
        await server.Clock.ArmedAsync(TimeSpan.FromSeconds(5));
        server.Clock.Advance(TimeSpan.FromSeconds(5));
        await server.ConnectionsEndAsync();
        await sending.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(0xA1)]                                                      // a reserved bit
    [InlineData(0x91)]
    [InlineData(0x8B)]                                                      // a control opcode that does not exist
    [InlineData(0x80)]                                                      // a continuation of nothing
    [InlineData(0x0A)]                                                      // a pong in fragments
    [InlineData(0x08)]                                                      // a close in fragments
    public async Task A_first_byte_that_cannot_be_ends_the_connection(int first)
    {
        await using var server = await BayeuxServer.StartAsync();
        using var tcp = await UpgradeAsync(server);
        await tcp.GetStream().WriteAsync(new byte[] { (byte)first, 0x80, 0, 0, 0, 0 });
        Assert.Contains(await ReadByteAsync(tcp), new[] { -1, 0x88 });
    }

    [Fact]
    public async Task A_control_frame_of_more_than_125_bytes_ends_the_connection()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var tcp = await UpgradeAsync(server);
        await tcp.GetStream().WriteAsync(new byte[] { 0x89, 0xFE, 0, 126, 0, 0, 0, 0 });
        Assert.Contains(await ReadByteAsync(tcp), new[] { -1, 0x88 });
    }

    /// <summary>Fragments count together: many small ones are one large message.</summary>
    [Fact]
    public async Task A_message_in_endless_fragments_is_too_large()
    {
        await using var server = await BayeuxServer.StartAsync(static options => options.FrameBytesMax = 1024);
        using var client = await SocketClient.OpenAsync(server, "anna");
        for (var fragment = 0; fragment < 2048; fragment++) await client.SendAsync([(byte)' '], WebSocketMessageType.Text, end: false);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_user_who_asks_too_much_loses_the_socket_and_the_batch_and_others_go_on()
    {
        var left = new Dictionary<string, int> { ["anna"] = 5, ["bob"] = 100 };
        await using var server = await BayeuxServer.StartAsync(options => options.MayAsk = (_, user, messages) => (left[user.User] -= messages) >= 0);
        using var anna = await SocketClient.OpenAsync(server, "anna");
        using var bob = await (await SocketClient.OpenAsync(server, "bob")).HandshakenAsync();
        await anna.SendAsync("[{},{}]");
        Assert.Equal(2, (await anna.ReadAsync()).Count);
        await anna.SendAsync("[{},{},{},{}]");
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await anna.ReadCloseAsync());
        using var polling = server.Client("anna");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await polling.PostAsync("[{},{}]")).Status);
        Assert.Equal(HttpStatusCode.OK, (await polling.PostAsync("[{}]")).Status);                   // the application has counted it as a request
        Assert.True((bool)(await bob.AskAsync($$"""{"channel":"/service/echo","clientId":"{{bob.ClientId}}","data":{} }"""))["successful"]!);
    }

    private static async Task<TcpClient> UpgradeAsync(BayeuxServer server, string headers = "")
    {
        var tcp = new TcpClient { ReceiveBufferSize = 4096 };
        await tcp.ConnectAsync(IPAddress.Loopback, server.Url.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"GET /api/v2/notifications HTTP/1.1\r\nHost: x\r\nAuthorization: anna\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n{headers}\r\n"));
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) head.Append((char)(await ReadExactlyAsync(tcp, 1))[0]);
        Assert.StartsWith("HTTP/1.1 101", head.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", head.ToString(), StringComparison.OrdinalIgnoreCase);
        return tcp;
    }

    private static byte[] Masked(string text) => [0x81, 0x80 | 126, (byte)(text.Length >> 8), (byte)text.Length, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];

    /// <summary>Pings until the connection is gone.</summary>
    private static async Task FloodAsync(TcpClient tcp)
    {
        var many = Enumerable.Repeat(Ping, 64 * 1024 / PingBytes).SelectMany(static p => p).ToArray();
        try
        {
            while (true) await tcp.GetStream().WriteAsync(many);
        }
        catch (IOException)
        {
            // Cut, as it should be.
        }
    }

    private static async Task<byte[]> ReadExactlyAsync(TcpClient tcp, int count)
    {
        var bytes = new byte[count];
        await tcp.GetStream().ReadExactlyAsync(bytes).AsTask().WaitAsync(Patience);
        return bytes;
    }

    /// <summary>The next byte; -1 when the connection ended.</summary>
    private static async Task<int> ReadByteAsync(TcpClient tcp)
    {
        var one = new byte[1];
        try
        {
            return await tcp.GetStream().ReadAsync(one).AsTask().WaitAsync(Patience) == 0 ? -1 : one[0];
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private static async Task ReadToEndAsync(TcpClient tcp)
    {
        while (await ReadByteAsync(tcp) >= 0)
        {
        }
    }
}
