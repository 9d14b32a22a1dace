using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

/// <summary>Who may not gets a no, the same as for what is not there, and changes nothing.</summary>
[Collection(WhoMaySeeWhat.Name)]
public sealed partial class WrongPeopleTests(ContactCentres centres)
{
    private const string NoChat = """404 {"statusCode":6,"statusMessage":"There is no such chat."}""";
    private const string Unknown = "ZZZZZZZZZZZZZZZZ";

    /// <summary>Every operation of a chat, with parameters that are good.</summary>
    private static readonly (string Operation, string Parameters)[] OfChats =
    [
        ("Accept", ""), ("Reject", ""), ("Complete", ""), ("Complete", ",\"queueName\":\"queue1\""), ("Leave", ""), ("SetInFocus", ""),
        ("SendMessage", ",\"text\":\"wrong\""), ("SendToAgents", ",\"text\":\"wrong\""), ("SendUrl", ",\"url\":\"https://wrong.example/\""),
        ("SendCustomNotice", ",\"noticeText\":\"wrong\""), ("SendCustomNoticeToAgents", ",\"noticeText\":\"wrong\""),
        ("SendStartTypingNotification", ""), ("SendStopTypingNotification", ""), ("SendStartTypingToAgentsNotification", ""), ("SendStopTypingToAgentsNotification", ""),
        ("AttachUserData", ",\"userData\":{\"wrong\":\"wrong\"}"), ("UpdateUserData", ",\"userData\":{\"Subject\":\"wrong\"}"), ("DeleteUserData", ",\"keys\":[\"Subject\"]"),
        ("SetDisposition", ",\"disposition\":\"wrong\""), ("SwitchToMonitor", ""), ("SwitchToCoach", ""), ("SwitchToBargeIn", ""), ("SwitchBargeIn", ""),
    ];

    private static readonly string[] Supervising = ["Monitor", "Coach", "BargeIn", "CancelSupervisorMonitoring"];

    private RunningServer Server => centres.Server;

    [Fact]
    public async Task A_foreign_chat_is_no_chat()
    {
        await using var scene = await Scene.OpenAsync(Server, centres.Take(), centres.Take());
        var before = await scene.StateAsync();
        foreach (var (name, stranger) in scene.Strangers)
        {
            foreach (var path in new[] { "/api/v2/me/chats/", "/api/v2/chats/" })
            {
                foreach (var rest in new[] { "", "/messages", "/messages?index=2" })
                {
                    var expected = WrongPeople.Words(await stranger.GetAsync($"{path}{Unknown}{rest}"));
                    Assert.Equal(name.StartsWith("nobody", StringComparison.Ordinal) ? "401" : NoChat, name.StartsWith("nobody", StringComparison.Ordinal) ? expected[..3] : expected);
                    foreach (var id in scene.Ids)
                    {
                        Assert.Equal($"{name}: {expected}", $"{name}: {WrongPeople.Words(await stranger.GetAsync($"{path}{id}{rest}"))}");
                    }
                }

                foreach (var (operation, parameters) in OfChats)
                {
                    var body = $"{{\"operationName\":\"{operation}\"{parameters}}}";
                    var expected = WrongPeople.Words(await stranger.PostRawAsync(path + Unknown, body));
                    foreach (var id in scene.Ids)
                    {
                        Assert.Equal($"{name}: {operation} {expected}", $"{name}: {operation} {WrongPeople.Words(await stranger.PostRawAsync(path + id, body))}");
                    }
                }
            }
        }

        Assert.Equal(before, await scene.StateAsync());
        await scene.Agent.NothingMoreAsync();
    }

