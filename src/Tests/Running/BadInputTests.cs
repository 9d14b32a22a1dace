using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>
/// What no client should send, at every operation: each is refused with its own status, changes nothing that anybody can read, tells
/// nobody, shows nothing of the inside, and the next request is answered.
/// </summary>
[Collection(OneServer.Name)]
public sealed class BadInputTests(TeamServer server)
{
    /// <summary>Ids of chats that are not the caller's, or are none.</summary>
    private static readonly string[] NoChats =
    [
        "0000000000000000", "x", "0", "-1", "9223372036854775808", "null", "undefined", "*", "'%20OR%201=1%20--", "%22;DROP%20TABLE%20events;--", "..%2f..%2fetc%2fpasswd", "..%5c..%5cx",
        "a%0d%0aSet-Cookie:x=1", "%F0%9F%98%80", "%ff%fe", "00000000-0000-0000-0000-000000000000", "{id}", "%7B%7B7*7%7D%7D", "$%7Bjndi:ldap:x%7D", "0000000000000000%20", "0000000000000000.", "%252e%252e%252f", "..;", "0000000000000000;x=1", "-9223372036854775808", "1e3", "０００００００００００００００００", "000000000000000", "00000000000000000",
    ];

    /// <summary>Bodies that are no operation at all.</summary>
    private static readonly (string Body, int StatusCode)[] NoOperations =
    [
        ("", 2), (" ", 2), ("{", 2), ("}", 2), ("nonsense", 2), ("null", 2), ("true", 2), ("1", 2), ("\"SendMessage\"", 2), ("[]", 2), ("[{\"operationName\":\"Ready\"}]", 2),
        ("{\"operationName\":\"Ready\"}{}", 2), ("{\"operationName\":\"Ready\",}", 2), ("{\"operationName\":\"Ready\"/**/}", 2), ("{'operationName':'Ready'}", 2), ("{\"operationName\":NaN}", 2),
        ("{\"operationName\":\"Ready\",\"operationName\":\"Ready\"}", 2), ("{\"operationName\":\"Ready\",\"operation\\u004eame\":\"Ready\"}", 2), ("\ufeff{\"operationName\":\"Ready\"}", 2),
        ("{}", 1), ("{\"operationName\":null}", 1), ("{\"OperationName\":\"Ready\"}", 1), ("{\"operationname\":\"Ready\"}", 1), ("{\"x\":1}", 1), ("{\"__proto__\":{\"operationName\":\"Ready\"}}", 1),
        ("{\"operationName\":1}", 2), ("{\"operationName\":[\"Ready\"]}", 2), ("{\"operationName\":{}}", 2), ("{\"operationName\":\"\"}", 2), ("{\"operationName\":\"Nonsense\"}", 2),
        ("{\"operationName\":\"ready\"}", 2), ("{\"operationName\":\"Ready \"}", 2), ("{\"operationName\":\"Ready\\u0000\"}", 2), ("{\"operationName\":\"\\ud800\"}", 2),
        ("{\"operationName\":\"Nonsense\",\"x\":" + new string('[', 17) + new string(']', 17) + "}", 2), ("{\"operationName\":\"Nonsense\",\"x\":" + new string('[', 50_000), 2),
    ];

    [Fact]
    public async Task Each_parameter_of_each_operation_is_checked()
    {
        await using var stage = await Stage.OpenAsync(server);
        foreach (var target in stage.Targets)
        {
            foreach (var operation in target.Operations)
            {
                foreach (var parameter in operation.Parameters)
                {
                    await CheckAsync(target, operation, parameter);
                }

                await stage.NothingChangedAsync($"{target.Path} {operation.Name}");
            }
        }

        await stage.NothingToldAsync();
    }

    [Fact]
    public async Task What_is_no_operation_is_refused_by_each_resource()
    {
        await using var stage = await Stage.OpenAsync(server);
        foreach (var target in stage.Targets)
        {
            foreach (var (body, statusCode) in NoOperations)
            {
                var answer = await target.Api.PostRawAsync(target.Path, body);
                Assert.True(answer is { Http: HttpStatusCode.BadRequest } && answer.StatusCode == statusCode, $"{target.Path} {Short(body)}: {answer.Body.ToJsonString()}");
                IsClean(answer);
            }

            await RefuseOtherFormsAsync(target);
            await stage.NothingChangedAsync(target.Path);
        }

        await stage.NothingToldAsync();
    }

