#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>The log of a chat as each audience (0 customer, 1 agents, 2 supervisors) must read it: never renumbered, never another's (I2, I4, I11).</summary>
internal sealed class ChatLog(string chatId, Action<string> fail)
{
    private readonly List<Line>[] _lines = [[], [], []];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    public int Length(int audience) => _lines[audience].Count;

    /// <summary>How many entries of an audience the chat has at a version.</summary>
    public int LengthAt(int audience, long version)
    {
        var lines = _lines[audience];
        var count = lines.Count;
        while (count > 0 && lines[count - 1].Version > version) count--;
        return count;
    }

    /// <summary>The supervisors' index of a text; 0: it was never stored.</summary>
    public int IndexOf(string text) => _texts.GetValueOrDefault(text);

    /// <summary>The number of the commit that wrote an entry.</summary>
    public long CommitOf(int audience, int index) => index >= 1 && index <= Length(audience) ? _lines[audience][index - 1].Commit : 0;

    /// <summary>A new entry, for the audiences from one to another.</summary>
    public void Add(Line line, int from, int to = 2)
    {
        for (var audience = from; audience <= to; audience++) _lines[audience].Add(line);
        if (line.Text.Length > 0 && !_texts.TryAdd(line.Text, Length(2))) fail($"'{line.Text}' is stored twice in {chatId}");
    }

    /// <summary>What is wrong with entries that an audience reads, who may read what was written up to a version; <see langword="null"/>: nothing.</summary>
    public string? Mismatch(int audience, ImmutableArray<EntryInfo> entries, long throughVersion = long.MaxValue)
    {
        for (var place = 0; place < entries.Length; place++)
        {
            var entry = entries[place];
            if (place > 0 && entry.Index != entries[place - 1].Index + 1) return $"index {entry.Index} after {entries[place - 1].Index} in {chatId}";
            var line = entry.Index >= 1 && entry.Index <= Length(audience) ? _lines[audience][entry.Index - 1] : null;
            var read = new Line(entry.Kind, entry.From.UserId, entry.Text, entry.Visibility, entry.From.Visibility, line?.Version ?? 0, line?.Commit ?? 0);
            if (read != line) return $"'{entry.Index} {read}' in {chatId}, where the log of audience {audience} has {line?.ToString() ?? "nothing"}";
            if (line.Version > throughVersion) return $"'{entry.Index} {read}' in {chatId}, where they stayed until {throughVersion}";
        }

        return null;
    }
}

/// <summary>An entry as its readers must see it.</summary>
/// <param name="Printed">The visibility that the entry names (decision 6).</param>
/// <param name="From">The visibility of who stands behind it, as the reader knew it.</param>
/// <param name="Version">The chat's version at the entry.</param>
/// <param name="Commit">The number of the commit that wrote it.</param>
internal sealed record Line(EntryKind Kind, string? UserId, string Text, Visibility Printed, Visibility From, long Version, long Commit);
#endif
