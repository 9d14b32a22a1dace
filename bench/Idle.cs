using System.Diagnostics;

namespace OrleansChat.Bench;

/// <summary>What sessions cost that only wait: memory each, and CPU of the server, its clients' connects every 30 s included.</summary>
internal static class Idle
{
    private const int SessionsPerUser = 20;
    private const int OpenedAtOnce = 50;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(60);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        var floor = new Floor(BenchOptions.IdleSessions / SessionsPerUser);
        await using var server = await ServerProcess.StartAsync(options, floor);
        var users = new List<User>();
        for (var number = 0; number < floor.AgentCount; number++)
        {
            users.Add(await User.LogInAsync(server, Floor.Agent(number)));
        }

        await Task.Delay(Settling);
        var emptyBytes = server.Costs.ResidentBytes;
        var emptyCpu = await CpuAsync(server, Settling);
        var screens = new List<Screen>();
        foreach (var some in Enumerable.Range(0, BenchOptions.IdleSessions).Chunk(OpenedAtOnce))
        {
            screens.AddRange(await Task.WhenAll(some.Select(n => Screen.OpenAsync(server, users[n / SessionsPerUser], static (_, _, _) => { }, ack: true))));
        }

        await Task.Delay(Settling);
        var cpu = await CpuAsync(server, Watching);
        var bytes = server.Costs.ResidentBytes;
        foreach (var screen in screens)
        {
            await screen.DisposeAsync();
        }

        users.ForEach(static user => user.Dispose());
        return
        [
            new($"{BenchOptions.IdleSessions:N0} idle sessions over WebSocket, memory each", Figures.Of((bytes - emptyBytes) / 1024.0 / BenchOptions.IdleSessions, "KiB", "N1")),
            new("… CPU of the server", Figures.Of(cpu * 100, "% of a core", "N1")),
            new("… CPU of the same server without sessions", Figures.Of(emptyCpu * 100, "% of a core", "N1")),
        ];
    }

    private static async Task<double> CpuAsync(ServerProcess server, TimeSpan length)
    {
        var (before, from) = (server.Costs.CpuTime, Stopwatch.GetTimestamp());
        await Task.Delay(length);
        return (server.Costs.CpuTime - before) / Stopwatch.GetElapsedTime(from);
    }
}
