using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OrleansChat.Bench;

/// <summary>
/// Durable messages a second in a closed loop: each connection sends the next message when the last is acknowledged. Every message must reach
/// its three screens once, in order; the bare server of the control has no screens.
/// </summary>
internal static class SendRate
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LastArrivals = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        var floor = new Floor(BenchOptions.Senders);
        await using var server = await ServerProcess.StartAsync(options, floor);
        var count = new ArrivalCount();
        await using var open = await floor.OpenAsync(server, count.Take);
        var lines = new List<SenderLine>();
        for (var number = 0; number < floor.AgentCount; number++)
        {
            lines.Add(await SenderLine.OpenAsync(server.Port, $"/api/v2/me/chats/{open.Chats[number]}", open.Agent(number).Cookie));
        }

        var run = await RunAsync(options, server, lines);
        await count.WaitAsync(run.SentInAll * Floor.Screens, LastArrivals);
        lines.ForEach(static line => line.Dispose());
        return
        [
            new($"durable SendMessage a second, {BenchOptions.Senders} connections, {Floor.Screens} screens each", Figures.Of(run.PerSecond, "/s"), "≥ 3,000 /s"),
            new("… screens that missed, doubled or disordered one", count.Verdict(run.SentInAll * Floor.Screens), "none"),
            new("… CPU of the server per message", Figures.Of(run.CpuPerMessage, "µs")),
            .. run.Parts.Select(t => new Row(server.Costs.IsCluster ? $"… of it {t.Name}" : $"… of it threads named \"{t.Name}\"", Figures.Of(t.Micros, "µs"))),
        ];
    }

    public static async Task<IReadOnlyList<Row>> MeasureControlAsync(BenchOptions options)
    {
        await using var server = await ServerProcess.StartControlAsync();
        var lines = await Task.WhenAll(Enumerable.Range(0, BenchOptions.Senders).Select(n => SenderLine.OpenAsync(server.Port, $"/api/v2/me/chats/{n}", "none=0")));
        var run = await RunAsync(options, server, lines);
        Array.ForEach(lines, static line => line.Dispose());
        return
        [
            new($"control: bare Kestrel and SQLite insert (group commit), {BenchOptions.Senders} connections, no screens", Figures.Of(run.PerSecond, "/s")),
            new("… CPU of the control per request", Figures.Of(run.CpuPerMessage, "µs")),
        ];
    }

    private static async Task<RateRun> RunAsync(BenchOptions options, ServerProcess server, IReadOnlyList<SenderLine> lines)
    {
        var (sent, ends) = (0L, Stopwatch.GetTimestamp() + ((WarmUp + TimeSpan.FromSeconds(options.Seconds)).Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond));
        var sending = lines.Select((line, number) => Task.Run(async () =>
        {
            for (var n = 0; Stopwatch.GetTimestamp() < ends; n++)
            {
                await line.SayAsync(ArrivalCount.Text(number, n));
                Interlocked.Increment(ref sent);
            }
        })).ToArray();

        using var warm = new PeriodicTimer(WarmUp);
        await warm.WaitForNextTickAsync();
        var (sentBefore, cpuBefore, partsBefore, from) = (Volatile.Read(ref sent), server.Costs.CpuTime, server.Costs.CpuByPart(), Stopwatch.GetTimestamp());
        await Task.WhenAll(sending);
        var (messages, cpu, took) = (sent - sentBefore, server.Costs.CpuTime - cpuBefore, Stopwatch.GetElapsedTime(from));
        var parts = server.Costs.CpuByPart()
            .Select(t => (Name: t.Key, Micros: (t.Value - partsBefore.GetValueOrDefault(t.Key)).TotalMicroseconds / messages))
            .Where(static t => t.Micros >= 1).OrderByDescending(static t => t.Micros).ToList();
        return new RateRun(sent, messages / took.TotalSeconds, cpu.TotalMicroseconds / messages, parts);
    }

    private sealed record RateRun(long SentInAll, double PerSecond, double CpuPerMessage, IReadOnlyList<(string Name, double Micros)> Parts);
}

/// <summary>Counts arrivals, and holds each screen's numbers of each sender against what must come next.</summary>
internal sealed class ArrivalCount
{
    private readonly Dictionary<(Screen, int), int> _next = [];
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _arrived;
    private long _wrong;
    private long _wanted = long.MaxValue;

    public static string Text(int sender, int number) => string.Create(CultureInfo.InvariantCulture, $"{Screen.TextMark}{sender} {number}");

    public void Take(Screen screen, ReadOnlyMemory<byte> text, long at)
    {
        var words = Encoding.UTF8.GetString(text.Span).Split(' ');
        var (sender, number) = (int.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture));
        lock (_lock)
        {
            var next = _next.GetValueOrDefault((screen, sender));
            _wrong += number == next ? 0 : 1;
            _next[(screen, sender)] = number + 1;
            if (++_arrived >= _wanted) _all.TrySetResult();
        }
    }

    /// <summary>Returns when so many have arrived, or when the patience is at its end: the verdict tells.</summary>
    public async Task WaitAsync(long wanted, TimeSpan patience)
    {
        lock (_lock)
        {
            _wanted = wanted;
            if (_arrived >= wanted) _all.TrySetResult();
        }

        await Task.WhenAny(_all.Task, Task.Delay(patience));
    }

    public string Verdict(long wanted)
    {
        lock (_lock) return _wrong == 0 && _arrived == wanted ? $"none of {wanted:N0}" : $"{_wrong:N0} out of order, {wanted - _arrived:N0} of {wanted:N0} missing";
    }
}
