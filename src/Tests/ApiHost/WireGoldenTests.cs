using System.Text.Json;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.Tests.ApiHost;

/// <summary>
/// The vendor's samples of SwitchToCoach and Intrude, key by key: everything in a sample is emitted, spelled, nested and typed so; the only
/// further keys are those of newer samples (path, id, chatPath, userData).
/// </summary>
public sealed class WireGoldenTests
{
    private const string Base = "http://10.10.15.212:9090";
    private static readonly DateTimeOffset ReceivedAt = new(2014, 5, 5, 18, 8, 45, TimeSpan.Zero);
    private static readonly string[] FurtherKeys = ["path", "id", "chatPath", "userData"];

    private static readonly ParticipantInfo Agent = new("test_agent", ParticipantRole.Agent, "90cc5439ff6848748e5e67811273f266", Visibility.All, "00AF5367D3D0000A", 2);
    private static readonly ParticipantInfo Supervisor = new("test_supervisor", ParticipantRole.Supervisor, "991a4bece8dd4184a93e98ad429694f6", Visibility.Agents, "00AF5367D3D0000B", 0);
    private static readonly ParticipantInfo Customer = new("test_clientL", ParticipantRole.Customer, null, Visibility.All, "00AF5367D3AD0008", 1);

    [Fact]
    public void ParticipantsUpdated_after_SwitchToCoach()
    {
        var me = new Participant(Supervisor.UserId!, "test_supervisor", ParticipantRole.Supervisor, ParticipantState.Chatting, InvitationSource.Intrude, SupervisorMode.Coach);
        var chat = new ChatInfo("0001Da9PFC93000S", ParticipantState.Chatting, ReceivedAt, Capabilities.Of(me), [Agent, Supervisor, Customer], [], SupervisorMode.Coach);
        IsLike("""
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
            """, new(NotificationKind.ParticipantsUpdated, chat.Id, chat));
    }

    [Fact]
    public void NewMessages_after_SwitchToCoach()
    {
        var entry = new EntryInfo(4, EntryKind.ParticipantRejoined, Visibility.All, Supervisor, "", null, DateTimeOffset.FromUnixTimeMilliseconds(1399313371000));
        IsLike("""
            {"messageType":"MessageLogUpdated","notificationType":"NewMessages",
             "chatUri":"http://10.10.15.212:9090/api/v2/chats/0001Da9PFC93000S",
             "messages":[{"index":4,"type":"ParticipantRejoined","visibility":"All",
              "from":{"nickname":"test_supervisor","type":"Agent","uri":"http://10.10.15.212:9090/api/v2/users/991a4bece8dd4184a93e98ad429694f6","visibility":"Agents","participantId":"00AF5367D3D0000B"},
              "timestamp":"2014-05-05 11:09:31.000-0700","timestampSeconds":1399313371000}]}
            """, new(NotificationKind.NewMessages, "0001Da9PFC93000S", Entries: [entry]));
    }

    [Fact]
    public void StatusChange_after_Intrude()
    {
        ImmutableArray<UserDataInfo> userData =
        [
            new("Subject", "GMS Chat", false), new("ServiceType", "default", false), new("TimeZone", "60", false), new("ServiceObjective", "0", true),
            new("RRequestedSkills", null, false), new("OccuredAt", "2015-11-26T16:39:41Z", false), new("PegAG?:2>1", "1", true),
        ];
        var chat = new ChatInfo("0000UaB58WAR003N", ParticipantState.Invited, new(2015, 11, 26, 16, 39, 38, TimeSpan.Zero), [Capability.Accept, Capability.Reject], [], userData, SupervisorMode.Monitor);
        IsLike("""
            {"messageType":"ChatStateChangeMessage","notificationType":"StatusChange",
             "chat":{"userData":{"Subject":"GMS Chat","ServiceType":"default","TimeZone":"60","ServiceObjective":0,"RRequestedSkills":null,
               "OccuredAt":"2015-11-26T16:39:41Z","PegAG?:2>1":1},
              "receivedDate":"2015-11-26 18:39:38.000+0200","chatType":"Inbound","participants":[],"capabilities":["Accept","Reject"],
              "uri":"http://localhost:8090/api/v2/chats/0000UaB58WAR003N","state":"Invited","supervisorMode":"Monitor","id":"0000UaB58WAR003N"}}
            """, new(NotificationKind.StatusChange, chat.Id, chat), "http://localhost:8090", "+02:00");
    }

