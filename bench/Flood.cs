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
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    /// <summary>What the one before has left behind is over.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    /// <summary>Alone and beside the flood take turns, so that neither has the server's first seconds to itself.</summary>
    private const int Turns = 4;

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        var floor = new Floor(Agents);
        await using var server = await ServerProcess.StartAsync(options, floor);
        await using var open = await floor.OpenAsync(server, static (_, _, _) => { });
        var flooder = open.People[floor.SupervisorNames.First()];
        var (length, took) = (TimeSpan.FromSeconds(options.Seconds) / Turns, TimeSpan.Zero);
        var (calmly, flooding, answers) = (new List<double>(), new List<double>(), new ConcurrentDictionary<int, long>());
        await TalkAsync(server, open, WarmUp);
        _ = await BesideAsync(server, open, flooder, WarmUp, []);
        for (var turn = 0; turn < Turns; turn++)
        {
            await TalkAsync(server, open, Settling);
            calmly.AddRange(await TalkAsync(server, open, length));
            var from = Stopwatch.GetTimestamp();
            flooding.AddRange(await BesideAsync(server, open, flooder, length, answers));
            took += Stopwatch.GetElapsedTime(from);
        }

        IReadOnlyList<double> alone = [.. calmly.Order()], beside = [.. flooding.Order()];
        var (calm, flooded) = (Figures.Percentile(alone, 0.99), Figures.Percentile(beside, 0.99));
        return
        [
            new($"{Agents} agents with 10 texts a second each, to the acknowledgement, p50", Figures.Of(Figures.Percentile(alone, 0.5), "ms", "N1")),
            new("… p99", Figures.Of(calm, "ms", "N1")),
            new($"… while one other user floods over {Connections} connections, p50", Figures.Of(Figures.Percentile(beside, 0.5), "ms", "N1")),
            new("… p99", $"{Figures.Of(flooded, "ms", "N1")}, {Figures.Of(flooded / calm, "times", "N1")}", "≤ 2 times"),
            new("… answers to the flood", string.Join(", ", answers.OrderBy(static a => a.Key).Select(a => $"{Figures.Of(a.Value / took.TotalSeconds, "/s")} with {a.Key}"))),
        ];
    }

    /// <summary>The texts of the others while one user floods, from when that has settled; what the flood is answered is counted by HTTP status.</summary>
    private static async Task<IReadOnlyList<double>> BesideAsync(ServerProcess server, OpenFloor open, User flooder, TimeSpan length, ConcurrentDictionary<int, long> answers)
    {
        using var over = new CancellationTokenSource();
        var flooding = Enumerable.Range(0, Connections).Select(_ => Task.Run(() => FloodAsync(server, flooder, answers, over.Token))).ToArray();
        await TalkAsync(server, open, Settling);
        var delays = await TalkAsync(server, open, length);
        await over.CancelAsync();
        await Task.WhenAll(flooding);
        return delays;
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
