using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace OrleansChat.Bench;

/// <summary>
/// From the moment at which a message should have been sent to its arrival on each screen. An open loop: a server that is late makes what
/// comes after it later, and that is counted too.
/// </summary>
internal static class SendToScreen
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastArrivals = TimeSpan.FromSeconds(10);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        var floor = new Floor(BenchOptions.Senders);
        await using var server = await ServerProcess.StartAsync(options, floor);
        var arrivals = new Arrivals();
        await using var open = await floor.OpenAsync(server, arrivals.Take);

        var lines = new List<Channel<long>>();
        var sending = new List<Task>();
        for (var number = 0; number < floor.AgentCount; number++)
        {
            var line = await SenderLine.OpenAsync(server.Port, $"/api/v2/me/chats/{open.Chats[number]}", open.Agent(number).Cookie);
            var due = Channel.CreateUnbounded<long>();
            lines.Add(due);
            sending.Add(SendAsync(line, due.Reader));
        }

        await PaceAsync(lines, WarmUp);
        var (cpuBefore, from) = (server.Costs.CpuTime, Stopwatch.GetTimestamp());
        var sent = await PaceAsync(lines, TimeSpan.FromSeconds(options.Seconds));
        var (cpu, took) = (server.Costs.CpuTime - cpuBefore, Stopwatch.GetElapsedTime(from));
        lines.ForEach(static line => line.Writer.Complete());
        await Task.WhenAll(sending);
        await arrivals.WaitAsync(from, sent * Floor.Screens, LastArrivals);

        var sorted = arrivals.Since(from).Order().ToList();
        return
        [
            new($"send to screen at {BenchOptions.OpenLoopRate} messages a second, p50", Figures.Of(Figures.Percentile(sorted, 0.50), "ms", "N1"), "< 20 ms"),
            new("… p99", Figures.Of(Figures.Percentile(sorted, 0.99), "ms", "N1"), "< 60 ms"),
            new("… largest", Figures.Of(sorted.LastOrDefault(), "ms", "N1")),
            new("… arrivals", $"{sorted.Count:N0} of {sent * Floor.Screens:N0}", "all"),
            new("… CPU of the server", Figures.Of(cpu / took * 100, "% of a core")),
        ];
    }

    /// <summary>Hands out the moments at which messages are due, in turn to all lines; how many they were.</summary>
    private static async Task<int> PaceAsync(List<Channel<long>> lines, TimeSpan length)
    {
        var (start, period, sent) = (Stopwatch.GetTimestamp(), Stopwatch.Frequency / BenchOptions.OpenLoopRate, 0);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            for (var now = Stopwatch.GetTimestamp(); start + (sent * period) <= now; sent++)
            {
                lines[sent % lines.Count].Writer.TryWrite(start + (sent * period));
            }

            await tick.WaitForNextTickAsync();
        }

        return sent;
    }

    private static async Task SendAsync(SenderLine line, ChannelReader<long> due)
    {
        using (line)
        {
            await foreach (var intended in due.ReadAllAsync())
            {
                await line.SayAsync(string.Create(CultureInfo.InvariantCulture, $"{Screen.TextMark}{intended}"));
            }
        }
    }

    private sealed class Arrivals
    {
        private readonly List<(long Intended, double Milliseconds)> _all = [];
        private readonly Lock _lock = new();

        public void Take(Screen screen, ReadOnlyMemory<byte> text, long at)
        {
            var intended = long.Parse(Encoding.UTF8.GetString(text.Span), CultureInfo.InvariantCulture);
            lock (_lock) _all.Add((intended, Stopwatch.GetElapsedTime(intended, at).TotalMilliseconds));
        }

        public IReadOnlyList<double> Since(long intended)
        {
            lock (_lock) return [.. _all.Where(a => a.Intended >= intended).Select(static a => a.Milliseconds)];
        }

        public async Task WaitAsync(long intended, int wanted, TimeSpan patience)
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            for (var from = Stopwatch.GetTimestamp(); Since(intended).Count < wanted && Stopwatch.GetElapsedTime(from) < patience;)
            {
                await tick.WaitForNextTickAsync();
            }
        }
    }
}