    [Fact]
    public void A_reference_id_is_repeated_and_numbers_keep_their_digits()
    {
        var chat = new ChatInfo("0000UaB58WAR003N", ParticipantState.Chatting, ReceivedAt, [], [], [new("amount", "1.50e1", true)], null);
        var data = Written(new(NotificationKind.PropertiesUpdated, chat.Id, chat, ReferenceId: 34));
        Assert.Equal(34, data.GetProperty("referenceId").GetInt32());
        Assert.Equal("1.50e1", data.GetProperty("chat").GetProperty("userData").GetProperty("amount").GetRawText());
    }

    [Theory]
    [InlineData(AgentState.Ready, false, """{"channel":"chat","dndState":"Off","userState":{"id":"9430250E-0A1B-421F-B372-F29E69366DED","displayName":"Ready","state":"Ready"}}""")]
    [InlineData(AgentState.NotReady, true, """{"channel":"chat","dndState":"On","userState":{"id":"900D55CC-2BB0-431F-8BF9-D3525B383BE6","displayName":"Not Ready","state":"NotReady"}}""")]
    [InlineData(AgentState.Offline, false, """{"channel":"chat","userState":{"id":"0F7F5003-EF26-4D13-A6EF-D0C7EC819BEB","displayName":"Offline","state":"LoggedOut"}}""")]
    public void The_channel_state(AgentState state, bool doNotDisturb, string channel)
    {
        var notification = new NotificationInfo(NotificationKind.ChannelStateChange, Channel: new("chat", state, doNotDisturb));
        Assert.Equal($$"""{"messageType":"ChannelStateChangeMessageV2","notificationType":"StatusChange","channels":[{{channel}}]}""", Written(notification).GetRawText());
    }

    [Theory]
    [InlineData(EntryKind.Text, "text")]
    [InlineData(EntryKind.PushUrl, "url")]
    [InlineData(EntryKind.CustomNotice, "noticeText")]
    [InlineData(EntryKind.TypingStarted, null)]
    [InlineData(EntryKind.ParticipantLeft, null)]
    public void What_an_entry_says_has_a_name_of_its_own(EntryKind kind, string? field)
    {
        var entry = new EntryInfo(1, kind, Visibility.Agents, Agent, "hello <b>é😀</b>", "Greeting", ReceivedAt);
        var written = Written(new(NotificationKind.NewMessages, "0001DA9PFC93000S", Entries: [entry])).GetProperty("messages")[0];
        Assert.Equal(field is null ? [] : [field], written.EnumerateObject().Where(static p => p.Value.ValueKind == JsonValueKind.String && p.Value.GetString()!.StartsWith("hello", StringComparison.Ordinal)).Select(static p => p.Name));
        Assert.Equal("Agents", written.GetProperty("visibility").GetString());
        Assert.False(written.TryGetProperty("messageType", out _));
    }

    private static void IsLike(string sample, NotificationInfo notification, string address = Base, string zone = "America/Los_Angeles")
    {
        var expected = JsonDocument.Parse(sample).RootElement;
        Same("data", expected, Written(notification, address, zone));
    }

    private static void Same(string where, JsonElement expected, JsonElement actual)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{where}: {actual.ValueKind} instead of {expected.ValueKind}");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Subset(actual.EnumerateObject().Select(static p => p.Name).ToHashSet(), expected.EnumerateObject().Select(static p => p.Name).ToHashSet());
                Assert.Empty(actual.EnumerateObject().Select(static p => p.Name).Except(expected.EnumerateObject().Select(static p => p.Name)).Except(FurtherKeys));
                Assert.All(expected.EnumerateObject(), p => Same($"{where}.{p.Name}", p.Value, actual.GetProperty(p.Name)));
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                Assert.All(expected.EnumerateArray().Zip(actual.EnumerateArray()), pair => Same($"{where}[]", pair.First, pair.Second));
                break;
            default:
                Assert.Equal(expected.GetRawText(), actual.GetRawText());
                break;
        }
    }

    private static JsonElement Written(NotificationInfo notification, string address = Base, string? zone = null)
    {
        var uris = new Uris(address);
        var timestamps = Timestamps.In(zone);
        var participants = new ParticipantJson(uris);
        var json = new NotificationJson(uris, new(uris, timestamps, participants), new(timestamps, participants, includeMessageType: false));
        var (channel, data) = json.Write(notification);
        Assert.Equal(notification.Channel is null ? "/v2/me/chats" : "/v2/me/channels", channel);
        return JsonDocument.Parse(data).RootElement;
    }
}
