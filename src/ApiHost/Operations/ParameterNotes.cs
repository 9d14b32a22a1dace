using System.Text.Json;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.ApiHost.Operations;

/// <summary>What an operation reads, noted while it reads: its parameters describe themselves, so that no page about them can be forgotten.</summary>
internal sealed class ParameterNotes
{
    private readonly Dictionary<string, ParameterNote> _notes = new(StringComparer.Ordinal);

    private readonly List<string[]> _choices = [];

    /// <summary>In the order in which they were first read.</summary>
    public IEnumerable<ParameterNote> All => _notes.Values.Select(note => _choices.Exists(c => c.Contains(note.Name)) ? note with { IsRequired = false } : note);

    /// <summary>Of each of these, exactly one must be there.</summary>
    public IReadOnlyList<string[]> Choices => _choices;

    /// <summary>The parameters that an operation reads: given none, it reads them all the same.</summary>
    public static ParameterNotes Of(Action<Parameters> operation, LimitSettings limits)
    {
        using var nothing = JsonDocument.Parse("{}");
        var notes = new ParameterNotes();
        operation(new Parameters(nothing.RootElement, limits, notes));
        return notes;
    }

    public void Choose(string[] names)
    {
        _choices.Add(names);
        foreach (var name in names)
        {
            Note(name, static note => note with { Kind = ParameterForm.Text });
        }
    }

    public void Note(string name, Func<ParameterNote, ParameterNote> change) =>
        _notes[name] = change(_notes.TryGetValue(name, out var known) ? known : new(name));
}

/// <summary>One parameter.</summary>
/// <param name="Name">As it is written in the body.</param>
/// <param name="IsRequired">Without it: statusCode 1.</param>
/// <param name="Kind">What it holds; anything else: statusCode 2.</param>
internal sealed record ParameterNote(string Name, bool IsRequired = false, ParameterForm Kind = ParameterForm.Anything)
{
    /// <summary>The words that it may be; empty: any.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>It must not be empty.</summary>
    public bool IsFilled { get; init; }
}

/// <summary>What a parameter holds.</summary>
internal enum ParameterForm
{
    Anything,
    Text,
    Flag,
    Texts,
    UserData,
}
