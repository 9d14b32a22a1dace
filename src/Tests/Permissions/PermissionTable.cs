using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Permissions;

/// <summary>A request, and what each subject is answered.</summary>
/// <param name="Path">Below <c>/api/v2</c>; <c>{chat}</c>, <c>{ann}</c> and the like stand for ids of the stage.</param>
/// <param name="Operation">For a POST; what stands behind a <c>+</c> tells variants apart.</param>
/// <param name="EachAlone">Each subject who may do it needs a chat of their own: afterwards the next one could not.</param>
/// <param name="Cells">In the order of the table.</param>
public sealed record PermissionRow(string Method, string Path, string Operation, bool EachAlone, IReadOnlyList<PermissionCell> Cells)
{
    public string Name => $"{Method} {Path} {Operation}".Trim();

    /// <summary>Where users are answered the same.</summary>
    public string? OtherPath { get; init; }

    /// <summary>The body of a POST, with parameters that are good.</summary>
    public string Body => Operation switch
    {
        "Complete+queue" => """{"operationName":"Complete","queueName":"{queue}"}""",
        "Transfer" or "Invite" or "Consult" => $$"""{"operationName":"{{Operation}}","targetPath":"/users/{bob}"}""",
        "Transfer+queue" => """{"operationName":"Transfer","queueName":"{queue}"}""",
        "RemoveParticipantFromConference" => $$"""{"operationName":"{{Operation}}","targetPath":"/users/{con}"}""",
        "StartContactCenterSession" => """{"operationName":"StartContactCenterSession","channels":["chat"]}""",
        "RequestChat" => """{"operationName":"RequestChat","nickname":"n","subject":"s","endpoint":"{queue}"}""",
        _ => PermissionTables.Catalogue.First(row => row.Name == Operation).Body(),
    };
}

/// <summary>One subject's answer: a statusCode, or a sign of <see cref="PermissionTables"/>.</summary>
public sealed record PermissionCell(string Subject, string Expected)
{
    /// <summary>The operation takes place, or the read is answered.</summary>
    public bool IsAllowed => Expected is PermissionTables.Allowed or PermissionTables.Blank or PermissionTables.Answered;
}

/// <summary>Reads a table: a first line with method, path and the columns, then a line for each request.</summary>
internal static class PermissionTable
{
    public static IEnumerable<PermissionRow> Read(string text)
    {
        var lines = text.Split('\n').Select(static line => line.Split('|', 2)).ToList();
        var (head, columns) = (Words(lines[0][0]), Words(lines[0][1]));
        foreach (var line in lines.Skip(1))
        {
            var (name, values) = (line[0].Trim(), Words(line[1]));
            Assert.True(columns.Length == values.Length, $"{name} has {values.Length} cells for {columns.Length} columns.");
            var cells = columns.Zip(values).SelectMany(static pair => Members(pair.First).Select(subject => new PermissionCell(subject, pair.Second))).ToList();
            yield return head is ["POST", var path]
                ? new("POST", path, name.TrimEnd('*'), name.EndsWith('*'), cells)
                : new("GET", name, "", false, cells);
        }
    }

    private static string[] Members(string column) => PermissionTables.Groups.TryGetValue(column, out var members) ? Words(members) : [column];

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
