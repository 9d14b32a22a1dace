namespace OrleansChat.Tests.Documents;

/// <summary>A page of <c>docs/reference</c>: the tables under its headings.</summary>
internal sealed class Page(string name)
{
    private readonly string[] _lines = Texts.Read($"docs/reference/{name}").Split('\n');

    /// <summary>The headings of the second level.</summary>
    public IEnumerable<string> Headings => _lines.Where(static line => line.StartsWith("## ", StringComparison.Ordinal)).Select(static line => line[3..].Trim());

    /// <summary>The rows of all tables under a heading, without their header; each row its cells. No heading: all of the page.</summary>
    public IEnumerable<string[]> Rows(string? heading = null)
    {
        var lines = heading is null ? _lines : _lines.SkipWhile(line => line.Trim() != $"## {heading}").Skip(1).TakeWhile(static line => !line.StartsWith("## ", StringComparison.Ordinal));
        var isBody = false;
        foreach (var line in lines)
        {
            if (!line.StartsWith('|'))
            {
                isBody = false;
            }
            else if (line.StartsWith("|---", StringComparison.Ordinal))
            {
                isBody = true;
            }
            else if (isBody)
            {
                yield return [.. line.Trim().Trim('|').Split(" | ").Select(static cell => cell.Trim().Trim('|').Trim())];
            }
        }
    }

    /// <summary>The lines of the page's only block of text.</summary>
    public string Block()
    {
        var text = string.Join('\n', _lines);
        var start = text.IndexOf("```text\n", StringComparison.Ordinal) + "```text\n".Length;
        return text[start..text.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    /// <summary>Compares the page with the code; a failure prints what the page should say.</summary>
    public static void Same(IEnumerable<string> code, IEnumerable<string> page)
    {
        var (expected, actual) = (string.Join('\n', code), string.Join('\n', page));
        Assert.True(expected == actual, $"The page says:\n{actual}\n\nThe code says:\n{expected}");
    }

    /// <summary>Text between backticks as it is meant.</summary>
    public static string Plain(string cell) => cell.Trim('`');
}