    [Fact]
    public async Task Customers_have_their_own_chat_and_nothing_else()
    {
        await using var scene = await Scene.OpenAsync(Server, centres.Take(), centres.Take());
        var before = await scene.StateAsync();
        var (mine, theirs) = (scene.Customer, scene.OtherCustomer.Handle);
        foreach (var (api, id) in new[] { (scene.OtherCustomer.Api, scene.ChatId), (mine.Api, Guid.NewGuid().ToString()), (mine.Api, mine.Handle.Replace("-", "", StringComparison.Ordinal)),
            (mine.Api, $"{{{mine.Handle}}}"), (mine.Api, $"%20{mine.Handle}"), (mine.Api, $"{mine.Handle}%20"), (scene.ForeignCustomer.Api, mine.Handle) })
        {
            foreach (var rest in new[] { "", "/messages", "/messages?index=0" })
            {
                Assert.Equal($"{id}: {NoChat}", $"{id}: {WrongPeople.Words(await api.GetAsync($"/api/v2/chats/{id}{rest}"))}");
            }

            foreach (var (operation, parameters) in OfChats.Where(static o => o.Operation is "SendMessage" or "SendStartTypingNotification" or "SendStopTypingNotification" || o is { Operation: "Complete", Parameters: "" }))
            {
                Assert.Equal(NoChat, WrongPeople.Words(await api.PostRawAsync($"/api/v2/chats/{id}", $"{{\"operationName\":\"{operation}\"{parameters}}}")));
            }
        }

        // A handle is a GUID, whose letters may be of either case; the operations of agents are none of a customer's.
        Assert.Equal(WrongPeople.Words(await mine.Api.GetAsync(mine.Path)), WrongPeople.Words(await mine.Api.GetAsync($"/api/v2/chats/{mine.Handle.ToUpperInvariant()}")));
        foreach (var operation in new[] { "SendToAgents", "AttachUserData", "Leave", "Accept", "SwitchToBargeIn", "Transfer" })
        {
            Assert.Equal(2, (await mine.DoAsync(operation, ("text", "x"))).StatusCode);
        }

        foreach (var path in new[] { "me", "me/chats", $"me/chats/{scene.ChatId}", $"me/chats/{mine.Handle}/messages", "me/channels" })
        {
            Assert.Equal("401 20", await CodeAsync(mine.Api.GetAsync($"/api/v2/{path}")));
        }

        foreach (var path in new[] { $"users/{scene.Agent.UserId}/channels/chat", $"users/{scene.Agent.UserId}/chats/{scene.ChatId}", "me", "me/channels/chat" })
        {
            Assert.Equal("401 20", await CodeAsync(mine.Api.PostAsync($"/api/v2/{path}", "Monitor")));
        }

        Assert.Equal(before, await scene.StateAsync());
        _ = (await scene.OtherCustomer.DoAsync("Complete")).Ok;
        Assert.Equal("400 2", await CodeAsync(scene.OtherCustomer.DoAsync("SendMessage", ("text", "too late"))));
        Assert.Equal("400 2", await CodeAsync(scene.OtherCustomer.DoAsync("Complete")));
        Assert.Equal("Idle", (string?)(await mine.Api.GetAsync($"/api/v2/chats/{theirs}")).Ok["chat"]!["state"]);
    }

