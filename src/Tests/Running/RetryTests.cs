using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>Requests that come again with their <c>Idempotency-Key</c> (decision 22), on the running server.</summary>
[Collection(OneServer.Name)]
public sealed class RetryTests(TeamServer server)
{
    [Fact]
    public async Task A_request_that_comes_again_gets_the_first_answer_and_does_nothing()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.NextOfferAsync();
        var mine = $"/api/v2/me/chats/{chatId}";

        await TwiceAsync(ann, mine, "Accept", ("nickname", "Ann"));
        await ann.ExpectAsync("StatusChange Chatting [Agent] ref 1", "ParticipantsUpdated Chatting [Agent] Ann, Chris ref 1", "NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined Ann ref 1");
        await TwiceAsync(ann, mine, "SendMessage", ("text", "hello"));
        await TwiceAsync(ann, mine, "AttachUserData", ("userData", new JsonObject { ["a"] = "1" }));
        await ann.ExpectAsync("NewMessages 3 Text Ann hello");
        Assert.Equal("PropertiesUpdated", (string?)(await ann.NextAsync())["notificationType"]);
        await TwiceAsync(sue, $"/api/v2/users/{ann.UserId}/channels/chat", "Monitor");
        await TwiceAsync(sue, $"/api/v2/users/{ann.UserId}/chats/{chatId}", "Intrude");
        await sue.ExpectAsync("StatusChange Invited as Monitor [Invited]");
        await TwiceAsync(sue, mine, "Reject");
        await sue.ExpectAsync("StatusChange Completed []");
        await TwiceAsync(ann, mine, "Leave");
        Assert.Equal("LeftChat", (string?)(await ann.NextChatAsync("StatusChange"))["state"]);
        await ann.NextChatAsync("ParticipantsUpdated");
        Assert.Equal("4 ParticipantLeft Ann", await ann.NextEntriesAsync());
        await TwiceAsync(ann, mine, "Complete");
        await TwiceAsync(ann, "/api/v2/me", "NotReady");
        Assert.Equal("Completed", (string?)(await ann.NextChatAsync("StatusChange"))["state"]);
        Assert.Equal("NotReady", (string?)(await ann.NextAsync())["channels"]![0]!["userState"]!["state"]);
        Assert.Equal("3 Text Ann hello, 4 ParticipantLeft Ann", await chris.TranscriptAsync(3));
        await ann.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    public async Task A_key_is_for_one_request_of_one_caller_in_one_chat()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.OpenAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        using var dana = await team.CustomerAsync("Dana");
        var other = await ann.AcceptNextAsync();
        var path = $"/api/v2/me/chats/{chatId}";

        _ = (await ann.Api.PostOnceAsync("k", path, "SendMessage", ("text", "one"))).Ok;
        (await ann.Api.PostOnceAsync("k", path, "SendMessage", ("text", "two"))).MustBe(2, 400);
        (await ann.Api.PostOnceAsync("k", path, "SendToAgents", ("text", "one"))).MustBe(2, 400);
        (await bob.Api.PostOnceAsync("k", path, "SendMessage", ("text", "one"))).MustBe(6, 404);      // not their chat, key or not
        (await ann.Api.PostOnceAsync("k", "/api/v2/me/chats/ZZZZZZZZZZZZZZZZ", "SendMessage", ("text", "one"))).MustBe(6, 404);
        _ = (await ann.Api.PostOnceAsync("k", $"/api/v2/me/chats/{other}", "SendMessage", ("text", "elsewhere"))).Ok;
        (await ann.Api.PostOnceAsync("", path, "SendMessage", ("text", "no key"))).MustBe(2, 400);
        (await ann.Api.PostOnceAsync("later", path, "SwitchToCoach")).MustBe(3, 403);                 // refused, and not remembered
        _ = (await ann.Api.PostOnceAsync("later", path, "SendMessage", ("text", "two"))).Ok;
        Assert.Equal("3 Text ann one, 4 Text ann two", (await ann.LogAsync(chatId, 3)).Replace(team.Ann, "ann", StringComparison.Ordinal));
        Assert.Equal("3 Text ann elsewhere", (await ann.LogAsync(other, 3)).Replace(team.Ann, "ann", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chat_that_is_asked_for_again_is_the_same_chat()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var customer = Api.Customer(server.Server);
        (string, JsonNode?)[] wish = [("nickname", "Chris"), ("subject", "Help"), ("endpoint", team.Queue)];
        var key = Guid.NewGuid().ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => customer.PostOnceAsync(key, "/api/v2/chats", "RequestChat", wish)));
        Assert.Single(answers.Select(static a => a.Ok.ToJsonString()).Distinct());
        (await customer.PostOnceAsync(key, "/api/v2/chats", "RequestChat", [.. wish, ("userData", new JsonObject { ["a"] = 1 })])).MustBe(2, 400);
        var another = (await customer.PostOnceAsync(Guid.NewGuid().ToString(), "/api/v2/chats", "RequestChat", wish)).Ok;
        Assert.NotEqual((string?)answers[0].Body["id"], (string?)another["id"]);
        var handle = (string?)answers[0].Body["id"];
        _ = (await customer.PostOnceAsync("say", $"/api/v2/chats/{handle}", "SendMessage", ("text", "hello"))).Ok;
        _ = (await customer.PostOnceAsync("say", $"/api/v2/chats/{handle}", "SendMessage", ("text", "hello"))).Ok;
        Assert.NotEqual(await ann.NextOfferAsync(), await ann.NextOfferAsync());
        await ann.NothingMoreAsync();
        Assert.Equal("1 ParticipantJoined Chris, 2 Text Chris hello", NotificationText.Entries((await customer.GetAsync($"/api/v2/chats/{handle}/messages?index=0")).Ok["messages"]!.AsArray()));
    }

    private static async Task TwiceAsync(Desk desk, string path, string operation, params (string Name, JsonNode? Value)[] parameters)
    {
        var first = (await desk.Api.PostOnceAsync(operation, path, operation, parameters)).Ok;
        Assert.Equal(first.ToJsonString(), (await desk.Api.PostOnceAsync(operation, path, operation, parameters)).Ok.ToJsonString());
    }
}
