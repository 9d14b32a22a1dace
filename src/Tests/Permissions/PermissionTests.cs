using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Permissions;

/// <summary>Every cell of <see cref="PermissionTables"/> on the running server.</summary>
[Collection(WhoMayWhat.Name)]
public sealed class PermissionTests(PermissionServer server)
{
    private static readonly Dictionary<string, int> HttpOf = new() { ["0"] = 200, ["o"] = 200, ["."] = 200, ["1"] = 400, ["2"] = 400, ["3"] = 403, ["5"] = 403, ["6"] = 404, ["20"] = 401 };

    public static TheoryData<string> Rows => [.. PermissionTables.All.Select(static row => row.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_is_answered_as_the_table_says(string name)
    {
        var (row, wrong) = (PermissionTables.All.Single(row => row.Name == name), new List<string>());
        var stage = await PermissionStage.OpenAsync(server);
        try
        {
            foreach (var cell in row.Cells.Where(static cell => !cell.IsAllowed))
            {
                await CheckAsync(stage, row, cell, wrong);
                if (row.OtherPath is { } path && !PermissionTables.Groups["customers"].Contains(cell.Subject, StringComparison.Ordinal)) await CheckAsync(stage, row with { Path = path }, cell, wrong);
            }

            await stage.NothingHappenedAsync();
            foreach (var cell in row.Cells.Where(static cell => cell.IsAllowed))
            {
                if (row.EachAlone)
                {
                    await stage.DisposeAsync();
                    stage = await PermissionStage.OpenAsync(server);
                }

                await CheckAsync(stage, row, cell, wrong);
            }
        }
        finally
        {
            await stage.DisposeAsync();
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Once the chat is over it is nobody's: whoever was in it is answered as for a chat that never was, at either path and for every operation.</summary>
    [Fact]
    public async Task Once_it_is_over_it_is_gone_for_everybody_but_its_customer()
    {
        string[] formerly = ["ann", "con", "barb", "cora", "mona", "ivy"];
        await using var stage = await PermissionStage.OpenAsync(server);
        _ = (await stage.SendAsync("ann", $"/me/chats/{stage.ChatId}", """{"operationName":"Complete"}""")).Ok;
        var wrong = new List<string>();
        foreach (var row in PermissionTables.All.Where(static row => row.Path.Contains("/chats/{chat}", StringComparison.Ordinal) && !row.Path.StartsWith("/users", StringComparison.Ordinal)))
        {
            foreach (var subject in formerly)
            {
                await CheckAsync(stage, row, new(subject, "6"), wrong);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        foreach (var operation in OperationCatalogue.OfCustomers) (await stage.SendAsync("customer", $"/chats/{stage.Handle}", operation.Body())).MustBe(2, 400);
        Assert.Equal("Idle", (string?)(await stage.SendAsync("customer", $"/chats/{stage.Handle}", null)).Ok["chat"]!["state"]);
    }

    private static async Task CheckAsync(PermissionStage stage, PermissionRow row, PermissionCell cell, List<string> wrong)
    {
        var answer = await stage.AskAsync(cell.Subject, row);
        var text = Words(answer);
        var isExpected = $"{(int)answer.Http} {answer.StatusCode}" == $"{HttpOf[cell.Expected]} {(cell.IsAllowed ? "0" : cell.Expected)}" && cell.Expected switch
        {
            PermissionTables.Allowed => row.Method == "POST" || stage.Words.Any(word => text.Contains(word, StringComparison.Ordinal)),
            PermissionTables.Blank => !stage.Words.Any(word => text.Contains(word, StringComparison.Ordinal)),
            "6" => text == Words(await stage.AskAsync(cell.Subject, row, exists: false)),
            _ => true,
        };
        if (!isExpected) wrong.Add($"{row.Name} by {cell.Subject}: {text} instead of {cell.Expected}");
    }

    private static string Words(Answer answer) => $"{(int)answer.Http} {answer.Body.ToJsonString()}";
}
