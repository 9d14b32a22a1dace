using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>The states of a channel are looked up (contract row 40), and channels and the user take fields and filters.</summary>
[Collection(OneServer.Name)]
public sealed class AgentControlTests(TeamServer server)
{
    [Fact]
    [Shows("GET /settings/agent-states")]
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
