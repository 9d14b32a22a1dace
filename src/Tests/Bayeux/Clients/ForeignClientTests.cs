using System.Globalization;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Tests.Bayeux.Hosting;

namespace OrleansChat.Tests.Bayeux.Clients;

/// <summary>The clients that others wrote, through cuts: with ack nothing is missing, without ack only what was under way when a connection was cut.</summary>
public sealed class ForeignClientTests
{
    private const int Notifications = 1_000;
    private const int BetweenCuts = 100;

    [NodeTheory]
    [InlineData("long-polling")]
    [InlineData("websocket")]
    public async Task Cometd_with_ack_reads_everything_in_order(string transport)
    {
        var run = await RunAsync("cometd.mjs", transport, "ack");
        AssertFirstReadInOrder(run.Numbers);
        Assert.Equal(Enumerable.Range(1, Notifications), run.Numbers.Distinct().Order());
    }

    [NodeTheory]
    [InlineData("cometd.mjs", "long-polling")]
    [InlineData("cometd.mjs", "websocket")]
    [InlineData("faye.mjs", "long-polling")]
    [InlineData("faye.mjs", "websocket")]
    public async Task Without_ack_everything_comes_in_order_except_what_was_under_way_when_a_connection_was_cut(string script, string transport)
    {
        var run = await RunAsync(script, transport, "no-ack");
        AssertFirstReadInOrder(run.Numbers);
        var missing = Enumerable.Range(1, Notifications).Except(run.Numbers).ToArray();
        var unexplained = missing.Where(number => !run.Cuts.Any(cut => number > cut.LastRead && number <= cut.LastDelivered)).ToArray();
        Assert.True(unexplained.Length == 0, $"Missing although nothing was cut: {string.Join(' ', unexplained)}.");
    }

    [NodeTheory]
    [InlineData("cometd.mjs", "long-polling")]
    [InlineData("cometd.mjs", "websocket")]
    [InlineData("faye.mjs", "long-polling")]
    [InlineData("faye.mjs", "websocket")]
    public async Task Without_cuts_everything_comes_once(string script, string transport)
    {
        var run = await RunAsync(script, transport, "no-ack", cuts: false);
        Assert.Equal(Enumerable.Range(1, Notifications), run.Numbers);
    }

    private sealed record Run(int[] Numbers, List<(int LastRead, int LastDelivered)> Cuts);

    private static async Task<Run> RunAsync(string script, string transport, string ack, bool cuts = true)
    {
        await using var server = await BayeuxServer.StartAsync(time: TimeProvider.System);
        using var proxy = new CuttingProxy(server.Url);
        using var client = new NodeClient(script, proxy.Url.AbsoluteUri, "anna", transport, ack);
        await client.SaysAsync("ready true");

        var run = new Run([], []);
        for (var number = 1; number <= Notifications; number++)
        {
            await DeliverAsync(server, number);
            if (!cuts) continue;
            if (number % BetweenCuts == 40) await client.SaysAsync($"n {number}");
            if (number % BetweenCuts != 50) continue;
            // In the middle of a burst, and the burst goes on while the client is away.
            var lastRead = client.Numbers[^1];
            var ended = server.ConnectionsEndAsync();
            proxy.Cut();
            for (var more = 0; more < 20; more++) await DeliverAsync(server, ++number);
            await ended;
            run.Cuts.Add((lastRead, number));
        }

        await DeliverAsync(server, 0);
        await client.SaysAsync("bye true");
        Assert.Equal(transport == "websocket" ? TransportKind.WebSocket : TransportKind.LongPolling, server.Sessions.LastTransport);
        // The session has survived every cut: there was one handshake.
        Assert.Equal(["handshake true "], client.Lines("handshake").Distinct());
        Assert.Single(client.Lines("handshake"));
        return run with { Numbers = [.. client.Numbers.Where(number => number > 0)] };
    }

    private static ValueTask DeliverAsync(BayeuxServer server, int number) =>
        server.DeliverAsync("anna", "/v2/me/chats", string.Create(CultureInfo.InvariantCulture, $"{{\"n\":{number}}}"));

    private static void AssertFirstReadInOrder(int[] numbers)
    {
        var first = numbers.Distinct().ToArray();
        Assert.Equal(first.Order(), first);
    }
}
