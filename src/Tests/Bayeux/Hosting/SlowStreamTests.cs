using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>A stream of events whose reader does not read: what waits for it is bounded, it ends, and nobody else feels it.</summary>
public sealed class SlowStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_reader_who_takes_nothing_in_time_loses_the_stream_and_nobody_else_feels_it()
    {
        await using var server = await StartAsync(64 << 20);
        using var slow = await OpenAsync(server, "anna");
        using var other = await OpenAsync(server, "bob");
        await server.Sessions.HeldAsync();
        await server.Sessions.HeldAsync();
        await DeliverMuchAsync(server);
        await server.DeliverAsync("bob", "/v2/me/chats", "\"for bob\"");
        await ReadUntilAsync(other, "for bob");
        var detached = server.Sessions.DetachedAsync();
        while (!detached.IsCompleted)                                      // what was armed may be bob's, whose event was taken in this moment
        {
            await Task.WhenAny(detached, server.Clock.ArmedAsync(TimeSpan.FromSeconds(10)));
            server.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        await detached;
        Assert.Equal(1, server.Memory.CountOf("anna"));                    // the session is there, with all of it
    }

    [Fact]
    public async Task More_than_may_wait_for_a_reader_ends_the_stream()
    {
        await using var server = await StartAsync(1 << 20);
        using var slow = await OpenAsync(server, "anna");
        await server.Sessions.HeldAsync();
        await DeliverMuchAsync(server);
        await ReadUntilAsync(slow, "event: end\ndata: {\"reason\":\"tooSlow\"}");
        await server.Sessions.DetachedAsync();
        Assert.Equal(1, server.Memory.CountOf("anna"));
    }

    /// <summary>The session's own bound: what nobody acknowledges ends it, and the client learns that it must read.</summary>
    [Fact]
    public async Task A_queue_that_runs_over_ends_the_session_behind_the_stream()
    {
        await using var server = await BayeuxServer.StartAsync(static options =>
        {
            options.SendTimeoutMs = int.MaxValue;
            (options.StreamEventsMax, options.StreamBytesMax) = (int.MaxValue, int.MaxValue);
            options.Session = new() { QueueMessagesMax = 10 };
        });
        using var slow = await OpenAsync(server, "anna");
        await server.Sessions.HeldAsync();
        for (var number = 0; number < 12; number++) await server.DeliverAsync("anna", "/v2/me/chats", $"{number}");
        await ReadUntilAsync(slow, "event: end");
        Assert.Equal(0, server.Memory.CountOf("anna"));
    }

    private static Task<BayeuxServer> StartAsync(int pendingBytesMax) => BayeuxServer.StartAsync(options =>
    {
        options.SocketPendingBytesMax = pendingBytesMax;
        (options.StreamEventsMax, options.StreamBytesMax) = (int.MaxValue, int.MaxValue);
        options.Session = new() { QueueBytesMax = 64 << 20 };
    });

    /// <summary>30 MB for anna: more than any network buffer takes.</summary>
    private static async Task DeliverMuchAsync(BayeuxServer server)
    {
        var large = $"\"{new string('x', 500_000)}\"";
        for (var number = 0; number < 60; number++) await server.DeliverAsync("anna", "/v2/me/chats", large);
    }

    private static async Task<TcpClient> OpenAsync(BayeuxServer server, string user)
    {
        var tcp = new TcpClient { ReceiveBufferSize = 4096 };
        await tcp.ConnectAsync(IPAddress.Loopback, server.Url.Port);
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/v2/me/events HTTP/1.1\r\nHost: x\r\nAuthorization: {user}\r\n\r\n"));
        await ReadUntilAsync(tcp, "event: reset");
        return tcp;
    }

    private static async Task ReadUntilAsync(TcpClient tcp, string words)
    {
        var (text, buffer) = ("", new byte[64 * 1024]);
        while (!text.Contains(words, StringComparison.Ordinal))
        {
            var count = await tcp.GetStream().ReadAsync(buffer).AsTask().WaitAsync(Patience);
            Assert.True(count > 0, $"The stream ended before '{words}': {text}");
            text = (text.Length > 100 ? text[^100..] : text) + Encoding.UTF8.GetString(buffer, 0, count);
        }
    }
}
