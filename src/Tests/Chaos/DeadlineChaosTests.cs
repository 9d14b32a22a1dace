using System.Diagnostics;
using OrleansChat.LocalCluster;
using OrleansChat.Tests.Faults.Histories;
using OrleansChat.Tests.Running;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>
/// Deadlines fire although the silo is dead that set them, and although all were. There are so many chats that each of two silos has some of them; when which deadline
/// fired is in the journal.
/// It waits most of its time, so it does that beside the other clusters.
/// </summary>
public sealed class DeadlineChaosTests(ITestOutputHelper output)
{
    private const int Chats = 10;
    private const int Gone = 4;
    private const int Agents = 5;

    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WrapUp = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    [ChaosFact]
    public async Task Unanswered_offers_long_wrap_ups_and_silent_customers_are_noticed_in_time()
    {
        var data = Directory.CreateTempSubdirectory("orleanschat-deadlines-");
        var cluster = await ChaosCluster.StartAsync(data, "2x1", null, [$"--Routing:NoAnswerAfter={Answer}", $"--Routing:WrapUpTime={WrapUp}", $"--Customers:DisconnectAfter={Silence}"]);
        var (desks, customers, gone, isJudged) = (new List<Desk>(), new List<CustomerSide>(), new List<CustomerSide>(), false);
        try
        {
            for (var number = 1; number <= Agents; number++) desks.Add(await Desk.OpenReadyAsync(cluster.Urls[0], $"agent{number}"));
            var left = await WrapUpsAsync(cluster, desks);
            var asked = DateTimeOffset.UtcNow;
            for (var number = 1; number <= Chats; number++) customers.Add(await CustomerSide.RequestChatAsync(cluster.Urls[0], "Chris", $"chat {number}"));
            using var silent = new CancellationTokenSource();
            var signs = SignsOfLifeAsync(customers, silent.Token);
            var heardOf = await OffersAsync(cluster, asked);
            await AfterTheDeathOfAllAsync(cluster, asked, left, gone, heardOf);
            await silent.CancelAsync();
            await SilencesAsync(cluster, await signs, heardOf);
            isJudged = true;
        }
        finally
        {
            foreach (var desk in desks) await desk.DisposeAsync();
            foreach (var customer in customers.Concat(gone)) customer.Dispose();
            await cluster.DisposeAsync();
            if (isJudged) data.Delete(recursive: true);
            else output.WriteLine($"what the processes logged is in {data.FullName}/logs");
        }
    }

    /// <summary>Every agent has left a chat and does not complete it. Returns when they left which.</summary>
    private static async Task<Dictionary<string, DateTimeOffset>> WrapUpsAsync(RunningCluster cluster, IEnumerable<Desk> desks)
    {
        foreach (var desk in desks)
        {
            using var customer = await CustomerSide.RequestChatAsync(cluster.Urls[0], "Chris", "wrap-up");
            await desk.DoPlainAsync(await desk.AcceptNextAsync(), "Leave");
        }

        return await StoredTimes.UntilAsync(cluster, "chat.session_ended.1", Agents, DateTimeOffset.MinValue);
    }

    /// <summary>Every chat is offered to somebody when both silos die, and nobody answers. The API host lives through it (F3).</summary>
    private async Task<IReadOnlySet<string>> OffersAsync(RunningCluster cluster, DateTimeOffset asked)
    {
        var offers = await StoredTimes.UntilAsync(cluster, "chat.invited.1", Chats, asked);
        var host = cluster.Processes.Single(static p => p.Name == "api-1").ProcessId;
        foreach (var name in new[] { "silo-1", "silo-2" }) Kill(cluster, name);
        await cluster.AllReadyAsync();
        Assert.Equal(host, cluster.Processes.Single(static p => p.Name == "api-1").ProcessId);
        var ends = await StoredTimes.UntilAsync(cluster, "chat.invitation_ended.1", Chats, asked);
        Judge("offers were taken back", offers.Select(offer => ends[offer.Key] - offer.Value - Answer));
        return offers.Keys.ToHashSet();
    }

