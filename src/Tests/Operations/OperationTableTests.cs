using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>
/// The contract's table of operations, row by row, on the running server: what each does, what it answers, and who is told what in which order; and
/// that there is nothing else. Every answer is one that <c>/openapi.json</c> describes.
/// </summary>
[Collection(OneFloor.Name)]
public sealed class OperationTableTests(FloorServer server)
{
    public static TheoryData<string> Rows => [.. OperationTable.Rows.Select(static row => row.ToString())];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_operation_does_answers_and_tells_what_its_row_says(string name)
    {
        var row = OperationTable.Rows.Single(row => row.ToString() == name);
        var described = await server.DescribedAsync();
        Api.Watcher.Value = described.Take;
        foreach (var play in row.Plays)
        {
            var floor = await server.TakeFloorAsync();
            var player = new Player(floor, row);
            await player.PlayAsync(play);
            if (play.IsLast)
            {
                floor.Dispose();
                continue;
            }

            await player.TidyAsync();
            server.GiveBack(floor);
        }

        described.MustBeRight();
    }
}
