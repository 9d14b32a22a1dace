using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OrleansChat.Bench;

/// <summary>
/// An API host that holds 1,000 sessions is killed while a text is said in a chat of each of their users, and all of them go on at the other host at once. For each
/// session the time from the kill to that text.
/// </summary>
internal static class HostDeath
{
    private const int Agents = 50;
    private const int SessionsPerAgent = 20;
    private const int Sessions = Agents * SessionsPerAgent;
    private const int ScreensOpenedAtOnce = 50;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastArrivals = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        if (options.Cluster is null || options.Cluster.EndsWith("x1", StringComparison.Ordinal)) return [new("sessions of a killed API host", "not measured: it takes --cluster with 2 API hosts at least")];
        var floor = new Floor(Agents);
        await using var server = await ServerProcess.StartAsync(options, floor);
        var other = server.Port + 1;
        var users = new User[Agents];
        var lines = new SenderLine[Agents];
        for (var number = 0; number < Agents; number++)
        {
            users[number] = await User.LogInAsync(server, Floor.Agent(number));
            var chat = await users[number].TakeChatAsync(server, $"queue{number}");
            lines[number] = await SenderLine.OpenAsync(other, $"/api/v2/me/chats/{chat}", users[number].Cookie);
        }

        var arrivals = new Arrivals();
        var screens = new List<Screen>();
        foreach (var some in Enumerable.Range(0, Sessions).Chunk(ScreensOpenedAtOnce))
        {
            screens.AddRange(await Task.WhenAll(some.Select(n => Screen.OpenAsync(server, users[n / SessionsPerAgent], arrivals.Take, ack: true))));
        }

        await Task.WhenAll(lines.Select(static (line, number) => line.SayAsync(ArrivalCount.Text(number, 0))));
        await Task.Delay(Settling);
        var before = arrivals.OfText(0).Count;
        var killedAt = Stopwatch.GetTimestamp();
        using (Process.Start("kill", ["-KILL", server.Costs.ProcessId("api-1").ToString(CultureInfo.InvariantCulture)]))
        {
            var saying = Task.WhenAll(lines.Select(static (line, number) => line.SayAsync(ArrivalCount.Text(number, 1))));
            screens.AddRange(await Task.WhenAll(screens.ToList().Select((left, n) => Screen.ComeBackAsync(server, users[n / SessionsPerAgent], left, arrivals.Take, other))));
            await saying;
        }

        await arrivals.WaitAsync(1, Sessions, LastArrivals);
        var delays = arrivals.OfText(1).Values.Select(at => Stopwatch.GetElapsedTime(killedAt, at).TotalSeconds).Order().ToList();
        foreach (var screen in screens) await screen.DisposeAsync();
        Array.ForEach(lines, static line => line.Dispose());
        Array.ForEach(users, static user => user.Dispose());
        return
        [
            new($"{Sessions:N0} sessions of a killed API host, from the kill to a text said meanwhile, p50", Figures.Of(Figures.Percentile(delays, 0.50), "s", "N2")),
            new("… longest", Figures.Of(delays is [] ? double.NaN : delays[^1], "s", "N2"), "≤ 5 s"),
            new("… sessions without the text before, without this one", $"{Sessions - before:N0}, {Sessions - delays.Count:N0}", "none"),
        ];
    }

    /// <summary>When each session was first told which text: a session with ack may be told again what it could not acknowledge.</summary>
    private sealed class Arrivals
    {
        private readonly Dictionary<(string ClientId, int Text), long> _first = [];
        private readonly Lock _lock = new();

        public void Take(Screen screen, ReadOnlyMemory<byte> text, long at)
        {
            var number = int.Parse(Encoding.UTF8.GetString(text.Span).Split(' ')[1], CultureInfo.InvariantCulture);
            lock (_lock) _first.TryAdd((screen.ClientId, number), at);
        }

        public Dictionary<string, long> OfText(int number)
        {
            lock (_lock) return _first.Where(f => f.Key.Text == number).ToDictionary(static f => f.Key.ClientId, static f => f.Value);
        }

        public async Task WaitAsync(int number, int count, TimeSpan patience)
        {
            var from = Stopwatch.GetTimestamp();
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (OfText(number).Count < count && Stopwatch.GetElapsedTime(from) < patience) await pause.WaitForNextTickAsync();
        }
    }
}