    /// <summary>
    /// Chats have been offered to the next ones (not all: agents have their hands full), nobody has wrapped up, and everything dies at once. What is due while
    /// nothing runs fires when all are ready again.
    /// </summary>
    private async Task AfterTheDeathOfAllAsync(RunningCluster cluster, DateTimeOffset asked, Dictionary<string, DateTimeOffset> left, List<CustomerSide> gone, IReadOnlySet<string> heardOf)
    {
        await cluster.AllReadyAsync();
        var last = (await StoredTimes.UntilAsync(cluster, "chat.invitation_ended.1", Chats, asked)).Values.Max();
        var offers = await StoredTimes.UntilAsync(cluster, "chat.invited.1", Agents, asked + Answer);
        for (var number = 1; number <= Gone; number++) gone.Add(await CustomerSide.RequestChatAsync(cluster.Urls[0], "Chris", $"gone {number}"));
        var killed = DateTimeOffset.UtcNow;
        Assert.True(killed < offers.Values.Min() + Answer, "The next offers were due before everything was killed.");
        Assert.True(killed < left.Values.Min() + WrapUp, "Wrap-ups were over before everything was killed.");
        foreach (var name in new[] { "silo-1", "silo-2", "api-1", "postgres" }) Kill(cluster, name);
        await cluster.AllReadyAsync();
        var back = DateTimeOffset.UtcNow;
        var ends = await StoredTimes.UntilAsync(cluster, "chat.invitation_ended.1", offers.Count, last, offers.ContainsKey);
        Judge("offers were taken back after the death of all", offers.Select(offer => StoredTimes.Late(ends[offer.Key], offer.Value + Answer, killed, back)));
        var wrapUps = await StoredTimes.UntilAsync(cluster, "chat.wrap_up_completed.1", Agents, DateTimeOffset.MinValue);
        Judge("wrap-ups were completed", left.Select(chat => StoredTimes.Late(wrapUps[chat.Key], chat.Value + WrapUp, killed, back)));
        var customersGone = await StoredTimes.UntilAsync(cluster, "chat.customer_left.1", Gone, killed, stream => !heardOf.Contains(stream));
        Judge("customers were noticed to be gone after the death of all", customersGone.Values.Select(at => at < back + Silence ? TimeSpan.Zero : at - back - Silence));
        Assert.All(customersGone.Values, at => Assert.True(at >= killed + Silence, $"a customer was gone at {at:O}, everything was killed at {killed:O}"));
    }

    /// <summary>
    /// No customer was heard of since; then silo-2 dies, and whoever reads its chats anew grants their customers the time anew (decision 42): from the death on, for
    /// as long as nobody has read them no sign of life could be given.
    /// </summary>
    private async Task SilencesAsync(RunningCluster cluster, DateTimeOffset lastSign, IReadOnlySet<string> heardOf)
    {
        await cluster.AllReadyAsync();
        var granted = DateTimeOffset.UtcNow;
        Assert.True(granted < lastSign + Silence, "The customers were gone before the silo was killed.");
        Kill(cluster, "silo-2");
        var gone = await StoredTimes.UntilAsync(cluster, "chat.customer_left.1", Chats, DateTimeOffset.MinValue, heardOf.Contains);
        Assert.All(gone.Values, at => Assert.True(at >= lastSign + Silence, $"a customer was gone at {at:O}, heard of at {lastSign:O}"));
        Judge("customers were noticed to be gone", gone.Values.Select(at => at < granted + Silence ? TimeSpan.Zero : at - granted - Silence));
    }

    private void Judge(string what, IEnumerable<TimeSpan> delays) => StoredTimes.Judge(output.WriteLine, what, delays);

    /// <summary>Every customer is heard of each second; returns when that was for the last time.</summary>
    private static async Task<DateTimeOffset> SignsOfLifeAsync(IReadOnlyList<CustomerSide> customers, CancellationToken silent)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (true)
        {
            var at = DateTimeOffset.UtcNow;
            await Task.WhenAll(customers.Select(static c => Recorder.TryAsync(() => c.Api.GetAsync(c.Path))));
            if (silent.IsCancellationRequested) return at;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private void Kill(RunningCluster cluster, string name)
    {
        using (var process = Process.GetProcessById(cluster.Processes.Single(p => p.Name == name).ProcessId!.Value)) process.Kill();
        output.WriteLine($"{name} killed");
    }
}
