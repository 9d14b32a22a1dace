using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>The forms of GET (contract section 2.2, rows 37–39).</summary>
[Collection(OneServer.Name)]
public sealed class ReadingTests(TeamServer server)
{
    [Fact]
    [Shows("GET /me/chats")]
    public async Task Chats_are_listed_as_uris_whole_in_part_and_filtered()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        Assert.Equal("""{"statusCode":0,"uris":[]}""", (await ann.Api.GetAsync("/api/v2/me/chats")).Ok.ToJsonString());
        Assert.Equal("""{"statusCode":0,"chats":[]}""", (await ann.Api.GetAsync("/api/v2/me/chats?fields=*")).Ok.ToJsonString());
        using var chris = await team.CustomerAsync();
        var first = await ann.AcceptNextAsync();
        using var dana = await team.CustomerAsync("Dana");
        var second = await ann.NextOfferAsync();

        Assert.Equal([$"{TeamServer.ExternalUrl}/api/v2/chats/{first}", $"{TeamServer.ExternalUrl}/api/v2/chats/{second}"], Words((await ann.Api.GetAsync("/api/v2/me/chats")).Ok["uris"]));
        var all = (await ann.Api.GetAsync("/api/v2/me/chats?fields=*")).Ok["chats"]!.AsArray();
        Assert.Equal(all[0]!.ToJsonString(), (await ann.Api.GetAsync($"/api/v2/me/chats/{first}")).Ok["chat"]!.ToJsonString());
        Assert.Equal(["capabilities", "chatType", "id", "participants", "path", "receivedDate", "state", "uri", "userData"], all[0]!.AsObject().Select(static p => p.Key).Order());
        Assert.Equal($$"""[{"id":"{{first}}","state":"Chatting"},{"id":"{{second}}","state":"Invited"}]""", (await ann.Api.GetAsync("/api/v2/me/chats?fields=id,state,nonsense")).Ok["chats"]!.ToJsonString());
        Assert.Equal($$"""[{"id":"{{second}}"}]""", (await ann.Api.GetAsync("/api/v2/me/chats?fields=id&state=Invited")).Ok["chats"]!.ToJsonString());
        Assert.Equal("[]", (await ann.Api.GetAsync("/api/v2/me/chats?state=invited")).Ok["uris"]!.ToJsonString());
        Assert.Single((await ann.Api.GetAsync($"/api/v2/me/chats?id={first}&chatType=Inbound&_=123")).Ok["uris"]!.AsArray());
        await using var bob = await team.OpenAsync(team.Bob);
        Assert.Empty((await bob.Api.GetAsync("/api/v2/me/chats")).Ok["uris"]!.AsArray());
    }

    [Fact]
    [Shows("GET /me")]
    public async Task Me_has_the_subresources_that_are_asked_for()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        await ann.AcceptNextAsync();
        var alone = (await ann.Api.GetAsync("/api/v2/me")).Ok["user"]!.AsObject();
        string[] own = ["changePasswordOnFirstLogin", "emailAddress", "enabled", "firstName", "id", "lastName", "path", "roles", "uri", "userName"];
        Assert.Equal(own, alone.Select(static p => p.Key).Order());
        Assert.Equal((team.Ann, """["ROLE_AGENT"]""", $"/users/{ann.UserId}", $"{TeamServer.ExternalUrl}/api/v2/users/{ann.UserId}"),
            ((string)alone["userName"]!, alone["roles"]!.ToJsonString(), (string)alone["path"]!, (string)alone["uri"]!));
        var all = (await ann.Api.GetAsync("/api/v2/me?subresources=*")).Ok["user"]!.AsObject();
        Assert.Equal([.. own, "channelStates", "channels", "chats", "devices", "interactions", "settings", "skills"], all.Select(static p => p.Key).OrderBy(k => own.Contains(k) ? 0 : 1).ThenBy(static k => k, StringComparer.Ordinal));
        Assert.Equal("""[{"channel":"chat","dndState":"Off","userState":{"id":"9430250E-0A1B-421F-B372-F29E69366DED","displayName":"Ready","state":"Ready"}}]""", all["channels"]!.ToJsonString());
        Assert.Equal(all["channels"]!.ToJsonString(), all["channelStates"]!.ToJsonString());
        Assert.All(all["settings"]!.AsObject(), static s => Assert.IsType<JsonObject>(s.Value));
        Assert.Equal((await ann.Api.GetAsync("/api/v2/me/chats?fields=*")).Ok["chats"]!.ToJsonString(), all["chats"]!.ToJsonString());
        Assert.Equal([.. own, "chats", "settings"], (await ann.Api.GetAsync("/api/v2/me?subresources=chats,settings")).Ok["user"]!.AsObject().Select(static p => p.Key).OrderBy(k => own.Contains(k) ? 0 : 1).ThenBy(static k => k, StringComparer.Ordinal));
        Assert.Equal(all["channels"]!.ToJsonString(), (await ann.Api.GetAsync("/api/v2/me/channels?fields=*")).Ok["channels"]!.ToJsonString());
        Assert.Equal("""[{"channel":"chat"}]""", (await ann.Api.GetAsync("/api/v2/me/channels?fields=channel")).Ok["channels"]!.ToJsonString());
        Assert.Single((await ann.Api.GetAsync("/api/v2/me/channels")).Ok["uris"]!.AsArray());
    }

    [Fact]
    [Shows("GET /me/chats/{id}/messages")]
    public async Task The_log_is_read_from_an_index_on()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        _ = (await chris.SayAsync("hello")).Ok;
        await ann.DoPlainAsync(chatId, "SendToAgents", ("text", "note"));
        var whole = $"1 ParticipantJoined Chris, 2 ParticipantJoined {team.Ann}, 3 Text Chris hello, 4 Text {team.Ann} (Agents) note";
        Assert.Equal(whole, await ann.LogAsync(chatId));
        Assert.Equal(whole, NotificationText.Entries((await ann.Api.GetAsync($"/api/v2/me/chats/{chatId}/messages")).Ok["messages"]!.AsArray()));
        Assert.Equal($"4 Text {team.Ann} (Agents) note", await ann.LogAsync(chatId, 4));
        Assert.Equal("", await ann.LogAsync(chatId, 5));
        Assert.Equal("", await ann.LogAsync(chatId, int.MaxValue));
        foreach (var bad in new[] { "-1", "abc", "1.5", "", "99999999999", "1e3", "%00", "+1", " 1" })
        {
            (await ann.Api.GetAsync($"/api/v2/me/chats/{chatId}/messages?index={bad}")).MustBe(2, 400);
            (await chris.Api.GetAsync($"{chris.Path}/messages?index={bad}")).MustBe(2, 400);
        }

        await using var sue = await team.OpenAsync(team.Sue);
        await using var boss = await team.OpenAsync("boss");
        foreach (var outsider in new[] { sue, boss })
        {
            (await outsider.Api.GetAsync($"/api/v2/me/chats/{chatId}/messages")).MustBe(6, 404);
            (await outsider.Api.GetAsync($"/api/v2/me/chats/{chatId}")).MustBe(6, 404);
        }
    }

    private static IEnumerable<string> Words(JsonNode? list) => list!.AsArray().Select(static w => (string)w!);
}
