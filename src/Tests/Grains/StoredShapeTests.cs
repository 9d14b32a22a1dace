using System.Text;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Queues;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Users;

namespace OrleansChat.Tests.Grains;

/// <summary>What is on disk is read for ever: the stored form of every event, and snapshots that come back as they were.</summary>
public sealed class StoredShapeTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    /// <summary>Rows as this release writes them. They stay here when a shape changes under a new name.</summary>
    private static readonly (ChatEvent Event, string Name, string Json)[] ChatRows =
    [
        (new ChatEvent.Started("C", "cc", "hash", "Cleo", "P1", "Help", "chat-in", [new("Subject", "Help"), new("n", "1.50", true), new("z", null)], At), "chat.started.1",
            """{"ChatId":"C","ContactCenterId":"cc","HandleHash":"hash","Nickname":"Cleo","ParticipantId":"P1","Subject":"Help","QueueName":"chat-in","UserData":[{"Key":"Subject","Text":"Help","IsNumber":false},{"Key":"n","Text":"1.50","IsNumber":true},{"Key":"z","IsNumber":false}],"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.Invited("u", "bob", ParticipantRole.Supervisor, InvitationSource.Intrude, SupervisorMode.Coach, "", null, At, "a"), "chat.invited.1",
            """{"UserId":"u","UserName":"bob","Role":"Supervisor","Source":"Intrude","Mode":"Coach","Nickname":"","AgentId":"a","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.Invited("u", "bob", ParticipantRole.Agent, InvitationSource.Consult, null, "", At, At, AskedBy: "v", QueueName: "q"), "chat.invited.1",
            """{"UserId":"u","UserName":"bob","Role":"Agent","Source":"Consult","Nickname":"","AnswerDue":"2026-01-02T03:04:05.678+00:00","AskedBy":"v","QueueName":"q","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.Asked("v", InvitationSource.Consult, "u", null, At, At) { Cause = new("v", 5) }, "chat.asked.1",
            """{"UserId":"v","Kind":"Consult","TargetId":"u","Due":"2026-01-02T03:04:05.678+00:00","At":"2026-01-02T03:04:05.678+00:00","Cause":{"UserId":"v","ReferenceId":5}}"""),
        (new ChatEvent.AskEnded("v", null, "q", InvitationEnd.NoAnswer, At), "chat.ask_ended.1", """{"UserId":"v","QueueName":"q","End":"NoAnswer","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.InvitationEnded("u", InvitationEnd.NoAnswer, At), "chat.invitation_ended.1", """{"UserId":"u","End":"NoAnswer","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.Joined("u", "P2", "Bob", At) { Cause = new("u", 7) }, "chat.joined.1",
            """{"UserId":"u","ParticipantId":"P2","Nickname":"Bob","At":"2026-01-02T03:04:05.678+00:00","Cause":{"UserId":"u","ReferenceId":7}}"""),
        (new ChatEvent.ConsultantLifted("u", At), "chat.consultant_lifted.1", """{"UserId":"u","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.ModeSwitched("u", SupervisorMode.Monitor, SupervisorMode.BargeIn, At), "chat.mode_switched.1", """{"UserId":"u","From":"Monitor","To":"BargeIn","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.Said(null, EntryKind.Text, Visibility.All, "hi", null, At), "chat.said.1", """{"Kind":"Text","Visibility":"All","Text":"hi","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.UserDataChanged("u", [new("k", "v")], ["old"], At), "chat.user_data_changed.1",
            """{"UserId":"u","Set":[{"Key":"k","Text":"v","IsNumber":false}],"Removed":["old"],"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.InFocus("u", At), "chat.in_focus.1", """{"UserId":"u","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.ParticipantRemoved("u", "v", At), "chat.participant_removed.1", """{"UserId":"u","By":"v","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.JoinFailed("u", At), "chat.join_failed.1", """{"UserId":"u","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.Left("u", At), "chat.left.1", """{"UserId":"u","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.CustomerLeft(CustomerEnd.Gone, At), "chat.customer_left.1", """{"End":"Gone","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.SessionEnded("u", ParticipantState.LeftChat, null, At), "chat.session_ended.1", """{"UserId":"u","State":"LeftChat","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new ChatEvent.WrapUpCompleted("u", At), "chat.wrap_up_completed.1", """{"UserId":"u","At":"2026-01-02T03:04:05.678+00:00"}"""),
    ];

    private static readonly (UserEvent Event, string Name, string Json)[] UserRows =
    [
        (new UserEvent.SessionStarted(At), "user.session_started.1", """{"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.SessionEnded(At), "user.session_ended.1", """{"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.ChannelChanged(AgentState.Ready, true, At), "user.channel_changed.1", """{"State":"Ready","DoNotDisturb":true,"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.ChatNoted("C", ParticipantState.Invited, ParticipantRole.Agent, 2, 3, false, At), "user.chat_noted.1",
            """{"ChatId":"C","State":"Invited","Role":"Agent","SinceVersion":2,"NotedVersion":3,"Declined":false,"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.MonitorsCalled("C", 3, [new Monitoring("s", "sue", SupervisorMode.Coach, MonitoringScope.NextChat, "Sue")], At), "user.monitors_called.1",
            """{"ChatId":"C","ChatVersion":3,"Monitors":[{"SupervisorId":"s","SupervisorName":"sue","Mode":"Coach","Scope":"NextChat","Nickname":"Sue"}],"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.MonitoringStarted(new Monitoring("s", "sue", SupervisorMode.Coach, MonitoringScope.NextChat, "Sue"), At), "user.monitoring_started.1",
            """{"Monitoring":{"SupervisorId":"s","SupervisorName":"sue","Mode":"Coach","Scope":"NextChat","Nickname":"Sue"},"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.MonitoringEnded("s", MonitoringEnd.UsedUp, At), "user.monitoring_ended.1", """{"SupervisorId":"s","End":"UsedUp","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.ChannelChanged(AgentState.NotReady, false, At, "s"), "user.channel_changed.1", """{"State":"NotReady","DoNotDisturb":false,"By":"s","At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.LoginsEnded(At), "user.logins_ended.1", """{"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.LoginsEnded(At, 3), "user.logins_ended.1", """{"PeopleVersion":3,"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.ReferenceIdsReserved(1_000, At), "user.reference_ids_reserved.1", """{"Through":1000,"At":"2026-01-02T03:04:05.678+00:00"}"""),
        (new UserEvent.LoginEnded("l", At), "user.login_ended.1", """{"LoginId":"l","At":"2026-01-02T03:04:05.678+00:00"}"""),
    ];

    [Fact]
    public void Every_chat_event_is_written_and_read_in_its_stored_form() => Check(ChatReplay.Codec, ChatRows);

    [Fact]
    public void Every_user_event_is_written_and_read_in_its_stored_form() => Check(UserReplay.Codec, UserRows);

    [Fact]
    public void A_chats_snapshot_comes_back_as_it_was()
    {
        var chat = ChatRows.Select(static r => r.Event).Aggregate(ChatState.New, Chat.Evolve);
        var bytes = ChatReplay.Snapshot(chat).Json;
        var back = EventCodec<ChatEvent>.DecodeState<ChatState>(bytes);
        Assert.Equal(Encoding.UTF8.GetString(bytes.Span), Encoding.UTF8.GetString(ChatReplay.Snapshot(back).Json.Span));
        Assert.Equal(chat.Log, back.Log);
        Assert.Equal(chat.Participants, back.Participants);
        Assert.Equal(chat.Authors, back.Authors);
        Assert.Equal((chat.Version, chat.Customer, chat.WaitingSince, chat.SeenByCustomer, chat.CustomerEndedAt), (back.Version, back.Customer, back.WaitingSince, back.SeenByCustomer, back.CustomerEndedAt));
    }

    [Fact]
    public void A_users_snapshot_comes_back_as_it_was()
    {
        var user = UserRows.Select(static r => r.Event).Aggregate(UserState.New, User.Evolve);
        var bytes = UserReplay.Snapshot(user).Json;
        var back = EventCodec<UserEvent>.DecodeState<UserState>(bytes);
        Assert.Equal(Encoding.UTF8.GetString(bytes.Span), Encoding.UTF8.GetString(UserReplay.Snapshot(back).Json.Span));
        Assert.Equal(user.Chats, back.Chats);
        Assert.Equal((user.Version, user.SessionOn, user.Chat), (back.Version, back.SessionOn, back.Chat));
    }

    [Fact]
    public void A_queues_snapshot_comes_back_as_it_was()
    {
        var queue = Routing.Evolve(QueueState.New, new QueueEvent.ChatWaits("C", At, 1));
        var back = EventCodec<QueueEvent>.DecodeState<QueueState>(EventCodec<QueueEvent>.EncodeState(queue));
        Assert.Equal(queue.Waiting, back.Waiting);
        Assert.Equal(queue.Version, back.Version);
    }

    private static void Check<TEvent>(EventCodec<TEvent> codec, (TEvent Event, string Name, string Json)[] rows)
        where TEvent : class
    {
        Assert.Equal(codec.Types.OrderBy(static t => t.Name), rows.Select(static r => r.Event.GetType()).Distinct().OrderBy(static t => t.Name));
        foreach (var (happened, name, json) in rows)
        {
            var encoded = codec.Encode(happened);
            Assert.Equal((name, json), (encoded.Name, Encoding.UTF8.GetString(encoded.Json.Span)));
            var back = codec.Decode(new StoredEvent(1, name, Encoding.UTF8.GetBytes(json)));
            Assert.Equal(json, Encoding.UTF8.GetString(codec.Encode(back).Json.Span));
        }
    }
}
