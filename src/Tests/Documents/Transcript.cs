using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrleansChat.Tests.Documents;

/// <summary>A command as a page shows it, and what the page says it prints.</summary>
internal sealed record Typed(string Command, string Printed);

/// <summary>The commands of a page's <c>console</c> blocks, in order, typed into one bash.</summary>
internal static partial class Transcript
{
    private const char Mark = '\x1e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static IReadOnlyList<Typed> Read(string page)
    {
        var typed = new List<Typed>();
        foreach (var line in Blocks().Matches(page).SelectMany(static block => block.Groups[1].Value.Split('\n')))
        {
            if (line.StartsWith("$ ", StringComparison.Ordinal))
            {
                typed.Add(new Typed(line[2..], ""));
            }
            else
            {
                typed[^1] = typed[^1] with { Printed = $"{typed[^1].Printed}\n{line}".Trim() };
            }
        }

        return typed;
    }

    /// <summary>Types the commands; returns what each printed, its errors included.</summary>
    public static async Task<IReadOnlyList<string>> TypeAsync(IEnumerable<string> commands)
    {
        var script = string.Concat(commands.Select(static command => $"printf '\\036'\n{command}\n"));
        var start = new ProcessStartInfo("bash", ["--noprofile", "--norc", "-c", $"exec 2>&1\n{script}"]) { RedirectStandardOutput = true };
        start.Environment["no_proxy"] = start.Environment["NO_PROXY"] = "127.0.0.1";
        using var bash = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var output = await bash.StandardOutput.ReadToEndAsync(patience.Token);
            return [.. output.Split(Mark).Skip(1).Select(static printed => printed.Trim())];
        }
        finally
        {
            if (!bash.HasExited)
            {
                bash.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>What differs from run to run becomes a word for what it is.</summary>
    public static string Pattern(string printed)
    {
        var handles = Guids().Replace(printed, "<handle>");
        var users = UserIds().Replace(handles, "<user id>");
        return Times().Replace(ChatIds().Replace(users, "<chat id>"), "<time>");
    }

    [GeneratedRegex("^```console\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")]
    private static partial Regex Guids();

    [GeneratedRegex(@"\b[0-9a-f]{32}\b")]
    private static partial Regex UserIds();

    [GeneratedRegex(@"\b[0-9A-Z]{16}\b")]
    private static partial Regex ChatIds();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}[+-]\d{4}")]
    private static partial Regex Times();
}
