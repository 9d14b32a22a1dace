using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace OrleansChat.Bench;

/// <summary>What other users feel while one user asks as often as it can: their texts from the intended time of sending to the acknowledgement, alone and then beside it.</summary>
internal static class Flood
{
    private const int Agents = 8;
    private const int Connections = 32;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        var floor = new Floor(Agents);
        await using var server = await ServerProcess.StartAsync(options, floor);
        await using var open = await floor.OpenAsync(server, static (_, _, _) => { });
        var flooder = open.People[floor.SupervisorNames.First()];
        var length = TimeSpan.FromSeconds(options.Seconds);
        await TalkAsync(server, open, WarmUp);
        var alone = await TalkAsync(server, open, length);

        using var over = new CancellationTokenSource();
        var answers = new ConcurrentDictionary<int, long>();
        var flooding = Enumerable.Range(0, Connections).Select(_ => Task.Run(() => FloodAsync(server, flooder, answers, over.Token))).ToArray();
        await TalkAsync(server, open, WarmUp);
        answers.Clear();
        var from = Stopwatch.GetTimestamp();
        var beside = await TalkAsync(server, open, length);
        var (took, counted) = (Stopwatch.GetElapsedTime(from), answers.ToArray());
        await over.CancelAsync();
        await Task.WhenAll(flooding);

        var (calm, flooded) = (Figures.Percentile(alone, 0.99), Figures.Percentile(beside, 0.99));
        return
        [
            new($"{Agents} agents with 10 texts a second each, to the acknowledgement, p50", Figures.Of(Figures.Percentile(alone, 0.5), "ms", "N1")),
            new("… p99", Figures.Of(calm, "ms", "N1")),
            new($"… while one other user floods over {Connections} connections, p50", Figures.Of(Figures.Percentile(beside, 0.5), "ms", "N1")),
            new("… p99", $"{Figures.Of(flooded, "ms", "N1")}, {Figures.Of(flooded / calm, "times", "N1")}", "≤ 2 times"),
            new("… answers to the flood", string.Join(", ", counted.OrderBy(static a => a.Key).Select(a => $"{Figures.Of(a.Value / took.TotalSeconds, "/s")} with {a.Key}"))),
        ];
    }

    /// <summary>Every agent sends in its own rhythm, whether or not the last text was answered in time; the delays in ms, sorted.</summary>
    private static async Task<IReadOnlyList<double>> TalkAsync(ServerProcess server, OpenFloor open, TimeSpan length)
    {
        var start = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, Agents).Select(async number =>
        {
            using var line = await SenderLine.OpenAsync(server.Port, $"/api/v2/me/chats/{open.Chats[number]}", open.Agent(number).Cookie);
            var (delays, sent) = (new List<double>(), 0);
            for (var due = Period * number / Agents; due < length; due = (Period * ++sent) + (Period * number / Agents))
            {
                if (due - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } early) await Task.Delay(early);
                await line.SayAsync("x");
                delays.Add((Stopwatch.GetElapsedTime(start) - due).TotalMilliseconds);
            }

            return delays;
        }));
        return [.. all.SelectMany(static delays => delays).Order()];
    }

    private static async Task FloodAsync(ServerProcess server, User flooder, ConcurrentDictionary<int, long> answers, CancellationToken over)
    {
        var request = Encoding.ASCII.GetBytes($"GET /api/v2/me HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nCookie: {flooder.Cookie}\r\n\r\n");
        using var line = await SenderLine.OpenAsync(server.Port, "", flooder.Cookie);
        while (!over.IsCancellationRequested)
        {
            answers.AddOrUpdate(await line.AskAsync(request), 1, static (_, count) => count + 1);
        }
    }
}
