using System.Diagnostics;
using System.Globalization;

namespace OrleansChat.Bench;

/// <summary>
/// A silo of a cluster is killed while everybody talks: for each chat, from the death to the first text that was said after it and acknowledged. A chat of a
/// silo that lives hardly notices, one of the dead silo has to wait until the others know.
/// </summary>
internal static class Failover
{
    private const int Deaths = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenDeaths = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        if (options.Cluster is null or ['1', 'x', ..]) return [new("first answer after a silo's death", "not measured: it takes --cluster with 2 silos at least")];
        var floor = new Floor(BenchOptions.Senders);
        await using var server = await ServerProcess.StartAsync(options, floor);
        await using var open = await floor.OpenAsync(server, static (_, _, _) => { });
        using var over = new CancellationTokenSource();
        var said = new List<(long Began, long Ended)>[floor.AgentCount];
        var talking = Enumerable.Range(0, floor.AgentCount).Select(number => TalkAsync(server, open, number, said[number] = [], over.Token)).ToList();
        await Task.Delay(WarmUp);
        var deaths = new List<long>();
        for (var death = 0; death < Deaths; death++)
        {
            deaths.Add(Stopwatch.GetTimestamp());
            using (Process.Start("kill", ["-KILL", server.Costs.ProcessId($"silo-{1 + (death % 2)}").ToString(CultureInfo.InvariantCulture)]))
            {
                await Task.Delay(BetweenDeaths);
            }
        }

        await over.CancelAsync();
        await Task.WhenAll(talking);
        var silences = deaths.SelectMany(death => said.Select(chat => Stopwatch.GetElapsedTime(death, chat.First(s => s.Began > death).Ended).TotalSeconds)).Order().ToList();
        return
        [
            new($"first answer after a silo's death, {Deaths} deaths, {floor.AgentCount} chats each, p50", Figures.Of(Figures.Percentile(silences, 0.50), "s", "N2")),
            new("… p90", Figures.Of(Figures.Percentile(silences, 0.90), "s", "N2")),
            new("… longest", Figures.Of(silences[^1], "s", "N2"), "≤ 5 s"),
        ];
    }

    /// <summary>One text after the other; what is refused or cut is said again after a moment.</summary>
    private static async Task TalkAsync(ServerProcess server, OpenFloor open, int number, List<(long Began, long Ended)> said, CancellationToken over)
    {
        using var pause = new PeriodicTimer(Pause);
        using var line = await SenderLine.OpenAsync(server.Port, $"/api/v2/me/chats/{open.Chats[number]}", open.Agent(number).Cookie);
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                await line.SayAsync(ArrivalCount.Text(number, n));
                said.Add((began, Stopwatch.GetTimestamp()));
            }
            catch (InvalidOperationException)
            {
                // 503: it is unknown whether it was stored, and this measure does not ask.
            }

            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
