#if ORLEANS_LOCAL
using System.Text.Json;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Retries;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>Requests with a key: each is carried out once, and every success says the same (I3, decision 22).</summary>
internal sealed class KeyTruth(SimulatedFloor floor)
{
    private readonly Dictionary<string, Known> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);

    public bool IsKnown(RequestKey? key) => key is not null && _known.ContainsKey(key.Key);

    public void Take(JournalAppend append)
    {
        if (append.Request is not { Row: var row }) return;
        var answer = JsonSerializer.Deserialize<Answer>(row.Json.Span)!;
        var version = append.ExpectedVersion + append.Events.Length;
        if (answer.Version != version) floor.Fail($"{append.Stream}: the answer of a request says version {answer.Version}, and its append made {version}");
        if (!_known.TryAdd(row.Key, new Known(row.Digest, version, answer.ReferenceId))) floor.Fail($"{append.Stream}: a request is carried out a second time under its key");
    }

    /// <summary>A request with a key had success.</summary>
    /// <param name="key">The key.</param>
    /// <param name="wasKnown">It had been carried out before this one was made.</param>
    /// <param name="isAgain">What the reply said of that; <see langword="null"/>: nothing.</param>
    /// <param name="version">Of the reply; <see langword="null"/>: it has none.</param>
    /// <param name="answer">The whole reply, as its client reads it.</param>
    /// <param name="who">Whose request it is, for the story.</param>
    public void MustAnswer(RequestKey key, bool wasKnown, bool? isAgain, long? version, string answer, string who)
    {
        if (!_known.TryGetValue(key.Key, out var known))
        {
            floor.Fail($"{who} had success, and the key is not stored with it");
            return;
        }

        if (wasKnown && isAgain == false) floor.Fail($"{who} was carried out before, and is carried out again");
        if (version is not null && version != known.Version) floor.Fail($"{who} is answered {version}, and was carried out at {known.Version}");
        if (!_answers.TryAdd(key.Key, answer) && _answers[key.Key] != answer) floor.Fail($"{who} is answered '{answer}', and was answered '{_answers[key.Key]}' before");
        floor.History.Reached.Add(isAgain == true ? "known key" : "new key");
    }

    private sealed record Known(string Digest, long Version, int ReferenceId);
}
#endif
