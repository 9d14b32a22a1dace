namespace OrleansChat.Tests.Faults.Histories;

/// <summary>A text as the journal has it.</summary>
/// <param name="Stream">The chat's; another one than clients know.</param>
/// <param name="Widest">The widest audience that may read it.</param>
public sealed record Stored(string Stream, long Version, string Text, Reader Widest);

/// <summary>
/// Judges a journal by a history: what was acknowledged is stored once, what was refused is not, nothing is there that nobody said, each text for those it was said for,
/// each chat in one stream and in the order that everybody read. Knows nothing of the server.
/// </summary>
public static class JournalChecker
{
    /// <summary>What is wrong, one line each; empty when all is well.</summary>
    /// <param name="stored">Every text, in any order.</param>
    /// <param name="history">Of the clients, complete.</param>
    public static IReadOnlyList<string> Check(IReadOnlyList<Stored> stored, History history)
    {
        var said = history.Attempts.DistinctBy(static a => a.Text).ToDictionary(static a => a.Text);
        var ordered = stored.OrderBy(static s => s.Stream, StringComparer.Ordinal).ThenBy(static s => s.Version).ToList();
        var chats = ordered.Where(s => said.ContainsKey(s.Text)).ToLookup(s => said[s.Text].Chat);
        return
        [
            .. ordered.CountBy(static s => s.Text).Where(static c => c.Value > 1).Select(static c => $"stored {c.Value} times: {c.Key}"),
            .. ordered.Where(s => !said.ContainsKey(s.Text)).Select(static s => $"stored, and nobody said it: {s.Text}"),
            .. history.Attempts.Where(static a => a.Outcome == Outcome.Ok).Select(static a => a.Text).Except(ordered.Select(static s => s.Text)).Select(static text => $"acknowledged and not stored: {text}"),
            .. ordered.Where(s => said.GetValueOrDefault(s.Text)?.Outcome == Outcome.Refused).Select(static s => $"refused and stored: {s.Text}"),
            .. ordered.Where(s => said.GetValueOrDefault(s.Text) is { } a && a.Widest != s.Widest).Select(s => $"said for {said[s.Text].Widest}, stored for {s.Widest}: {s.Text}"),
            .. chats.Where(static chat => chat.DistinctBy(static s => s.Stream).Count() > 1).Select(static chat => $"{chat.Key} is in {chat.DistinctBy(static s => s.Stream).Count()} streams"),
            .. history.Readings.Where(static r => r.IsFinal).SelectMany(reading => Order(reading, [.. chats[reading.Chat].Where(s => s.Widest <= reading.Reader).Select(static s => s.Text)])),
        ];
    }

    private static IEnumerable<string> Order(Reading reading, List<string> stored)
    {
        var read = reading.Entries.Where(static e => e.Type == "Text").Select(static e => e.Text).ToList();
        var at = read.Zip(stored).TakeWhile(static both => both.First == both.Second).Count();
        return at == read.Count && at == stored.Count
            ? []
            : [$"{reading.Who} read as text {at + 1} of {reading.Chat} \"{read.ElementAtOrDefault(at)}\", stored is \"{stored.ElementAtOrDefault(at)}\""];
    }
}
