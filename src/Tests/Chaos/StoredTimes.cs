using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using OrleansChat.LocalCluster;

namespace OrleansChat.Tests.Chaos;

/// <summary>When what happened in which chat, as the journal has it, and how late that was.</summary>
internal static class StoredTimes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How late a deadline may fire.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(5);

    /// <summary>When the first event of this name since a time happened in each chat (of these), once it has happened in so many. By stream.</summary>
    public static async Task<Dictionary<string, DateTimeOffset>> UntilAsync(RunningCluster cluster, string name, int chats, DateTimeOffset since, Predicate<string>? ofThese = null)
    {
        var began = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        await using var connection = new NpgsqlConnection(cluster.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        while (true)
        {
            await using var ask = new NpgsqlCommand("SELECT stream, json FROM orleanschat.events WHERE name = $1 ORDER BY stream, version", connection) { Parameters = { new() { Value = name } } };
            var found = new Dictionary<string, DateTimeOffset>();
            await using (var reader = await ask.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    var at = (DateTimeOffset)JsonNode.Parse((byte[])reader["json"])!["At"]!;
                    if (at > since && ofThese?.Invoke((string)reader["stream"]) != false) found.TryAdd((string)reader["stream"], at);
                }
            }

            if (found.Count >= chats) return found;
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"{name} happened in {found.Count} chats of {chats}");
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>How late something fired that was due at a time, when everything was killed at one and ready again at another. What is due in between may fire until all are ready, and is late only after that.</summary>
    public static TimeSpan Late(DateTimeOffset fired, DateTimeOffset due, DateTimeOffset killed, DateTimeOffset back) =>
        due < killed || due > back ? fired - due : fired > due && fired < back ? TimeSpan.Zero : fired - back;

    /// <summary>None may fire before its time, nor too late.</summary>
    public static void Judge(Action<string> say, string what, IEnumerable<TimeSpan> delays)
    {
        var late = delays.Order().ToList();
        say($"{late.Count} {what}, {late[0].TotalSeconds:F2} to {late[^1].TotalSeconds:F2} s late");
        Assert.All(late, static l => Assert.InRange(l, TimeSpan.Zero, LateMax));
    }
}
