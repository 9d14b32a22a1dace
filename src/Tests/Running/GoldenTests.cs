using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>The two published samples, each in its own situation: the same keys, nesting, types, words and order.</summary>
[Collection(OneServer.Name)]
public sealed class GoldenTests(TeamServer server)
{
    private const string ParticipantsUpdated = """
        {"messageType":"ChatStateChangeMessage","notificationType":"ParticipantsUpdated",
         "chat":{"id":"0001Da9PFC93000S","uri":"http://10.10.15.212:9090/api/v2/chats/0001Da9PFC93000S","state":"Chatting",
          "chatType":"Inbound","receivedDate":"2014-05-05 11:08:45.000-0700",
          "capabilities":["Leave","SetInFocus","SetDisposition","AttachUserData","DeleteUserData","UpdateUserData","Transfer",
           "Invite","Consult","SendToAgents","SendStartTypingToAgentsNotification","SendStopTypingToAgentsNotification",
           "SendMessage","SendStartTypingNotification","SendStopTypingNotification","SwitchToMonitor","SwitchBargeIn"],
          "participants":[
           {"nickname":"test_agent","type":"Agent","uri":"http://10.10.15.212:9090/api/v2/users/90cc5439ff6848748e5e67811273f266","visibility":"All","participantId":"00AF5367D3D0000A"},
           {"nickname":"test_supervisor","type":"Agent","uri":"http://10.10.15.212:9090/api/v2/users/991a4bece8dd4184a93e98ad429694f6","visibility":"Agents","participantId":"00AF5367D3D0000B"},
           {"nickname":"test_clientL","type":"Customer","participantId":"00AF5367D3AD0008","visibility":"All"}]}}
        """;

    private const string Rejoined = """
        {"messageType":"MessageLogUpdated","notificationType":"NewMessages",
         "chatUri":"http://10.10.15.212:9090/api/v2/chats/0001Da9PFC93000S",
         "messages":[{"index":4,"type":"ParticipantRejoined","visibility":"All",
          "from":{"nickname":"test_supervisor","type":"Agent","uri":"http://10.10.15.212:9090/api/v2/users/991a4bece8dd4184a93e98ad429694f6","visibility":"Agents","participantId":"00AF5367D3D0000B"},
          "timestamp":"2014-05-05 11:09:31.000-0700","timestampSeconds":1399313371000}]}
        """;

    private const string Intruded = """
        {"messageType":"ChatStateChangeMessage","notificationType":"StatusChange",
         "chat":{"userData":{"Subject":"GMS Chat","ServiceType":"default","TimeZone":"60","ServiceObjective":0,"RRequestedSkills":null,
           "OccuredAt":"2015-11-26T16:39:41Z","PegAG?:2>1":1},
          "receivedDate":"2015-11-26 18:39:38.000+0200","chatType":"Inbound","participants":[],"capabilities":["Accept","Reject"],
          "uri":"http://localhost:8090/api/v2/chats/0000UaB58WAR003N","state":"Invited","supervisorMode":"Monitor","id":"0000UaB58WAR003N"}}
        """;

    [Fact]
    [Shows("SwitchToCoach")]
    public async Task SwitchToCoach_is_told_as_in_the_sample()
    {
        var team = server.NextTeam();
        await using var agent = await team.ReadyAsync(team.Ann);
        await using var supervisor = await team.OpenAsync(team.Sue);
        using var customer = await team.CustomerAsync("test_clientL");
        var chatId = await agent.NextOfferAsync();
        await agent.AcceptAsync(chatId, "test_agent");
        Assert.Equal("""{"statusCode":0}""", (await supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/channels/chat", "Monitor")).Ok.ToJsonString());
        _ = (await supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", "Monitor"))).Ok;
        await supervisor.NextOfferAsync();
        await supervisor.AcceptAsync(chatId, "test_supervisor");

        await supervisor.DoPlainAsync(chatId, "SwitchToCoach");

        GoldenJson.Check(ParticipantsUpdated, await supervisor.NextAsync(), TeamServer.ExternalUrl, chatId);
        GoldenJson.Check(Rejoined, await supervisor.NextAsync(), TeamServer.ExternalUrl, chatId);
    }

    [Fact]
    [Shows("Intrude")]
    public async Task Intrude_is_told_as_in_the_sample()
    {
        var team = server.NextTeam();
        await using var agent = await team.ReadyAsync(team.Ann);
        await using var supervisor = await team.OpenAsync(team.Sue);
        var userData = JsonNode.Parse(Intruded)!["chat"]!["userData"]!.DeepClone().AsObject();
        userData.Remove("Subject");
        using var customer = await team.CustomerAsync("test_clientL", "GMS Chat", userData);
        var chatId = await agent.AcceptNextAsync();
        _ = (await supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/channels/chat", "Coach")).Ok;

        Assert.Equal("""{"statusCode":0}""", (await supervisor.Api.PostAsync(
            $"/api/v2/users/{agent.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", "Monitor"))).Ok.ToJsonString());

        GoldenJson.Check(Intruded, await supervisor.NextAsync(), TeamServer.ExternalUrl, chatId);
    }

    [Fact]
    public async Task User_data_comes_back_as_it_was_attached()
    {
        const string Written = """{"PegAG?:2>1":1,"n":1.50,"big":12345678901234567890.0,"e":1E+2,"minus":-0,"none":null,"":"empty key","ä \"quoted\" <b>":"\u00e9\n"}""";
        var team = server.NextTeam();
        await using var agent = await team.ReadyAsync(team.Ann);
        using var customer = await team.CustomerAsync();
        var chatId = await agent.AcceptNextAsync();
        _ = (await agent.Api.PostRawAsync($"/api/v2/me/chats/{chatId}", $$"""{"operationName":"AttachUserData","userData":{{Written}}}""")).Ok;
        var told = (await agent.NextChatAsync("PropertiesUpdated"))["userData"]!.AsObject();
        var sent = JsonNode.Parse(Written)!.AsObject();
        Assert.Equal(["Subject", .. sent.Select(static p => p.Key)], told.Select(static p => p.Key));
        Assert.All(sent, p => Assert.Equal(p.Value?.ToJsonString(), told[p.Key]?.ToJsonString()));
    }
}
