using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults.Histories;

/// <summary>Writes down what clients do and see, from any thread.</summary>
public sealed class Recorder
{
    /// <summary>The contract's <c>statusCode</c> of a 503.</summary>
    private const int Unavailable = 12;

    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly ConcurrentQueue<Attempt> _attempts = new();
    private readonly ConcurrentQueue<Reading> _readings = new();
    private readonly ConcurrentDictionary<(string Chat, string Desk), (Reader Reader, ConcurrentQueue<Seen> Entries)> _told = new();
    private readonly ConcurrentDictionary<(string Chat, string Desk), bool> _mustBeWhole = new();
    private readonly ConcurrentDictionary<(string Desk, string Text), long> _toldAt = new();

    /// <summary>Answers that say in the envelope something else than in the status line.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    public History History => new(
        [.. _attempts], [.. _readings], [.. _told.Select(t => new Told(t.Key.Chat, t.Key.Desk, t.Value.Reader, [.. t.Value.Entries], _mustBeWhole.ContainsKey(t.Key)))]);

    public async Task<Outcome> SayAsync(string chat, string author, Reader widest, string text, Func<Task<Answer>> say)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var (outcome, answer) = await TryAsync(say);
        if (answer is { Http: HttpStatusCode.ServiceUnavailable, StatusCode: not Unavailable }) _wrong.Enqueue($"{text}: 503 with {answer}");
        _attempts.Enqueue(new Attempt(chat, author, widest, text, outcome, startedAt, Stopwatch.GetTimestamp()));
        return outcome;
    }

    /// <summary>An operation whose answer may be cut off.</summary>
    public static async Task<(Outcome Outcome, Answer? Answer)> TryAsync(Func<Task<Answer>> act)
    {
        try
        {
            var answer = await act();
            return ((int)answer.Http >= 500 ? Outcome.Unknown : answer.StatusCode == 0 ? Outcome.Ok : Outcome.Refused, answer);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
        {
            return (Outcome.Unknown, null);
        }
    }

    public void Read(string chat, string who, Reader reader, IEnumerable<JsonNode?> messages, bool isFinal) =>
        _readings.Enqueue(new Reading(chat, who, reader, [.. messages.Select(static m => ToSeen(m!))], isFinal));

    /// <summary>The entries of a notification; none in the others.</summary>
    public void Told(string chat, string desk, Reader reader, JsonObject notification)
    {
        var told = _told.GetOrAdd((chat, desk), _ => (reader, new ConcurrentQueue<Seen>()));
        foreach (var message in notification["messages"]?.AsArray() ?? [])
        {
            var seen = ToSeen(message!);
            told.Entries.Enqueue(seen);
            _toldAt.TryAdd((desk, seen.Text), Stopwatch.GetTimestamp());
        }
    }

    /// <summary>
    /// For each text that was acknowledged since a time, and each desk that was told of it: how long after the acknowledgement, the times left out in which nobody could
    /// have told. In the order of their lengths.
    /// </summary>
    /// <param name="from">The acknowledgement.</param>
    /// <param name="nobody">From when to when nothing ran.</param>
    public IReadOnlyList<Delay> Delays(long from, params (long From, long To)[] nobody)
    {
        var texts = _attempts.Where(a => a.Outcome == Outcome.Ok && a.EndedAt >= from).ToDictionary(static a => a.Text, static a => a.EndedAt);
        return [.. _toldAt.Where(t => texts.ContainsKey(t.Key.Text)).Select(t => new Delay(t.Key.Desk, texts[t.Key.Text], Between(texts[t.Key.Text], t.Value, nobody))).OrderBy(static d => d.Length)];
    }

    internal static TimeSpan Between(long acknowledgedAt, long toldAt, params (long From, long To)[] nobody)
    {
        var leftOut = nobody.Sum(n => Math.Max(0, Math.Min(toldAt, n.To) - Math.Max(acknowledgedAt, n.From)));
        return Stopwatch.GetElapsedTime(acknowledgedAt + leftOut, Math.Max(toldAt, acknowledgedAt + leftOut));
    }

    /// <summary>From now on this desk must have been told everything of this chat in the end.</summary>
    public void MustBeWhole(string chat, string desk) => _mustBeWhole[(chat, desk)] = true;

    private static Seen ToSeen(JsonNode message) => new((int)message["index"]!, (string)message["type"]!, (string?)message["text"] ?? "", message.ToJsonString());
}

/// <summary>How long after its acknowledgement a desk was told of a text.</summary>
public sealed record Delay(string Desk, long AcknowledgedAt, TimeSpan Length);
