using System.Text.RegularExpressions;

namespace OrleansChat.Tests.Tidy;

/// <summary>
/// Reads C# by its layout, which the build enforces: braces stand on lines of their own, a block ends where a brace has the indentation of the
/// one that began it.
/// </summary>
internal static partial class Code
{
    /// <summary>Every braced block that is not a type's body: its first line and how many lines it has, braces and declaration included.</summary>
    public static IEnumerable<(int Line, int Lines)> Blocks(string[] lines)
    {
        for (var start = 1; start < lines.Length; start++)
        {
            if (lines[start].Trim() != "{" || TypeLine().IsMatch(Declaration(lines, start)))
            {
                continue;
            }

            var indentation = lines[start].Length - 1;
            var end = Array.FindIndex(lines, start + 1, line => line.Length > indentation && line[indentation] == '}' && line.AsSpan(0, indentation).IsWhiteSpace());
            yield return (start, end < 0 ? 0 : end - start + 2);
        }
    }

    /// <summary>Public types at the outermost level: their keywords, as <c>sealed class</c> or <c>record</c>, and their names.</summary>
    public static IEnumerable<(string Kind, string Name)> PublicTypes(string[] lines) =>
        lines.Select(static line => PublicType().Match(line)).Where(static match => match.Success).Select(static match => (match.Groups["kind"].Value, match.Groups["name"].Value));

    /// <summary>Lines that are code: comments are left out.</summary>
    public static IEnumerable<(int Number, string Text)> Statements(string[] lines) =>
        lines.Select(static (line, place) => (place + 1, line)).Where(static line => !line.line.TrimStart().StartsWith("//", StringComparison.Ordinal));

    /// <summary>The declaration before a brace: from below a line that is empty, a comment or the end of something else.</summary>
    private static string Declaration(string[] lines, int brace)
    {
        var first = brace - 1;
        while (first > 0 && lines[first - 1].Trim() is var above && above.Length > 0 && !above.StartsWith("//", StringComparison.Ordinal) && above[^1] is not (';' or '{' or '}' or ']' or '>'))
        {
            first--;
        }

        return string.Join(' ', lines[first..brace].Select(static line => line.Trim()));
    }

    [GeneratedRegex(@"^(\[.*\] ?)?((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref) )*(class|record|struct|interface|enum|namespace) ")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^public ((static|sealed|abstract|partial|readonly|ref) )*(?<kind>(record struct|record class|record|class|struct|interface|enum|delegate))\s+(?<name>\w+)")]
    private static partial Regex PublicType();
}
