namespace OrleansChat.Tests.Faults.Histories;

/// <summary>
/// Judges a history: nothing acknowledged is lost, nothing is doubled, invented or changed, logs have no holes and one order, an index means one
/// thing for ever, desks were told everything in order, and nobody read what was not theirs. Knows nothing of the server.
/// </summary>
public static class HistoryChecker
{
    /// <summary>What is wrong, one line each; empty when all is well.</summary>
    public static IReadOnlyList<string> Check(History history) =>
    [
        .. history.Readings.SelectMany(static reading => Gapless(reading.Entries.Select(static e => e.Index), $"{reading.Who} read {reading.Chat}")),
        .. history.Told.SelectMany(static told => Gapless(FirstArrivals(told.Entries).Select(static e => e.Index), $"{told.Desk} was told of {told.Chat}")),
        .. OneMeaning(history),
        .. Finals(history).SelectMany(final => Texts(final, history.Attempts)),
        .. Finals(history).SelectMany(final => RealTime(final, history.Attempts)),
        .. history.Told.SelectMany(told => OwnTexts(told.Chat, told.Desk, told.Reader, FirstArrivals(told.Entries), history.Attempts)),
        .. history.Told.Where(static told => told.IsWhole).SelectMany(told => Whole(told, Finals(history))),
    ];

    private static IEnumerable<Reading> Finals(History history) => history.Readings.Where(static reading => reading.IsFinal);

    private static IEnumerable<Seen> FirstArrivals(IEnumerable<Seen> entries) => entries.DistinctBy(static e => e.Index);

    private static IEnumerable<string> Gapless(IEnumerable<int> indexes, string where)
    {
        var last = 0;
        foreach (var index in indexes)
        {
            if (index != last + 1)
            {
                yield return $"{where}: {index} after {last}";
            }

            last = index;
        }
    }

    /// <summary>For each chat and audience, whoever read or was told an index, whenever: the same entry.</summary>
    private static IEnumerable<string> OneMeaning(History history) =>
        history.Readings.SelectMany(static r => r.Entries.Select(e => (r.Chat, r.Reader, e.Index, e.Raw)))
            .Concat(history.Told.SelectMany(static t => t.Entries.Select(e => (t.Chat, t.Reader, e.Index, e.Raw))))
            .Distinct()
            .GroupBy(static e => (e.Chat, e.Reader, e.Index))
            .Where(static same => same.Count() > 1)
            .Select(static same => $"{same.Key.Chat}, {same.Key.Reader}: index {same.Key.Index} means {string.Join(" and ", same.Select(static e => e.Raw))}");

    /// <summary>The acknowledged are there, once; the refused are not; the unknown at most once; and nothing else is.</summary>
    private static IEnumerable<string> Texts(Reading final, IReadOnlyList<Attempt> attempts)
    {
        var counts = TextsOf(final.Entries).CountBy(static text => text).ToDictionary();
        foreach (var attempt in attempts.Where(a => a.Chat == final.Chat && a.Widest <= final.Reader))
        {
            var count = counts.GetValueOrDefault(attempt.Text);
            var isRight = attempt.Outcome switch { Outcome.Ok => count == 1, Outcome.Refused => count == 0, _ => count <= 1 };
            if (!isRight)
            {
                yield return $"{final.Who} reads {count} times in {final.Chat} what {attempt.Author} said ({attempt.Outcome}): {attempt.Text}";
            }
        }

        foreach (var wrong in OwnTexts(final.Chat, final.Who, final.Reader, final.Entries, attempts))
        {
            yield return wrong;
        }
    }

    /// <summary>Every text was said in this chat for this audience.</summary>
    private static IEnumerable<string> OwnTexts(string chat, string who, Reader reader, IEnumerable<Seen> entries, IReadOnlyList<Attempt> attempts) =>
        TextsOf(entries).Except(attempts.Where(a => a.Chat == chat && a.Widest <= reader).Select(static a => a.Text))
            .Select(text => $"{who}, {reader}, saw in {chat} what nobody said for them: {text}");

    /// <summary>What was acknowledged before another began stands before it.</summary>
    private static IEnumerable<string> RealTime(Reading final, IReadOnlyList<Attempt> attempts)
    {
        var said = attempts.Where(a => a.Chat == final.Chat).GroupBy(static a => a.Text).ToDictionary(static a => a.Key, static a => a.First());
        var earliestEnd = long.MaxValue;
        foreach (var attempt in TextsOf(final.Entries).Reverse().Select(said.GetValueOrDefault).OfType<Attempt>())
        {
            if (attempt.StartedAt > earliestEnd)
            {
                yield return $"{final.Who} reads in {final.Chat} before what had been acknowledged: {attempt.Text}";
            }

            earliestEnd = Math.Min(earliestEnd, attempt.Outcome == Outcome.Ok ? attempt.EndedAt : long.MaxValue);
        }
    }

    private static IEnumerable<string> Whole(Told told, IEnumerable<Reading> finals)
    {
        var head = finals.Where(f => f.Chat == told.Chat && f.Reader == told.Reader).Select(static f => f.Entries.Count).DefaultIfEmpty().Max();
        var last = told.Entries.Select(static e => e.Index).DefaultIfEmpty().Max();
        return last == head ? [] : [$"{told.Desk} was told of {told.Chat} up to {last} of {head}"];
    }

    private static IEnumerable<string> TextsOf(IEnumerable<Seen> entries) => entries.Where(static e => e.Type == "Text").Select(static e => e.Text);
}
