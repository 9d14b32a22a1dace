using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Faults.Histories;

namespace OrleansChat.Tests.Chaos;

/// <summary>What must hold at the end.</summary>
internal sealed partial class ChaosFloor
{
    /// <summary>How long notifications took since a time, from the acknowledgement of a text to each desk that was told of it.</summary>
    public TimeSpan SayDelays(string when, long from)
    {
        var delays = Floor.Delays(from, [.. _nothingRan]);
        Say($"{when}: {delays.Count} notifications, the median {delays[delays.Count / 2].Length.TotalMilliseconds:F0} ms, one in a hundred over {delays[delays.Count * 99 / 100].Length.TotalSeconds:F2} s, the longest {delays[^1].Length.TotalSeconds:F2} s after the acknowledgement");
        foreach (var late in delays.Where(static d => d.Length > Slow).GroupBy(static d => d.Desk))
        {
            Say($"{late.Key}: {late.Count()} texts that were acknowledged from {Stopwatch.GetElapsedTime(_began, late.Min(static d => d.AcknowledgedAt))} to {Stopwatch.GetElapsedTime(_began, late.Max(static d => d.AcknowledgedAt))} came {late.First().Length.TotalSeconds:F2} to {late.Last().Length.TotalSeconds:F2} s later");
        }

        return delays[^1].Length;
    }

    /// <summary>
    /// Ends the talk and judges: nothing lost, doubled, out of order or seen by the wrong eyes, no session lost, nobody refused, no request longer than 6 s (a connect: than that and the time it may be held), no chat silent for
    /// longer than 5 s after what <see cref="Happens(string)"/>, or 8 s after what <see cref="FallsSilent"/>, no notification later than 10 s; four times that beside a whole suite.
    /// </summary>
    /// <param name="mayFail">Whether a request may have been answered with 5xx, or cut.</param>
    public async Task JudgeAsync(bool mayFail = true)
    {
        await ReadyAsync();
        Say("the talk ends");
        await Floor.FinishAsync();
        var history = Floor.History;
        var requests = Balancer.Requests.Where(static r => !r.MayHaveBeenHeld).ToList();
        var failed = Balancer.Requests.Where(static r => r.HasFailed).ToList();
        var longest = requests.MaxBy(static r => r.Took)!;
        Say($"{history.Attempts.Count} texts, {history.Attempts.Count(static a => a.Outcome == Outcome.Unknown)} unknown, {Floor.Repeated} sent again with their key; {requests.Count} requests, {failed.Count(static r => !r.MayHaveBeenHeld)} failed, the longest {longest.Took.TotalSeconds:F2} s ({longest.Path}); a socket or stream was opened after {Floor.LongestOpening.TotalSeconds:F2} s at most");
        var silences = Silences();
        foreach (var request in failed.Take(FailuresShown)) Say($"failed {Stopwatch.GetElapsedTime(_began, request.At)}: {request}");
        foreach (var death in silences.GroupBy(static silence => silence.What))
        {
            Say($"{death.Key}: {death.Count(static s => s.Length > Noticed)} of {death.Count()} chats were answered again after more than {Noticed.TotalSeconds} s, the last after {death.Max(static s => s.Length).TotalSeconds:F2} s");
        }

        Assert.Empty(HistoryChecker.Check(history));
        Assert.Empty(Floor.Wrong());
        await AuditJournalAsync(history);
        Assert.True(SayDelays("all the while", _began) < NotifiedMax, "A text came too late to a desk.");
        Assert.True(Floor.OwnReads > 0, "Nobody read what had just been acknowledged to them.");
        Assert.True(Floor.ShutOut > 0, "Nobody tried to get in.");
        Assert.True(longest.Took < RequestMax, $"{longest}");
        Assert.True(Floor.LongestOpening < RequestMax, $"A socket or a stream was opened or refused after {Floor.LongestOpening}.");
        Assert.DoesNotContain(Balancer.Requests, r => r.Took > _holdMax + RequestMax);
        Assert.DoesNotContain(history.Attempts, static a => a.Outcome == Outcome.Refused);
        Assert.Equal(_deaths.Count * Floor.Talks.Count, silences.Count);            // every chat went on after every death
        Assert.DoesNotContain(silences, static silence => silence.Length > silence.Max);
        Assert.True(mayFail || failed is [], $"{failed.Count} requests failed.");
        Assert.True(mayFail || !Balancer.Requests.Any(static r => r.IsRefused), "Connects were refused.");
        _isJudged = true;
    }

    /// <summary>What the journal holds, read past the server.</summary>
    private async Task AuditJournalAsync(History history)
    {
        await using var connection = await ConnectAsync();
        await using var ask = new NpgsqlCommand("SELECT stream, version, json FROM orleanschat.events WHERE name = 'chat.said.1'", connection);
        await using var reader = await ask.ExecuteReaderAsync();
        var stored = new List<Stored>();
        while (await reader.ReadAsync())
        {
            var said = JsonNode.Parse((byte[])reader["json"])!;
            if ((string?)said["Text"] is { Length: > 0 } text) stored.Add(new((string)reader["stream"], (long)reader["version"], text, ReaderOf((string?)said["Visibility"])));
        }

        Assert.Empty(JournalChecker.Check(stored, history));
        Say($"the journal holds {stored.Count} texts");
    }

    private static Reader ReaderOf(string? visibility) => visibility switch
    {
        null or "All" => Reader.Customer,
        "Agents" => Reader.Agent,
        "Supervisors" => Reader.Supervisor,
        _ => throw new InvalidOperationException($"The journal knows another visibility: {visibility}."),
    };

    /// <summary>For each chat that is talked in, after each death.</summary>
    public List<(string What, string Chat, TimeSpan Length, TimeSpan Max)> Silences() => [.. _deaths.SelectMany(death => Silences(Floor.History, death))];

    /// <summary>For each chat that is talked in: from a death to the first text that was acknowledged after it.</summary>
    private IEnumerable<(string What, string Chat, TimeSpan Length, TimeSpan Max)> Silences(History history, (string What, long At, TimeSpan Max) death) => history.Attempts
        .Where(a => a.Outcome == Outcome.Ok && a.EndedAt > death.At && Floor.Talks.Contains(a.Chat)).GroupBy(static a => a.Chat)
        .Select(chat => (death.What, chat.Key, Stopwatch.GetElapsedTime(death.At, chat.Where(a => a.StartedAt > death.At).Min(static a => a.EndedAt)), death.Max));
}
