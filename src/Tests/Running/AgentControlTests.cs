namespace OrleansChat.Tests.Running;

/// <summary>Supervisors and administrators change an agent's channel (contract row 32), and everybody looks up the states (row 40).</summary>
[Collection(OneServer.Name)]
public sealed class AgentControlTests(TeamServer server)
{
    [Fact]
    public async Task A_supervisor_sets_each_state_and_the_agent_alone_is_told()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        var path = $"/api/v2/users/{ann.UserId}/channels/chat";
        (string Operation, string? Told)[] rows =
        [
            ("Ready", null), ("NotReady", "Channel chat NotReady Off"), ("DoNotDisturbOn", "Channel chat NotReady On"), ("DoNotDisturbOff", "Channel chat NotReady Off"),
            ("Offline", "Channel chat LoggedOut"), ("Ready", "Channel chat Ready Off"),
        ];
        foreach (var (operation, told) in rows)
        {
            Assert.Equal("""{"statusCode":0}""", (await sue.Api.PostAsync(path, operation)).Ok.ToJsonString());
            if (told is not null)
            {
                await ann.ExpectAsync(told);
            }
        }

        using var boss = Api.User(server.Server, "boss");
        _ = (await boss.PostAsync(path, "NotReady")).Ok;
        await ann.ExpectAsync("Channel chat NotReady Off");
        await ann.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    public async Task Refusals_come_in_their_order()
    {
        var team = server.NextTeam();
        await using var ann = await team.OpenAsync(team.Ann);
        await using var sue = await team.OpenAsync(team.Sue);
        await using var foreigner = await team.OpenAsync("foreigner");
        using var bob = Api.User(server.Server, team.Bob);
        using var lead = Api.User(server.Server, "lead");
        using var boss = Api.User(server.Server, "boss");
        string Of(string userId, string channel = "chat") => $"/api/v2/users/{userId}/channels/{channel}";
        using var anonymous = Api.Anonymous(server.Server);
        (await anonymous.PostAsync(Of(ann.UserId), "Ready")).MustBe(20, 401);
        (await sue.Api.PostAsync(Of(ann.UserId), "Dance")).MustBe(2, 400);
        (await bob.PostAsync(Of("nobody"), "Ready")).MustBe(5, 403);                      // no supervisor, before the agent is looked for
        (await sue.Api.PostAsync(Of("nobody"), "Ready")).MustBe(6, 404);
        (await sue.Api.PostAsync(Of(foreigner.UserId), "Ready")).MustBe(6, 404);          // another contact centre's is nobody
        (await boss.PostAsync(Of(foreigner.UserId), "Ready")).MustBe(6, 404);
        (await sue.Api.PostAsync(Of(sue.UserId), "Ready")).MustBe(3, 403);
        (await lead.PostAsync(Of(ann.UserId, "voice"), "Ready")).MustBe(5, 403);          // no group, before the channel
        (await sue.Api.PostAsync(Of(ann.UserId, "voice"), "Ready")).MustBe(6, 404);
        (await sue.Api.PostAsync(Of(ann.UserId), "Ready")).MustBe(2, 400);                // no session
        (await boss.PostAsync(Of(ann.UserId), "Ready")).MustBe(2, 400);
        (await boss.PostAsync(Of(ann.UserId), "Monitor", ("supervisorMonitoringMode", "x"))).MustBe(5, 403);   // administrators monitor nobody
        _ = (await ann.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new System.Text.Json.Nodes.JsonArray("chat")))).Ok;
        await ann.ExpectAsync("Channel chat NotReady Off");
        await ann.NothingMoreAsync();
    }

    [Fact]
    public async Task Agent_states_are_looked_up_with_the_conventions_of_every_list()
    {
        using var boss = Api.User(server.Server, "boss");
        const string Path = "/api/v2/settings/agent-states";
        Assert.Equal(
            """{"statusCode":0,"settings":[{"id":"9430250E-0A1B-421F-B372-F29E69366DED","displayName":"Ready","state":"Ready","operationName":"Ready"},{"id":"900D55CC-2BB0-431F-8BF9-D3525B383BE6","displayName":"Not Ready","state":"NotReady","operationName":"NotReady"},{"id":"0F7F5003-EF26-4D13-A6EF-D0C7EC819BEB","displayName":"Offline","state":"LoggedOut","operationName":"Offline"}]}""",
            (await boss.GetAsync(Path)).Ok.ToJsonString());
        Assert.Equal("""[{"displayName":"Offline","state":"LoggedOut"}]""", (await boss.GetAsync($"{Path}?fields=displayName,state,nonsense&operationName=Offline&x=y")).Ok["settings"]!.ToJsonString());
        Assert.Equal((await boss.GetAsync(Path)).Body.ToJsonString(), (await boss.GetAsync($"{Path}?fields=*")).Body.ToJsonString());
        Assert.Equal("[]", (await boss.GetAsync($"{Path}?state=Ready&operationName=Offline")).Ok["settings"]!.ToJsonString());
        using var anonymous = Api.Anonymous(server.Server);
        (await anonymous.GetAsync(Path)).MustBe(20, 401);
    }

    [Fact]
    public async Task Channels_and_the_user_take_fields_and_filters()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        async Task<string> GetAsync(string path) => (await ann.Api.GetAsync($"/api/v2/me{path}")).Ok.ToJsonString();
        var uris = $$"""{"statusCode":0,"uris":["{{TeamServer.ExternalUrl}}/api/v2/me/channels/chat"]}""";
        Assert.Equal(uris, await GetAsync("/channels"));
        Assert.Equal(uris, await GetAsync("/channels?channel=chat&dndState=Off"));
        Assert.Equal("""{"statusCode":0,"uris":[]}""", await GetAsync("/channels?channel=voice"));
        Assert.Equal("""{"statusCode":0,"channels":[{"channel":"chat"}]}""", await GetAsync("/channels?fields=channel"));
        Assert.Equal("""{"statusCode":0,"channels":[]}""", await GetAsync("/channels?fields=*&dndState=On"));
        Assert.Equal($$"""{"statusCode":0,"user":{"userName":"{{team.Ann}}","roles":["ROLE_AGENT"]}""" + "}", await GetAsync("?fields=roles,userName"));
        Assert.Equal($$"""{"statusCode":0,"user":{"userName":"{{team.Ann}}","skills":[],"chats":[]}""" + "}", await GetAsync("?fields=userName&subresources=chats,skills,nonsense"));
        Assert.Equal(await GetAsync(""), await GetAsync("?fields=*"));
    }
}
