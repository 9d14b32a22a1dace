using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>
/// Every refusal of every operation, alone and with each other thing that can be wrong at once, so that their order is proven; and that nothing
/// happens: everybody reads what they read before, and nobody is told anything. Every answer is one that <c>/openapi.json</c> describes.
/// </summary>
[Collection(OneFloor.Name)]
public sealed class OperationRefusalTests(FloorServer server)
{
    public static TheoryData<string> Rows => [.. RefusalTable.Rows.Select(static row => row.ToString())];

    public static IEnumerable<object[]> Reads => RefusalTable.Reads.Select(static r => new object[] { r.Who, r.Path, r.Why });

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_operation_is_refused_in_the_order_of_the_checks_and_nothing_happens(string name)
    {
        var row = RefusalTable.Rows.Single(row => row.ToString() == name);
        var described = await server.DescribedAsync();
        Api.Watcher.Value = described.Take;
        var standing = await server.TakeStandingAsync();
        foreach (var operation in row.Operations)
        {
            var refusals = new RefusalWalk(standing.Floor, row, operation);
            await refusals.WalkAsync();
            Assert.True(refusals.Wrong.Count == 0, string.Join('\n', refusals.Wrong));
        }

        await standing.NothingHappenedAsync(name);
        described.MustBeRight();
        server.GiveBack(standing);
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task What_is_read_is_refused_in_the_same_order(string who, string path, string why)
    {
        var standing = await server.TakeStandingAsync();
        var answer = await standing.Floor.Who(who).GetAsync(standing.Floor.Filled($"/api/v2{path}"));
        Assert.True(Situation.Fits(why, answer), $"{who} {path}: {(int)answer.Http} {answer.Body.ToJsonString()}");
        Assert.Equal(["statusCode", "statusMessage"], answer.Body.Select(static p => p.Key));
        server.GiveBack(standing);
    }
}
