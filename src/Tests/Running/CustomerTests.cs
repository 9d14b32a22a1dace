using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>The customer's side (contract rows 42–45).</summary>
[Collection(OneServer.Name)]
public sealed class CustomerTests(TeamServer server)
{
    [Fact]
    [Shows("RequestChat", "SendMessage", "SendStartTypingNotification", "SendStopTypingNotification", "GET /chats/{id}")]
    public async Task A_customer_asks_waits_talks_and_reads()
    {
        const string Chris = """{"nickname":"Chris","participantId":"1","type":"Customer"}""";
        var team = server.NextTeam();
        using var api = Api.Customer(server.Server);
        var asked = (await api.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "Chris"), ("subject", ""), ("endpoint", team.Queue))).Ok;
        Assert.Equal(["id", "path", "statusCode"], asked.Select(static p => p.Key).Order());
        var path = (string)asked["path"]!;
        Assert.Matches("^/api/v2/chats/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", path);
        Assert.Equal(
            $$$"""{"statusCode":0,"chat":{"id":"{{{asked["id"]}}}","state":"WaitingForAgent","capabilities":["SendMessage","SendStartTypingNotification","SendStopTypingNotification","Complete"],"participants":[{{{Chris}}}]}}""",
            (await api.GetAsync(path)).Ok.ToJsonString());
        foreach (var operation in new[] { "SendStartTypingNotification", "SendStartTypingNotification", "SendStopTypingNotification" })
        {
            Assert.Equal("""{"statusCode":0}""", (await api.PostAsync(path, operation)).Ok.ToJsonString());
        }

        await using var ann = await team.ReadyAsync(team.Ann);
        await ann.AcceptNextAsync();
        Assert.Equal("""{"statusCode":0}""", (await api.PostAsync(path, "SendMessage", ("text", "hello"))).Ok.ToJsonString());
        var agent = $$"""{"nickname":"{{team.Ann}}","participantId":"2","type":"Agent"}""";
        Assert.Equal(
            $$$"""[{"index":1,"type":"ParticipantJoined","from":{{{Chris}}}},{"index":2,"type":"TypingStarted","from":{{{Chris}}}},{"index":3,"type":"TypingStopped","from":{{{Chris}}}},{"index":4,"type":"ParticipantJoined","from":{{{agent}}}},{"index":5,"type":"Text","text":"hello","from":{{{Chris}}}}]""",
            (await api.GetAsync($"{path}/messages?index=0")).Ok["messages"]!.ToJsonString());
    }

    [Fact]
    [Shows("GET /chats/{id}/messages")]
    public async Task Without_an_index_only_what_is_new_is_read()
    {
        var team = server.NextTeam();
        using var chris = await team.CustomerAsync();
        Assert.Equal("1 ParticipantJoined Chris", await chris.TranscriptAsync(null));
        Assert.Equal("", await chris.TranscriptAsync(null));
        _ = (await chris.SayAsync("one")).Ok;
        Assert.Equal("2 Text Chris one", await chris.TranscriptAsync(2));
        Assert.Equal("2 Text Chris one", await chris.TranscriptAsync(null));
        Assert.Equal("1 ParticipantJoined Chris, 2 Text Chris one", await chris.TranscriptAsync(1));
        Assert.Equal("", await chris.TranscriptAsync(null));
    }

    [Fact]
    public async Task A_supervisor_who_comes_and_goes_unseen_leaves_no_hole_in_the_customers_numbers()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await using var tom = await team.SupervisorAsync(team.Tom);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Monitor");
        await tom.IntrudeAsync(ann, chatId, "BargeIn");
        Assert.Equal(["1", "2", "3"], (await chris.ChatAsync())["participants"]!.AsArray().Select(static p => (string)p!["participantId"]!).Order());
        Assert.Equal($"3 ParticipantJoined {team.Tom}", await chris.TranscriptAsync(3));
    }

    [Fact]
    public async Task Nobody_but_the_contact_centres_own_customers_get_in()
    {
        var team = server.NextTeam();
        using var chris = await team.CustomerAsync();
        foreach (var center in new[] { "33333333-3333-3333-3333-333333333333", "x", "", "' OR 1=1 --" })
        {
            using var stranger = Api.Customer(server.Server, center);
            (await stranger.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "x"), ("subject", "y"))).MustBe(20, 401);
            (await stranger.GetAsync(chris.Path)).MustBe(20, 401);
        }

        using var other = Api.Customer(server.Server, Team.OtherContactCenterId);
        (await other.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "x"), ("subject", "y"), ("endpoint", team.Queue))).MustBe(2, 400);
        using var spelled = Api.Customer(server.Server, Api.ContactCenterId.ToUpperInvariant());
        _ = (await spelled.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "x"), ("subject", "y"), ("endpoint", (JsonNode)team.Queue))).Ok;
    }
}
