using System.Diagnostics;

namespace OrleansChat.Bench;

/// <summary>
/// 10,000 sessions that wait and 10,000 open chats at once, each with an agent and a customer: what each costs in memory, what all cost in CPU, and whether
/// a text in a chat of every agent still comes to all of their sessions.
/// </summary>
internal static class Held
{
    private const int Agents = 500;
    private const int SessionsPerAgent = 20;
    private const int ChatsPerAgent = 20;
    private const int ScreensOpenedAtOnce = 50;
    private const int AgentsAtOnce = 4;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Watching = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LastArrivals = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        var floor = new Floor(Agents, ChatsPerAgent);
        await using var server = await ServerProcess.StartAsync(options, floor);
        var count = new ArrivalCount();
        var users = new User[Agents];
        await EachAgentAsync(async number => users[number] = await User.LogInAsync(server, Floor.Agent(number)));

        var empty = await SettledAsync(server);
        var screens = new List<Screen>();
        foreach (var some in Enumerable.Range(0, Agents * SessionsPerAgent).Chunk(ScreensOpenedAtOnce))
        {
            screens.AddRange(await Task.WhenAll(some.Select(n => Screen.OpenAsync(server, users[n / SessionsPerAgent], count.Take, ack: true))));
        }

        var withSessions = await SettledAsync(server);
        var chats = new IReadOnlyList<string>[Agents];
        await EachAgentAsync(async number => chats[number] = await users[number].TakeChatsAsync(server, $"queue{number}", ChatsPerAgent));
        var withChats = await SettledAsync(server);
        var (cpu, from) = (server.Costs.CpuTime, Stopwatch.GetTimestamp());
        await Task.Delay(Watching);
        var busy = (server.Costs.CpuTime - cpu) / Stopwatch.GetElapsedTime(from);

        await EachAgentAsync(async number =>
        {
            using var line = await SenderLine.OpenAsync(server.Port, $"/api/v2/me/chats/{chats[number][number % ChatsPerAgent]}", users[number].Cookie);
            await line.SayAsync(ArrivalCount.Text(number, 0));
        });
        await count.WaitAsync(Agents * SessionsPerAgent, LastArrivals);
        foreach (var screen in screens)
        {
            await screen.DisposeAsync();
        }

        Array.ForEach(users, static user => user.Dispose());
        return
        [
            .. Each($"{Agents * SessionsPerAgent:N0} idle sessions over WebSocket, memory each", empty, withSessions, Agents * SessionsPerAgent),
            .. Each($"{Agents * ChatsPerAgent:N0} open chats beside them, memory each", withSessions, withChats, Agents * ChatsPerAgent),
            new("… CPU of all while nobody says anything", Figures.Of(busy * 100, "% of a core", "N1")),
            new("… screens that missed, doubled or disordered a text then", count.Verdict(Agents * SessionsPerAgent), "none"),
        ];
    }

    private static Task EachAgentAsync(Func<int, Task> act) =>
        Parallel.ForEachAsync(Enumerable.Range(0, Agents), new ParallelOptions { MaxDegreeOfParallelism = AgentsAtOnce }, async (number, _) => await act(number));

    private static async Task<Dictionary<string, long>> SettledAsync(ServerProcess server)
    {
        await Task.Delay(Settling);
        return server.Costs.ResidentByRole();
    }

    private static IEnumerable<Row> Each(string measure, Dictionary<string, long> before, Dictionary<string, long> after, int count)
    {
        yield return new(measure, Figures.Of((after.Values.Sum() - before.Values.Sum()) / 1024.0 / count, "KiB", "N1"));
        foreach (var role in after.Keys.Where(_ => after.Count > 1))
        {
            yield return new($"… of it {role}", Figures.Of((after[role] - before.GetValueOrDefault(role)) / 1024.0 / count, "KiB", "N1"));
        }
    }
}
