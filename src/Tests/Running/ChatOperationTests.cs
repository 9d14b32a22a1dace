using System.Text.Json.Nodes;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>What agents write (contract rows 5–13), what each state allows, and the other name of chats.</summary>
[Collection(OneServer.Name)]
public sealed class ChatOperationTests(TeamServer server)
{
    [Fact]
    [Shows("SendMessage", "SendToAgents", "SendUrl", "SendCustomNotice", "SendCustomNoticeToAgents", "SendStartTypingNotification", "SendStopTypingNotification", "SendStartTypingToAgentsNotification", "SendStopTypingToAgentsNotification")]
    public async Task Each_way_of_writing_makes_its_entry()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        (string Operation, (string, JsonNode?)[] Parameters, string? Entry)[] rows =
        [
            ("SendMessage", [("text", "hi"), ("messageType", "Greeting"), ("treatAs", "System")], "3 Text ann (All) hi"),
            ("SendToAgents", [("text", "note"), ("treatAs", "Normal")], "4 Text ann (Agents) note"),
            ("SendUrl", [("url", "https://example.org/a?b=c#d")], "5 PushUrl ann (All) https://example.org/a?b=c#d"),
            ("SendCustomNotice", [("noticeText", "{\"a\":1}")], "6 CustomNotice ann (All) {\"a\":1}"),
            ("SendCustomNoticeToAgents", [("noticeText", "psst")], "7 CustomNotice ann (Agents) psst"),
            ("SendStopTypingNotification", [], null),
            ("SendStartTypingNotification", [], "8 TypingStarted ann (All)"),
            ("SendStartTypingNotification", [], null),
            ("SendStopTypingNotification", [], "9 TypingStopped ann (All)"),
            ("SendStartTypingToAgentsNotification", [], "10 TypingStarted ann (Agents)"),
            ("SendStopTypingToAgentsNotification", [], "11 TypingStopped ann (Agents)"),
            ("SetInFocus", [], null),
            ("SendMessage", [("text", "ä € 😀 <b>'\";--")], "12 Text ann (All) ä € 😀 <b>'\";--"),
        ];

        foreach (var (operation, parameters, _) in rows)
        {
            await ann.DoPlainAsync(chatId, operation, parameters);
        }

        foreach (var (_, _, entry) in rows.Where(static r => r.Entry is not null))
        {
            var told = (await ann.NextAsync())["messages"]!.AsArray().Single()!;
            Assert.Equal(entry, $"{told["index"]} {told["type"]} ann ({told["visibility"]}) {told["text"] ?? told["url"] ?? told["noticeText"]}".TrimEnd());
            Assert.False(told.AsObject().ContainsKey("messageType"));   // only with Wire:IncludeMessageType
        }

        Assert.Equal("3 Text hi, 4 PushUrl https://example.org/a?b=c#d, 5 CustomNotice {\"a\":1}, 6 TypingStarted, 7 TypingStopped, 8 Text ä € 😀 <b>'\";--",
            (await chris.TranscriptAsync(3)).Replace($" {team.Ann}", "", StringComparison.Ordinal));
        await ann.NothingMoreAsync();
    }

    [Fact]
    public async Task Each_state_allows_what_it_lists()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.NextOfferAsync();
        await RefusesAllButAsync(ann, chatId, 2, "Accept", "Reject");
        (await ann.Api.GetAsync($"/api/v2/me/chats/{chatId}/messages")).MustBe(2, 400);
        await ann.AcceptAsync(chatId);
        (await ann.DoAsync(chatId, "Accept")).MustBe(2, 400);
        (await ann.DoAsync(chatId, "Reject")).MustBe(2, 400);
        await ann.DoPlainAsync(chatId, "Leave");
        await RefusesAllButAsync(ann, chatId, 2, "SetInFocus", "SetDisposition", "AttachUserData", "DeleteUserData", "UpdateUserData", "Complete");
        await ann.DoPlainAsync(chatId, "Complete");
        await RefusesAllButAsync(ann, chatId, 6);
        (await ann.Api.GetAsync($"/api/v2/me/chats/{chatId}")).MustBe(6, 404);
        (await ann.Api.GetAsync($"/api/v2/me/chats/{chatId}/messages")).MustBe(6, 404);
    }

    [Fact]
    public async Task Credentials_make_chats_another_name_for_my_chats()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        var alias = $"/api/v2/chats/{chatId}";
        Assert.Equal("""{"statusCode":0}""", (await ann.Api.PostAsync(alias, "SendMessage", ("text", "by the other name"))).Ok.ToJsonString());
        await ann.ExpectAsync($"NewMessages 3 Text {team.Ann} by the other name");
        foreach (var rest in new[] { "", "/messages", "/messages?index=3" })
        {
            Assert.Equal((await ann.Api.GetAsync($"/api/v2/me/chats/{chatId}{rest}")).Ok.ToJsonString(), (await ann.Api.GetAsync($"{alias}{rest}")).Ok.ToJsonString());
        }

        (await ann.Api.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "x"), ("subject", "y"))).MustBe(3, 403);
        using var withBoth = new HttpRequestMessage(HttpMethod.Get, alias) { Headers = { { "ContactCenterId", Api.ContactCenterId } } };
        Assert.Equal(chatId, (string?)(await ann.Api.SendAsync(withBoth)).Ok["chat"]!["id"]);
        (await chris.Api.GetAsync(alias)).MustBe(6, 404);
        (await ann.Api.GetAsync(chris.Path)).MustBe(6, 404);
    }

    /// <summary>Every operation of a chat but these is refused with this status, and nothing is told.</summary>
    private static async Task RefusesAllButAsync(Desk desk, string chatId, int statusCode, params string[] allowed)
    {
        foreach (var operation in OperationCatalogue.OfChats.Where(o => !allowed.Contains(o.Name) && !o.Name.StartsWith("Switch", StringComparison.Ordinal)))
        {
            var answer = await desk.Api.PostRawAsync($"/api/v2/me/chats/{chatId}", operation.Body());
            Assert.True(answer.StatusCode == statusCode, $"{operation.Name}: {answer.Body.ToJsonString()}");
        }
    }
}
