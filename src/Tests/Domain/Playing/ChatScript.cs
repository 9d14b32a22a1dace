using OrleansChat.Domain.Chats;

namespace OrleansChat.Tests.Domain.Playing;

/// <summary>
/// Plays a table: who | does | outcome | who is shown it. The outcome is <c>ok</c>, <c>nothing</c> (already so) or the name of a refusal;
/// <c>nothing</c> and refusals show nobody anything. The last cell names everybody who is told or reads a new entry, and nobody else; a name may
/// say what: <c>bob:LeftChat</c> for the state in a StatusChange, <c>anna:ParticipantLeft</c> for the type of an entry. The verbs are listed in
/// <see cref="ScriptVerbs"/>.
/// </summary>
internal static class ChatScript
{
    public static ChatWorld Play(string table, ChatLimits? limits = null) => PlayOn(new ChatWorld { Limits = limits ?? ChatLimits.Default }, table);

    public static ChatWorld PlayOn(ChatWorld world, string table)
    {
        foreach (var row in table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            PlayRow(world, row);
        }

        return world;
    }

    private static void PlayRow(ChatWorld world, string row)
    {
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        Assert.True(cells.Length >= 3, $"A row has at least three cells: {row}");
        var customerRead = world.ReadAll(Audience.Customer).Length;
        var step = ScriptVerbs.Do(world, cells[0], cells[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));

        var outcome = step.Refusal?.ToString() ?? (step.IsNothing ? "nothing" : "ok");
        Assert.True(outcome == cells[2], $"Expected {cells[2]}, but was {outcome}: {row}");
        Assert.True(outcome != "ok" || cells.Length == 4, $"A row with events says who is shown them: {row}");

        var shown = Shown(world, step, customerRead);
        var expected = (cells.ElementAtOrDefault(3) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var names = expected.Select(static word => word.Split(':')[0]).Distinct().Order().ToList();
        Assert.True(names.SequenceEqual(shown.Keys.Order()), $"Expected to be shown to [{string.Join(' ', names)}], but was to [{string.Join(' ', shown.Keys.Order())}]: {row}");
        foreach (var word in expected.Where(static word => word.Contains(':')))
        {
            var (name, what) = (word.Split(':')[0], word.Split(':')[1]);
            Assert.True(shown[name].Contains(what), $"{name} is shown {string.Join(", ", shown[name])}, not {what}: {row}");
        }
    }

    /// <summary>Everybody who is shown something, with the states and entry types that they are shown.</summary>
    private static Dictionary<string, List<string>> Shown(ChatWorld world, Step step, int customerRead)
    {
        var shown = new Dictionary<string, List<string>>();
        var entries = world.ReadAll(Audience.Customer, customerRead + 1);
        if (!entries.IsEmpty)
        {
            shown[Cast.Customer] = [.. entries.Select(static e => e.Kind.ToString())];
        }

        foreach (var name in Cast.Users)
        {
            var told = step.ToldTo(name);
            if (!told.IsEmpty)
            {
                shown[name] = [.. told.SelectMany(What)];
            }
        }

        return shown;
    }

    private static IEnumerable<string> What(Notification told) => told switch
    {
        Notification.StatusChange change => [change.Chat.State.ToString()],
        Notification.NewMessages news => news.Entries.Select(static e => e.Kind.ToString()),
        _ => [told.GetType().Name],
    };
}
