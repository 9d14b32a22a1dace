using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.ApiHost;

/// <summary>What a user reads and does under <c>/me</c>, as far as the API host goes.</summary>
public sealed class MyChatsTests : IClassFixture<ApiServer>
{
    private const string Chat = $"/api/v2/me/chats/{ApiServer.ChatId}";
    private readonly ApiServer _server;

    public MyChatsTests(ApiServer server)
    {
        _server = server;
        _server.Reset();
        _server.Grains.Answers["GetAsync"] = static args => args.Length == 0
            ? new UserReply(true, new("chat", AgentState.Ready, false), new(true, default, 1, 1), [ApiServer.ChatId], true)
            : new ChatViewReply(new(ApiServer.ChatId, ParticipantState.Invited, DateTimeOffset.UnixEpoch, [Capability.Accept, Capability.Reject], [], [new("Subject", "Test", false)], null));
    }

    public static TheoryData<string, string> Operations => new()
    {
        { """{"operationName":"Accept","nickname":"Kristi","saveLAR":true}""", "AcceptAsync({me}, Kristi, 13)" },
        { """{"operationName":"Accept","nickname":null}""", "AcceptAsync({me}, , 13)" },
        { """{"operationName":"Reject"}""", "RejectAsync({me})" },
        { """{"operationName":"Complete","queueName":"chat-in","text":"Bye","messageType":"Farewell","treatAs":"System"}""", "CompleteAsync({me}, chat-in, FarewellInfo { Text = Bye, MessageType = Farewell })" },
        { """{"operationName":"Leave","text":"Bye"}""", "LeaveAsync({me}, FarewellInfo { Text = Bye, MessageType =  })" },
        { """{"operationName":"SendMessage","text":"hi","messageType":"Greeting","treatAs":"Normal"}""", "SayAsync({me}, Text, All, hi, Greeting, )" },
        { """{"operationName":"SendToAgents","text":"hi"}""", "SayAsync({me}, Text, Agents, hi, , )" },
        { """{"operationName":"SendUrl","url":"https://a.example/b?c"}""", "SayAsync({me}, PushUrl, All, https://a.example/b?c, , )" },
        { """{"operationName":"SendCustomNotice","noticeText":"n"}""", "SayAsync({me}, CustomNotice, All, n, , )" },
        { """{"operationName":"SendCustomNoticeToAgents","noticeText":"n"}""", "SayAsync({me}, CustomNotice, Agents, n, , )" },
        { """{"operationName":"SendStartTypingNotification"}""", "SayAsync({me}, TypingStarted, All, , , )" },
        { """{"operationName":"SendStopTypingNotification"}""", "SayAsync({me}, TypingStopped, All, , , )" },
        { """{"operationName":"SendStartTypingToAgentsNotification"}""", "SayAsync({me}, TypingStarted, Agents, , , )" },
        { """{"operationName":"SendStopTypingToAgentsNotification"}""", "SayAsync({me}, TypingStopped, Agents, , , )" },
        { """{"operationName":"SendStartTypingNotification","text":"wait","treatAs":"System"}""", "SayAsync({me}, TypingStarted, All, , , FarewellInfo { Text = wait, MessageType =  })" },
        { """{"operationName":"SetInFocus"}""", "SetInFocusAsync({me})" },
        { """{"operationName":"SwitchToMonitor"}""", "SwitchModeAsync({me}, Monitor)" },
        { """{"operationName":"SwitchToCoach"}""", "SwitchModeAsync({me}, Coach)" },
        { """{"operationName":"SwitchToBargeIn"}""", "SwitchModeAsync({me}, BargeIn)" },
        { """{"operationName":"SwitchBargeIn"}""", "SwitchModeAsync({me}, BargeIn)" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_is_one_grain_call_and_a_wait_for_ones_own_view(string body, string call)
    {
        var answer = await _server.PostAsync("agent1", Chat, body);
        answer.Is(200, 0);
        var me = ApiServer.UserId("agent1");
        var calls = _server.Grains.Calls.Where(static c => !c.Contains("NextReferenceId", StringComparison.Ordinal));
        Assert.Equal([$"{ApiServer.ChatId}.{call.Replace("{me}", me, StringComparison.Ordinal)}", $"{me}.WaitForChatAsync({ApiServer.ChatId}, 1)"], calls);
        Assert.Equal(body.Contains("Accept", StringComparison.Ordinal), answer.Json.TryGetProperty("referenceId", out _));
    }

    [Theory]
    [InlineData("""{"operationName":"AttachUserData","userData":{"a":"1","b":2.50,"c":null}}""", "a=1 b=#2.50 c=", "")]
    [InlineData("""{"operationName":"UpdateUserData","userData":{"a":"1"}}""", "a=1", "")]
    [InlineData("""{"operationName":"DeleteUserData","keys":["a","b"]}""", "", "a b")]
    [InlineData("""{"operationName":"SetDisposition","disposition":"Resolved"}""", "DispositionCode=Resolved", "")]
    [InlineData("""{"operationName":"SetDisposition","disposition":"Resolved","dispositionKey":"Code"}""", "Code=Resolved", "")]
    public async Task User_data_changes_carry_a_reference_id(string body, string set, string removed)
    {
        var (seenSet, seenRemoved) = ("", "");
        _server.Grains.Answers["ChangeUserDataAsync"] = args =>
        {
            seenSet = string.Join(' ', ((ImmutableArray<UserDataInfo>)args[1]!).Select(static i => $"{i.Key}={(i.IsNumber ? "#" : "")}{i.Text}"));
            seenRemoved = string.Join(' ', (ImmutableArray<string>)args[2]!);
            return new ChatReply(1);
        };
        var answer = await _server.PostAsync("agent1", Chat, body);
        answer.Is(200, 0);
        Assert.Equal(13, answer.Json.GetProperty("referenceId").GetInt32());
        Assert.Equal((set, removed), (seenSet, seenRemoved));
    }

    [Theory]
    [InlineData("", "uris", 1)]
    [InlineData("?fields=*", "chats", 1)]
    [InlineData("?fields=*&state=Invited", "chats", 1)]
    [InlineData("?fields=*&state=Chatting", "chats", 0)]
    [InlineData("?state=Chatting", "uris", 0)]
    [InlineData("?supervisorMode=Monitor", "uris", 0)]
    [InlineData("?_=123", "uris", 1)]
    public async Task The_list_is_uris_or_fields_and_can_be_filtered(string query, string name, int count)
    {
        var answer = await _server.GetAsync("agent1", $"/api/v2/me/chats{query}");
        answer.Is(200, 0);
        Assert.Equal(count, answer.Json.GetProperty(name).GetArrayLength());
    }

    [Fact]
    public async Task Only_the_named_fields_are_shown()
    {
        var chat = (await _server.GetAsync("agent1", "/api/v2/me/chats?fields=id,capabilities,nonsense")).Json.GetProperty("chats")[0];
        Assert.Equal(["id", "capabilities"], chat.EnumerateObject().Select(static p => p.Name));
    }

    [Fact]
    public async Task With_credentials_chats_is_another_name_for_my_chats()
    {
        var one = await _server.GetAsync("agent1", Chat);
        var other = await _server.GetAsync("agent1", $"/api/v2/chats/{ApiServer.ChatId}", static r => r.Headers.Add("ContactCenterId", "no matter"));
        one.Is(200, 0);
        Assert.Equal(one.Body, other.Body);
        Assert.Equal($"{_server.Address}/api/v2/chats/{ApiServer.ChatId}", one.Json.GetProperty("chat").GetProperty("uri").GetString());
        (await _server.PostAsync("agent1", $"/api/v2/chats/{ApiServer.ChatId}", """{"operationName":"SendToAgents","text":"hi"}""")).Is(200, 0);
        (await _server.GetAsync("agent1", $"/api/v2/chats/{ApiServer.ChatId}/messages")).Is(200, 0);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("?index=0", 0)]
    [InlineData("?index=7", 7)]
    public async Task Messages_are_read_from_an_index(string query, int index)
    {
        (await _server.GetAsync("agent1", $"{Chat}/messages{query}")).Is(200, 0);
        Assert.Contains($"{ApiServer.ChatId}.GetMessagesAsync({ApiServer.UserId("agent1")}, {index})", _server.Grains.Calls);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("abc")]
    [InlineData("1.0")]
    [InlineData("")]
    public async Task A_bad_index_is_2(string index) => (await _server.GetAsync("agent1", $"{Chat}/messages?index={index}")).Is(400, 2);

    [Fact]
    public async Task My_user_has_the_subresources_that_are_asked_for()
    {
        var plain = (await _server.GetAsync("supervisor1", "/api/v2/me")).Json.GetProperty("user");
        Assert.Equal(["id", "userName", "firstName", "lastName", "emailAddress", "roles", "enabled", "changePasswordOnFirstLogin", "uri", "path"], plain.EnumerateObject().Select(static p => p.Name));
        Assert.Equal("""["ROLE_SUPERVISOR"]""", plain.GetProperty("roles").GetRawText());

        var full = (await _server.GetAsync("agent1", "/api/v2/me?subresources=*")).Json.GetProperty("user");
        Assert.Equal("""["ROLE_AGENT"]""", full.GetProperty("roles").GetRawText());
        Assert.Equal("agent", full.GetProperty("settings").GetProperty("htcc").GetProperty("roles").GetString());
        Assert.Equal("chat", full.GetProperty("channels")[0].GetProperty("channel").GetString());
        Assert.Equal(full.GetProperty("channels").GetRawText(), full.GetProperty("channelStates").GetRawText());
        Assert.Equal(ApiServer.ChatId, full.GetProperty("chats")[0].GetProperty("id").GetString());
        Assert.All(["devices", "skills", "interactions"], name => Assert.Equal(0, full.GetProperty(name).GetArrayLength()));

        var some = (await _server.GetAsync("agent1", "/api/v2/me?subresources=channels,settings")).Json.GetProperty("user");
        Assert.False(some.TryGetProperty("chats", out _));
        Assert.True(some.TryGetProperty("settings", out _));
    }

    [Fact]
    public async Task Channels_are_uris_or_fields()
    {
        Assert.Equal($"{_server.Address}/api/v2/me/channels/chat", (await _server.GetAsync("agent1", "/api/v2/me/channels")).Json.GetProperty("uris")[0].GetString());
        Assert.Equal("Ready", (await _server.GetAsync("agent1", "/api/v2/me/channels?fields=*")).Json.GetProperty("channels")[0].GetProperty("userState").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("""["chat"]""", 0)]
    [InlineData("""["voice","chat"]""", 7)]
    public async Task A_session_starts_for_the_channels_that_are_there(string channels, int statusCode)
    {
        var answer = await _server.PostAsync("agent1", "/api/v2/me", $$"""{"operationName":"StartContactCenterSession","channels":{{channels}},"place":"p","mobileSession":false}""");
        answer.Is(200, statusCode);
        if (statusCode == 7)
        {
            Assert.Equal("""[{"channel":"voice","statusCode":2},{"channel":"chat","statusCode":0}]""", answer.Json.GetProperty("channels").GetRawText());
        }
    }

    [Fact]
    public async Task An_agent_changes_their_channel()
    {
        foreach (var (path, operation) in new[] { ("/api/v2/me", "Ready"), ("/api/v2/me", "NotReady"), ("/api/v2/me/channels/chat", "DoNotDisturbOn"), ("/api/v2/me/channels/chat", "Offline") })
        {
            (await _server.PostAsync("agent1", path, $$"""{"operationName":"{{operation}}"}""")).Is(200, 0);
            Assert.Contains($"{ApiServer.UserId("agent1")}.ChangeChannelAsync({operation})", _server.Grains.Calls);
        }
    }
}