    [Fact]
    public async Task A_chat_that_is_not_the_callers_is_no_chat()
    {
        await using var stage = await Stage.OpenAsync(server);
        var team = server.NextTeam();
        await using var stranger = await team.ReadyAsync(team.Ann);
        using var foreign = await team.CustomerAsync();
        var foreignId = await stranger.AcceptNextAsync();
        string[] ids = [.. NoChats, foreignId, foreignId.ToLowerInvariant(), foreign.Handle, stage.ChatId.ToLowerInvariant(), new string('A', 3_000), $"{stage.ChatId}.", $"{stage.ChatId}%20", $"%20{stage.ChatId}", $"{stage.ChatId};x", $"{stage.ChatId}%2f", $"\"{stage.ChatId}\""];
        foreach (var id in ids.Where(id => id != stage.ChatId))
        {
            foreach (var path in new[] { $"/api/v2/me/chats/{id}", $"/api/v2/chats/{id}" })
            {
                await NotThereAsync(stage.Agent.Api, path, OperationCatalogue.OfChats);
            }

            await NotThereAsync(stage.Supervisor.Api, $"/api/v2/users/{stage.Agent.UserId}/chats/{id}", OperationCatalogue.OfSupervisedChats);
            await NotThereAsync(stage.Supervisor.Api, $"/api/v2/users/{id}/channels/chat", OperationCatalogue.OfMonitoring);
            await NotThereAsync(stage.Supervisor.Api, $"/api/v2/users/{id}/channels/chat", OperationCatalogue.OfAgentControl);
            if (id != foreign.Handle)
            {
                await NotThereAsync(stage.Customer.Api, $"/api/v2/chats/{id}", OperationCatalogue.OfCustomers);
            }
        }

        await NotThereAsync(stranger.Api, $"/api/v2/me/chats/{stage.ChatId}", OperationCatalogue.OfChats);
        await stage.NothingChangedAsync("foreign chats");
        await stage.NothingToldAsync();
    }

    /// <summary>What browsers, logs and databases take for something else is stored as it was sent, and comes out as that.</summary>
    [Fact]
    public async Task Odd_texts_come_out_as_they_went_in()
    {
        await using var stage = await Stage.OpenAsync(server);
        foreach (var odd in ParameterKind.Text.Odd.Select(static json => (string)JsonNode.Parse(json)!))
        {
            _ = (await stage.Customer.SayAsync(odd)).Ok;
            Assert.Equal(odd, (string?)(await stage.Agent.NextAsync())["messages"]![0]!["text"]);
            _ = (await stage.Agent.DoAsync(stage.ChatId, "SendMessage", ("text", odd))).Ok;
            var read = (await stage.Customer.Api.GetAsync($"{stage.Customer.Path}/messages")).Ok["messages"]!.AsArray();
            Assert.Equal(odd, (string?)read[^1]!["text"]);
            Assert.Equal(odd, (string?)(await stage.Agent.NextAsync())["messages"]![0]!["text"]);
        }

        foreach (var userData in ParameterKind.UserData.Odd.Where(static json => json.Length < 1_000))
        {
            _ = (await stage.Agent.DoAsync(stage.ChatId, "AttachUserData", ("userData", JsonNode.Parse(userData)))).Ok;
            var stored = (await stage.Agent.Api.GetAsync($"/api/v2/me/chats/{stage.ChatId}")).Ok["chat"]!["userData"]!.AsObject();
            Assert.All(JsonNode.Parse(userData)!.AsObject(), pair => Assert.Equal(pair.Value?.ToJsonString(), stored[pair.Key]?.ToJsonString()));
        }
    }

