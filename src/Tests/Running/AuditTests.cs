using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>Every supervision act is on record for the contact centre's administrators, and for nobody else (decision 18).</summary>
[Collection(OneServer.Name)]
public sealed class AuditTests(TeamServer server)
{
    private const string Audit = "/api/v2/audit";

    [Fact]
    public async Task Supervision_is_on_record()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await using var tom = await team.SupervisorAsync(team.Tom);
        _ = (await tom.MonitorAsync(ann, "Coach", ("supervisorMonitoringMode", "NextChat"))).Ok;
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await tom.ExpectAsync("StatusChange Invited as Coach [Invited]");
        await tom.DoPlainAsync(chatId, "Reject");
        await sue.IntrudeAsync(ann, chatId, "Monitor");
        await sue.DoPlainAsync(chatId, "SwitchToCoach");
        await sue.DoPlainAsync(chatId, "SwitchToCoach");                 // already so: no act
        await sue.DoPlainAsync(chatId, "Leave");
        _ = (await sue.Api.PostAsync($"/api/v2/users/{ann.UserId}/chats/{chatId}", "Intrude")).Ok;
        await ann.DoPlainAsync(chatId, "Complete");
        _ = (await sue.MonitorAsync(ann, "CancelSupervisorMonitoring")).Ok;
        (await sue.MonitorAsync(ann, "CancelSupervisorMonitoring")).MustBe(2, 400);

        using var boss = Api.User(server.Server, "boss");
        var all = await RecordsAsync(boss, $"agent={ann.UserId}");
        Assert.Equal(
            $"""
            MonitoringStarted {team.Tom} {team.Ann} Coach NextChat
            MonitoringUsedUp {team.Tom} {team.Ann} Coach NextChat
            Invited {team.Tom} {team.Ann} Coach {chatId}
            Rejected {team.Tom} {team.Ann} Coach {chatId}
            MonitoringStarted {team.Sue} {team.Ann} Monitor AllChats
            Intruded {team.Sue} {team.Ann} Monitor {chatId}
            Accepted {team.Sue} {team.Ann} Monitor {chatId}
            Switched {team.Sue} {team.Ann} Coach {chatId}
            Left {team.Sue} {team.Ann} Coach {chatId}
            Intruded {team.Sue} {team.Ann} Monitor {chatId}
            Revoked {team.Sue} {team.Ann} Monitor {chatId}
            MonitoringCancelled {team.Sue} {team.Ann} Monitor AllChats
            """, string.Join('\n', all.Select(Line)));
        Assert.All(all, static record => Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\+0000$", (string)record["timestamp"]!));

        Assert.Equal(8, (await RecordsAsync(boss, $"supervisor={sue.UserId}")).Count);
        Assert.Equal(2, (await RecordsAsync(boss, $"supervisor={tom.UserId}&chatId={chatId}")).Count);
        var fourth = Uri.EscapeDataString((string)all[4]["timestamp"]!);
        Assert.All(await RecordsAsync(boss, $"agent={ann.UserId}&from={fourth}"), record => Assert.True((long)record["timestampSeconds"]! >= (long)all[4]["timestampSeconds"]!));
        Assert.Contains(Line(all[4]), (await RecordsAsync(boss, $"agent={ann.UserId}&from={fourth}")).Select(Line));
        Assert.DoesNotContain(Line(all[4]), (await RecordsAsync(boss, $"agent={ann.UserId}&to={fourth}")).Select(Line));
        Assert.Empty(await RecordsAsync(boss, "to=2001-01-01T00:00:00Z"));
        var pages = new List<string>();
        for (long? next = 0; next is { } after;)
        {
            var page = (await boss.GetAsync($"{Audit}?agent={ann.UserId}&limit=5&after={after}")).Ok;
            pages.AddRange(page["records"]!.AsArray().Select(static r => Line(r!.AsObject())));
            next = (long?)page["next"];
        }

        Assert.Equal(all.Select(Line), pages);
    }

    [Fact]
    public async Task Only_administrators_of_the_contact_centre_read_it()
    {
        var team = server.NextTeam();
        await using var ann = await team.OpenAsync(team.Ann);
        await using var sue = await team.OpenAsync(team.Sue);
        _ = (await sue.MonitorAsync(ann, "Monitor")).Ok;
        foreach (var api in new[] { ann.Api, sue.Api })
        {
            foreach (var query in new[] { "", $"?agent={ann.UserId}", $"?supervisor={sue.UserId}", "?chatId=ZZZZZZZZZZZZZZZZ" })
            {
                (await api.GetAsync(Audit + query)).MustBe(5, 403);
            }
        }

        using var customer = Api.Customer(server.Server);
        using var nobody = Api.Anonymous(server.Server);
        (await customer.GetAsync(Audit)).MustBe(20, 401);
        (await nobody.GetAsync($"{Audit}?limit=x")).MustBe(20, 401);
        using var foreigner = Api.User(server.Server, "farboss");
        Assert.Equal("""{"statusCode":0,"records":[]}""", (await foreigner.GetAsync(Audit)).Ok.ToJsonString());
        Assert.Equal("""{"statusCode":0,"records":[]}""", (await foreigner.GetAsync($"{Audit}?agent={ann.UserId}")).Ok.ToJsonString());
        using var boss = Api.User(server.Server, "boss");
        Assert.Single(await RecordsAsync(boss, $"agent={ann.UserId}"));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=501")]
    [InlineData("limit=x")]
    [InlineData("after=-1")]
    [InlineData("after=1%00")]
    [InlineData("limit=1%00")]
    [InlineData("after=99999999999999999999")]
    [InlineData("from=yesterday")]
    [InlineData("to=")]
    [InlineData("agent=%00")]
    [InlineData("chatId=..%2F")]
    [InlineData("supervisor=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_bad_value_is_refused_before_anything_is_read(string query)
    {
        using var boss = Api.User(server.Server, "boss");
        (await boss.GetAsync($"{Audit}?{query}")).MustBe(2, 400);
    }

    private static async Task<List<JsonObject>> RecordsAsync(Api api, string query) =>
        [.. (await api.GetAsync($"{Audit}?{query}")).Ok["records"]!.AsArray().Select(static record => record!.AsObject())];

    private static string Line(JsonObject record) =>
        $"{record["act"]} {record["supervisor"]!["userName"]} {record["agent"]!["userName"]} {record["supervisorMode"]} {record["chatId"] ?? record["supervisorMonitoringMode"]}";
}
