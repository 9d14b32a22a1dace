using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>
/// Every refusal of every operation, alone and with each other thing that can be wrong at once, so that their order is proven; and that nothing
/// happens: everybody reads what they read before, and nobody is told anything.
/// </summary>
[Collection(OneFloor.Name)]
public sealed class OperationRefusalTests(FloorServer server)
{
    public static TheoryData<string> Rows => [.. RefusalTable.Rows.Select(static row => row.ToString())];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_operation_is_refused_in_the_order_of_the_checks_and_nothing_happens(string name)
    {
        var row = RefusalTable.Rows.Single(row => row.ToString() == name);
        var standing = await server.TakeStandingAsync();
        foreach (var operation in row.Operations)
        {
            var refusals = new RefusalWalk(standing.Floor, row, operation);
            await refusals.WalkAsync();
            Assert.True(refusals.Wrong.Count == 0, string.Join('\n', refusals.Wrong));
        }

        await standing.NothingHappenedAsync(name);
        server.GiveBack(standing);
    }

    [Theory]
    [InlineData("nobody /me | NotLoggedIn")]
    [InlineData("nobody /me/chats | NotLoggedIn")]
    [InlineData("nobody /me/chats/@none | NotLoggedIn")]
    [InlineData("ann /me/chats/@none | ChatUnknown")]
    [InlineData("ann /me/chats/@theirs | ChatUnknown")]
    [InlineData("ann /me/chats/@ended | ChatUnknown")]
    [InlineData("vic /me/chats/@main | ChatUnknown")]
    [InlineData("boss /me/chats/@main | ChatUnknown")]
    [InlineData("nobody /me/chats/@main/messages?index=-1 | NotLoggedIn")]
    [InlineData("ann /me/chats/@main/messages?index=-1 | BadIndex")]
    [InlineData("dan /me/chats/@main/messages?index=-1 | BadIndex")]
    [InlineData("ann /me/chats/@offer/messages?index=x | BadIndex")]
    [InlineData("dan /me/chats/@main/messages | ChatUnknown")]
    [InlineData("dan /me/chats/@offer/messages | ChatUnknown")]
    [InlineData("boss /me/chats/@main/messages | ChatUnknown")]
    [InlineData("ann /me/chats/@offer/messages | NotInThisState")]
    [InlineData("vic /me/chats/@pending/messages | NotInThisState")]
    [InlineData("bob /me/chats/@failed/messages | NotInThisState")]
    [InlineData("nobody /settings/agent-states | NotLoggedIn")]
    [InlineData("nobody /chats/@mainhandle | NotLoggedIn")]
    [InlineData("chris /chats/@nonehandle | ChatUnknown")]
    [InlineData("chris /chats/@main | ChatUnknown")]
    [InlineData("stranger /chats/@mainhandle | ChatUnknown")]
    [InlineData("ann /chats/@mainhandle | ChatUnknown")]
    [InlineData("nobody /chats/@mainhandle/messages?index=x | NotLoggedIn")]
    [InlineData("chris /chats/@mainhandle/messages?index=x | BadIndex")]
    [InlineData("stranger /chats/@mainhandle/messages?index=x | BadIndex")]
    [InlineData("stranger /chats/@mainhandle/messages | ChatUnknown")]
    [InlineData("nobody /audit?limit=0 | NotLoggedIn")]
    [InlineData("ann /audit?limit=0 | BadQuery")]
    [InlineData("boss /audit?limit=501 | BadQuery")]
    [InlineData("ann /audit | NotAnAdmin")]
    [InlineData("sue /audit | NotAnAdmin")]
    public async Task What_is_read_is_refused_in_the_same_order(string line)
    {
        var standing = await server.TakeStandingAsync();
        var (request, why) = line.Split('|', StringSplitOptions.TrimEntries) is [var left, var right] ? (left.Split(' '), right) : default;
        var answer = await standing.Floor.Who(request[0]).GetAsync(standing.Floor.Filled($"/api/v2{request[1]}"));
        Assert.True(Situation.Fits(why, answer), $"{line}: {(int)answer.Http} {answer.Body.ToJsonString()}");
        Assert.Equal(["statusCode", "statusMessage"], answer.Body.Select(static p => p.Key));
        server.GiveBack(standing);
    }
}