    [Fact]
    public async Task Only_supervisors_supervise_and_only_their_own_agents()
    {
        await using var scene = await Scene.OpenAsync(Server, centres.Take(), centres.Take());
        var before = await scene.StateAsync();
        foreach (var (name, code) in new[] { ("agent", "403 5"), ("other agent", "403 5"), ("admin", "403 5"), ("far supervisor", "403 5"), ("foreign agent", "403 5"), ("foreign supervisor", "404 6"), ("nobody", "401 20") })
        {
            foreach (var operation in Supervising)
            {
                Assert.Equal($"{name} {code}", $"{name} {await CodeAsync(scene.Who(name).PostAsync($"/api/v2/users/{scene.Agent.UserId}/channels/chat", operation))}");
            }

            Assert.Equal($"{name} {code}", $"{name} {await CodeAsync(scene.Who(name).PostAsync($"/api/v2/users/{scene.Agent.UserId}/chats/{scene.ChatId}", "Intrude", ("supervisorVisibilityMode", "Monitor")))}");
        }

        var foreign = scene.Who("foreign supervisor");
        Assert.Equal(
            WrongPeople.Words(await foreign.PostAsync($"/api/v2/users/{new string('0', 32)}/chats/{scene.ChatId}", "Intrude")),
            WrongPeople.Words(await foreign.PostAsync($"/api/v2/users/{scene.Agent.UserId}/chats/{scene.ChatId}", "Intrude")));

        // Somebody who monitors one agent learns nothing of the chats of another, of none, of another contact centre.
        var near = scene.Who("supervisor");
        _ = (await near.PostAsync($"/api/v2/users/{scene.Agent.UserId}/channels/chat", "Monitor")).Ok;
        foreach (var chatId in new[] { scene.OtherChatId, scene.ForeignChatId, Unknown, "x", scene.Customer.Handle })
        {
            Assert.Equal($"{chatId} {NoChat}", $"{chatId} {WrongPeople.Words(await near.PostAsync($"/api/v2/users/{scene.Agent.UserId}/chats/{chatId}", "Intrude"))}");
        }

        Assert.Equal("403 3", await CodeAsync(near.PostAsync($"/api/v2/users/{(string?)(await near.GetAsync("/api/v2/me")).Ok["user"]!["id"]}/channels/chat", "Coach")));
        Assert.Equal("403 5", await CodeAsync(near.PostAsync("/api/v2/me/channels/chat", "Ready")));
        Assert.Equal("403 5", await CodeAsync(scene.Who("admin").PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))));
        foreach (var name in new[] { "agent", "supervisor", "admin" })
        {
            Assert.Equal("403 3", await CodeAsync(scene.Who(name).PostAsync("/api/v2/chats", "RequestChat", ("nickname", "n"), ("subject", "s"))));
        }

        Assert.Equal(before, await scene.StateAsync());
    }

    /// <summary>A supervisor who is only invited reads and writes nothing yet; one who is in it cannot do what is the agent's.</summary>
    [Fact]
    public async Task An_invitation_is_not_yet_a_view()
    {
        await using var scene = await Scene.OpenAsync(Server, centres.Take(), centres.Take());
        var before = await scene.StateAsync();
        var near = scene.Who("supervisor");
        _ = (await near.PostAsync($"/api/v2/users/{scene.Agent.UserId}/channels/chat", "BargeIn")).Ok;
        _ = (await near.PostAsync($"/api/v2/users/{scene.Agent.UserId}/chats/{scene.ChatId}", "Intrude")).Ok;
        Assert.Equal("400 2", await CodeAsync(near.GetAsync($"/api/v2/me/chats/{scene.ChatId}/messages")));
        Assert.Empty((await near.GetAsync($"/api/v2/me/chats/{scene.ChatId}")).Ok["chat"]!["participants"]!.AsArray());
        foreach (var (operation, parameters) in OfChats.Where(static o => o.Operation is not ("Accept" or "Reject" or "Complete" or "SetInFocus")))
        {
            Assert.Equal($"{operation} 400 2", $"{operation} {await CodeAsync(near.PostRawAsync($"/api/v2/me/chats/{scene.ChatId}", $"{{\"operationName\":\"{operation}\"{parameters}}}"))}");
        }

        Assert.Equal("403 3", await CodeAsync(near.PostAsync($"/api/v2/me/chats/{scene.ChatId}", "Complete")));
        Assert.Equal(before, await scene.StateAsync());
        _ = (await near.PostAsync($"/api/v2/me/chats/{scene.ChatId}", "Reject")).Ok;
        Assert.Equal(NoChat, WrongPeople.Words(await near.GetAsync($"/api/v2/me/chats/{scene.ChatId}/messages")));
        Assert.Equal(before, await scene.StateAsync());
    }

    /// <summary>Log-out ends the held connect, the cookie and the supervised chats; what is said then reaches that user no more.</summary>
    [Fact]
    public async Task An_ended_session_is_cut_at_once()
    {
        await using var scene = await Scene.OpenAsync(Server, centres.Take(), centres.Take());
        using var near = await Api.LoggedInAsync(Server, scene.Centre.Supervisor(1));
        _ = (await near.PostAsync($"/api/v2/users/{scene.Agent.UserId}/channels/chat", "Monitor")).Ok;
        _ = (await near.PostAsync($"/api/v2/users/{scene.Agent.UserId}/chats/{scene.ChatId}", "Intrude")).Ok;
        _ = (await near.PostAsync($"/api/v2/me/chats/{scene.ChatId}", "Accept")).Ok;
        var clientId = await WrongPeople.SubscribeAsync(near, "/**");
        await WrongPeople.PollAsync(near, clientId);
        var held = WrongPeople.PollAsync(near, clientId, timeout: 30_000);
        _ = (await near.PostAsync("/api/v2/me", "EndContactCenterSession")).Ok;
        _ = (await scene.Customer.DoAsync("SendMessage", ("text", "after log-out"))).Ok;

        var last = await held.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.DoesNotContain("after log-out", last.ToJsonString(), StringComparison.Ordinal);
        foreach (var path in new[] { "me", "me/chats", $"me/chats/{scene.ChatId}", $"chats/{scene.ChatId}/messages" })
        {
            Assert.Equal("401 20", await CodeAsync(near.GetAsync($"/api/v2/{path}")));
        }

        Assert.Equal("401 20", await CodeAsync(near.PostAsync($"/api/v2/me/chats/{scene.ChatId}", "SendMessage", ("text", "wrong"))));
        await Assert.ThrowsAsync<HttpRequestException>(() => WrongPeople.PollAsync(near, clientId));
        using var again = Api.User(Server, scene.Centre.Supervisor(1));
        Assert.Contains("402:", (await WrongPeople.PollAsync(again, clientId)).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(NoChat, WrongPeople.Words(await again.GetAsync($"/api/v2/me/chats/{scene.ChatId}")));
        Assert.Equal("403 3", await CodeAsync(again.PostAsync($"/api/v2/users/{scene.Agent.UserId}/chats/{scene.ChatId}", "Intrude")));
    }

    [Fact]
    public async Task Only_ones_own_notifications_can_be_subscribed_to_and_nobody_publishes()
    {
        await using var scene = await Scene.OpenAsync(Server, centres.Take(), centres.Take());
        var other = scene.Who("other agent");
        foreach (var granted in new[] { "/v2/me/*", "/v2/me/**", "/**", "/v2/me/devices", "/v2/me/calls", "/v2/me/chats", "/v2/me/channels", "/v2/me/emails", "/v2/me/interactions", "/v2/me/workitems",
            "/v2/me/workbins", "/v2/me/outbound", "/notifications/services", "/service/anything" })
        {
            Assert.True((bool)(await WrongPeople.SubscribeAsync(other, await SessionAsync(other), granted))["successful"]!, granted);
        }

        var clientId = await SessionAsync(other);
        foreach (var denied in new[] { "/v2/me", "/v2/*", "/v2/**", "/*", "/v2/me/chats/*", "/v2/me/chats/**", "/v2/me/chats/x", "/v2/me/nothing", "/v2/you/chats", $"/v2/users/{scene.Agent.UserId}/chats",
            $"/v2/{scene.Agent.UserId}/chats", $"/v2/chats/{scene.ChatId}", "/v2/me/Chats", "/V2/me/chats", "/v2/me/chats/", "//v2/me/chats", "v2/me/chats", "/v2/me/%63hats", "/meta/connect", "/meta/**",
            "/notifications/*", "/notifications/**", "/cluster", "/", "" })
        {
            foreach (var subscription in new JsonNode[] { denied, new JsonArray("/v2/me/chats", denied), new JsonArray(denied, "/**") })
            {
                var reply = await WrongPeople.SubscribeAsync(other, clientId, subscription);
                Assert.False((bool)reply["successful"]!, $"{denied}: {reply.ToJsonString()}");
                Assert.StartsWith("403:", (string?)reply["error"], StringComparison.Ordinal);
            }
        }

        foreach (var channel in new[] { "/v2/me/chats", "/v2/me/channels", "/notifications/services", "/service/chat", "/cluster", "/meta/other", "/**", "/v2/me/*" })
        {
            var reply = await WrongPeople.PublishAsync(other, clientId, channel);
            Assert.False((bool)reply["successful"]!, $"{channel}: {reply.ToJsonString()}");
        }

        // No subscription of an array with a bad one was kept: the agent's own next chat is not told to this session.
        using var own = await Visitor.RequestChatAsync(Server, scene.Centre, agent: 2);
        Assert.Equal("Invited", (string?)(await scene.OtherAgent.NextChatAsync("StatusChange"))["state"]);
        Assert.Equal("/meta/connect", (string?)Assert.Single(await WrongPeople.PollAsync(other, clientId))!["channel"]);
        await scene.Agent.NothingMoreAsync();
    }

    [Fact]
    public async Task Somebody_elses_notification_session_is_none()
    {
        await using var scene = await Scene.OpenAsync(Server, centres.Take(), centres.Take());
        using var owner = Api.User(Server, scene.Centre.Agent(1));
        var clientId = await WrongPeople.SubscribeAsync(owner, "/**");
        _ = (await scene.Customer.DoAsync("SendMessage", ("text", "only for agent 1"))).Ok;
        foreach (var (name, stranger) in scene.Strangers.Where(static s => !s.Name.StartsWith("nobody", StringComparison.Ordinal)))
        {
            foreach (var reply in new[]
            {
                (await WrongPeople.PollAsync(stranger, clientId))[0]!, await WrongPeople.SubscribeAsync(stranger, clientId, "/**"), await WrongPeople.PublishAsync(stranger, clientId, "/v2/me/chats"),
                (await stranger.BayeuxAsync("/disconnect", default, new JsonObject { ["channel"] = "/meta/disconnect", ["id"] = "5", ["clientId"] = clientId }))[0]!,
            })
            {
                Assert.False((bool)reply["successful"]!);
                Assert.StartsWith("402:", $"{reply["error"]}", StringComparison.Ordinal);
                Assert.DoesNotContain("only for", reply.ToJsonString(), StringComparison.Ordinal);
            }

            Assert.DoesNotContain("only for", (await WrongPeople.PollAsync(stranger, await WrongPeople.SubscribeAsync(stranger, "/**"))).ToJsonString() + name, StringComparison.Ordinal);
        }

        foreach (var nobody in scene.Strangers.Where(static s => s.Name.StartsWith("nobody", StringComparison.Ordinal)))
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => WrongPeople.PollAsync(nobody.Api, clientId));
        }

        Assert.Contains("only for agent 1", (await WrongPeople.PollAsync(owner, clientId, timeout: 5_000)).ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<string> SessionAsync(Api api) => await WrongPeople.HandshakeAsync(api);

    private static async Task<string> CodeAsync(Task<Answer> asked) => await asked is var answer ? $"{(int)answer.Http} {answer.StatusCode}" : "";
}