    [Fact]
    public async Task Fields_that_are_the_servers_own_are_passed_over()
    {
        await using var stage = await Stage.OpenAsync(server);
        const string Own = """
            "index":1,"id":"0000000000000000","from":{"nickname":"admin","type":"Customer"},"visibility":"Supervisors","participantId":"0","timestamp":"1970-01-01","timestampSeconds":0,
            "type":"ParticipantLeft","state":"Completed","userId":"0","role":"Supervisor","supervisorMode":"BargeIn","referenceId":-1,"capabilities":[]
            """;
        _ = (await stage.Agent.Api.PostRawAsync($"/api/v2/me/chats/{stage.ChatId}", $$"""{"operationName":"SendMessage","text":"mine",{{Own}}}""")).Ok;
        await stage.Agent.ExpectAsync($"NewMessages 4 Text {stage.Agent.UserName} mine");
        await stage.Supervisor.ExpectAsync($"NewMessages 5 Text {stage.Agent.UserName} mine");
        _ = (await stage.Customer.Api.PostRawAsync(stage.Customer.Path, $$"""{"operationName":"SendMessage","text":"mine too",{{Own}}}""")).Ok;
        await stage.Agent.ExpectAsync("NewMessages 5 Text Chris mine too");
        Assert.Equal($"4 Text {stage.Agent.UserName} mine, 5 Text Chris mine too", await stage.Customer.TranscriptAsync(4));
        Assert.Equal($"Chatting: {stage.Agent.UserName}, Chris", await stage.Customer.StateAsync());
    }

    private static async Task CheckAsync(Target target, OperationRow operation, ParameterRow parameter)
    {
        if (parameter.IsRequired)
        {
            await RefusedAsync(target, operation.Body(parameter.Name), 1);
            await RefusedAsync(target, operation.Body(parameter.Name, "null"), 1);
        }

        foreach (var bad in parameter.Kind.Bad)
        {
            await RefusedAsync(target, operation.Body(parameter.Name, bad), 2);
        }

        foreach (var over in parameter.Kind.Over)
        {
            await RefusedAsync(target, operation.Body(parameter.Name, over), 10);
        }
    }

    private static async Task RefusedAsync(Target target, string body, int statusCode)
    {
        var answer = await target.Api.PostRawAsync(target.Path, body);
        Assert.True(answer is { Http: HttpStatusCode.BadRequest } && answer.StatusCode == statusCode, $"{target.Path} {Short(body)}: {answer.Body.ToJsonString()} instead of {statusCode}");
        IsClean(answer);
    }

    private static async Task RefuseOtherFormsAsync(Target target)
    {
        foreach (var mediaType in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", "text/json" })
        {
            (await target.Api.PostRawAsync(target.Path, "{\"operationName\":\"Ready\"}", mediaType)).MustBe(2, 415);
        }

        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
        {
            (await target.Api.SendAsync(new HttpRequestMessage(method, target.Path) { Content = new StringContent("{\"operationName\":\"Ready\"}", Encoding.UTF8, "application/json") })).MustBe(2, 405);
        }

        (await target.Api.PostRawAsync(target.Path, $"{{\"operationName\":\"Ready\",\"x\":\"{new string('x', 128 * 1024)}\"}}")).MustBe(10, 413);
        using var octets = new ByteArrayContent([.. "{\"operationName\":\"Ready\",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8]) { Headers = { ContentType = new("application/json") } };
        (await target.Api.SendAsync(new HttpRequestMessage(HttpMethod.Post, target.Path) { Content = octets })).MustBe(2, 400);
        using var nothing = new HttpRequestMessage(HttpMethod.Post, target.Path);
        (await target.Api.SendAsync(nothing)).MustBe(2, 415);
    }

    private static async Task NotThereAsync(Api api, string path, OperationRow[] operations)
    {
        foreach (var operation in operations)
        {
            var answer = await api.PostRawAsync(path, operation.Body());
            Assert.True(answer is { Http: HttpStatusCode.NotFound, StatusCode: 6 }, $"{path} {operation.Name}: {(int)answer.Http} {answer.Body.ToJsonString()}");
            IsClean(answer);
        }
    }

    private static void IsClean(Answer answer)
    {
        Assert.Equal(["statusCode", "statusMessage"], answer.Body.Select(static p => p.Key));
        var message = (string)answer.Body["statusMessage"]!;
        Assert.DoesNotContain("Exception", message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", message, StringComparison.Ordinal);
        Assert.True(message.Length < 200, message);
    }

    private static string Short(string text) => text.Length < 200 ? text : text[..200];
}
