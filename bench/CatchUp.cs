using System.Diagnostics;

namespace OrleansChat.Bench;

/// <summary>A session that was away comes back: from opening the socket to the last of what it has missed. The median of several tries.</summary>
internal static class CatchUp
{
    private const int Tries = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        var floor = new Floor(1);
        await using var server = await ServerProcess.StartAsync(options, floor);
        await using var open = await floor.OpenAsync(server, static (_, _, _) => { });
        var user = open.Agent(0);
        using var line = await SenderLine.OpenAsync(server.Port, $"/api/v2/me/chats/{open.Chats[0]}", user.Cookie);
        var (byNotifications, byRest) = (new List<double>(), new List<double>());
        var index = (await user.GetAsync($"/api/v2/me/chats/{open.Chats[0]}/messages"))["messages"]!.AsArray().Count;
        for (var tries = 0; tries < Tries; tries++)
        {
            var away = await Screen.OpenAsync(server, user, static (_, _, _) => { }, ack: true);
            away.Abort();
            for (var n = 0; n < BenchOptions.MissedEvents; n++)
            {
                await line.SayAsync(ArrivalCount.Text(0, n));
            }

            var (missed, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var from = Stopwatch.GetTimestamp();
            var back = await Screen.ComeBackAsync(server, user, away, (_, _, _) =>
            {
                if (++missed == BenchOptions.MissedEvents) all.TrySetResult();
            });
            await all.Task.WaitAsync(Patience);
            byNotifications.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            await away.DisposeAsync();
            await back.DisposeAsync();

            from = Stopwatch.GetTimestamp();
            var read = (await user.GetAsync($"/api/v2/me/chats/{open.Chats[0]}/messages?index={index + 1}"))["messages"]!.AsArray().Count;
            byRest.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            index += read;
        }

        byNotifications.Sort();
        byRest.Sort();
        return
        [
            new($"catch-up of {BenchOptions.MissedEvents:N0} missed events over WebSocket with ack, median of {Tries}", Figures.Of(Figures.Percentile(byNotifications, 0.5), "ms"), "< 300 ms"),
            new("… the same entries by GET messages", Figures.Of(Figures.Percentile(byRest, 0.5), "ms")),
        ];
    }
}
