using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>A row of the contract's table of operations (section 13).</summary>
/// <param name="Number">Its number there; 0 for an operation of our own.</param>
/// <param name="Path">The resource, with <c>@names</c>.</param>
/// <param name="Operations">The operations by name; for something that is read, the paths with <c>GET</c>.</param>
/// <param name="Plays">What it does, one script for each scene that it is played in.</param>
internal sealed record Row(int Number, string Path, string[] Operations, Play[] Plays)
{
    /// <summary>Which operations of the catalogue these are; empty for what is read.</summary>
    public OperationRow[] Catalogue { get; init; } = [];

    public override string ToString() => $"{Number} {string.Join(", ", Operations)}";
}

/// <summary>
/// A script on a scene. <c>. ann Leave {"text":"bye"}</c> is done before and must succeed. <c>&gt; ann Leave {"text":"bye"} =&gt; 0 ref</c> is what is looked
/// at: <c>0</c> is a reply of <c>{"statusCode":0}</c>, <c>0 ref</c> one with a referenceId beside it, anything else the whole reply. The lines after it,
/// <c>ann bob | NewMessages 4 Text Ann bye</c>, are what each party is told, in order, in the words of <see cref="NotificationText"/>, and for the
/// customer, <c>chris</c>, what is new to read; whoever is not named is told nothing. <c>~ bob Invited</c> waits until bob is told of that state.
/// A line that ends with a backslash goes on with the next.
/// </summary>
/// <param name="Scene">See <see cref="Scenes"/>.</param>
/// <param name="Script">The lines.</param>
/// <param name="IsLast">The parties are no use for another play.</param>
internal sealed partial record Play(string Scene, string Script, bool IsLast = false)
{
    public IEnumerable<Act> Acts()
    {
        Act? act = null;
        foreach (var line in Continued().Replace(Script, "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is '>' or '.' or '~')
            {
                if (act is not null) yield return act;
                act = Act.Read(line);
            }
            else
            {
                act!.Told.AddRange(Expected(line));
            }
        }

        if (act is not null) yield return act;
    }

    [GeneratedRegex(@"\\\n *")]
    private static partial Regex Continued();

    private static IEnumerable<string> Expected(string line)
    {
        var cut = line.IndexOf('|', StringComparison.Ordinal);
        return line[..cut].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"{name} | {line[(cut + 1)..].Trim()}");
    }
}

/// <summary>A line of a script that does something.</summary>
internal sealed record Act(char Kind, string Who, string What, JsonObject Parameters, string Reply)
{
    /// <summary>What is told, as <c>name | words</c>.</summary>
    public List<string> Told { get; } = [];

    public static Act Read(string line)
    {
        var (request, reply) = line.Split(" => ") is [var left, var right] ? (left, right) : (line, "");
        var brace = request.IndexOf(" {", StringComparison.Ordinal);
        var parameters = brace < 0 ? [] : JsonNode.Parse(request[brace..])!.AsObject();
        var words = (brace < 0 ? request : request[..brace]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(line[0], words[1], string.Join(' ', words[2..]), parameters, reply);
    }
}
