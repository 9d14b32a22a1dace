using System.Text;
using OrleansChat.Tests.Bayeux.Clients;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>
/// The clients that others wrote, logged in as agents on the running server, through cuts: a customer's texts come in order; with ack all of
/// them, without ack all but those that had been written into a connection that was then cut (decision 45).
/// </summary>
public sealed class RealClientTests(RealClientTests.ShortHolds floor) : IClassFixture<RealClientTests.ShortHolds>
{
    private const int Texts = 1_000;
    private const int Cuts = 12;
    private const int InFlight = 8;
    private const int EntriesOfJoining = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [NodeTheory]
    [InlineData("long-polling")]
    [InlineData("websocket")]
    [Shows("/api/v2/notifications")]
    public async Task Cometd_with_ack_gets_everything_in_order_through_cuts(string transport)
    {
        var (read, _) = await RunAsync("cometd.mjs", transport, "ack");
        Assert.Equal(Enumerable.Range(1, Texts + 2), read.Distinct());
    }

    [NodeTheory]
    [InlineData("cometd.mjs", "long-polling")]
    [InlineData("cometd.mjs", "websocket")]
    [InlineData("faye.mjs", "long-polling")]
    [InlineData("faye.mjs", "websocket")]
    public async Task Without_ack_only_what_was_written_into_a_connection_that_was_cut_is_missing(string script, string transport)
    {
        var (read, writtenIntoCut) = await RunAsync(script, transport, "no-ack");
        var first = read.Distinct().ToArray();
        Assert.Equal(first.Order(), first);
        Assert.Empty(Enumerable.Range(1, Texts + 2).Except(first).Except(writtenIntoCut));
    }

    private async Task<(int[] Read, IReadOnlySet<int> WrittenIntoCut)> RunAsync(string script, string transport, string ack)
    {
        var team = floor.NextTeam();                                    // nobody else's agent: a test that fails leaves the others alone
        var said = 0;
        using var proxy = new WatchingProxy(floor.Server.Port, () => Volatile.Read(ref said) + EntriesOfJoining);

        // Where cometd.js opens a socket it can send no header: there the credentials stand in the address.
        var url = transport == "websocket" && script == "cometd.mjs" ? new UriBuilder(proxy.Url) { UserName = team.Ann, Password = "demo" }.Uri : proxy.Url;
        using var client = new NodeClient(script, url.AbsoluteUri, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{team.Ann}:demo")), transport, ack);
        await client.SaysAsync("ready true");

        await using var agent = await team.ReadyAsync(team.Ann);
        using var customer = await team.CustomerAsync();
        var chatId = await agent.AcceptNextAsync();
        for (var number = 0; number < Cuts; number++)
        {
            var cut = (Cut)(number % Enum.GetValues<Cut>().Length);
            await SayAsync(customer, number * Texts / Cuts, (number + 1) * Texts / Cuts, () => Interlocked.Increment(ref said), () => proxy.CutAsync(cut));
        }

        _ = (await agent.DoAsync(chatId, "SendMessage", ("text", "end"))).Ok;
        await client.SaysAsync("bye true");
        Assert.Equal(["handshake true "], client.Lines("handshake"));          // the session has survived every cut
        return ([.. client.Numbers.Where(static n => n > 0)], proxy.WrittenIntoCut());
    }

    /// <summary>Says texts in parallel and cuts in the midst of them; returns when the client has come back too.</summary>
    private static async Task SayAsync(CustomerSide customer, int from, int to, Action beforeEach, Func<Task> cutAsync)
    {
        var left = (to - from) / 2;
        var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (number, cancellation) =>
        {
            beforeEach();
            _ = (await customer.SayAsync($"text {number}")).Ok;
            if (Interlocked.Decrement(ref left) == 0)
            {
                await cutAsync().WaitAsync(Patience, cancellation);
                back.SetResult();
            }
        });
        await back.Task;
    }

    /// <summary>
    /// Where a connect is held for 2 s at most: faye does not notice an orderly end in the midst of an answer, and comes back only after 1.2 times the
    /// hold.
    /// </summary>
    public sealed class ShortHolds() : TeamServer("--Notifications:Timeout=00:00:02");
}
