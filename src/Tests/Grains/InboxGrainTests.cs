using System.Text;
using OrleansChat.ApiHost.Notifications;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Journal;
using OrleansChat.Hosting.Health;

namespace OrleansChat.Tests.Grains;

/// <summary>Notification sessions: whose they are, and what survives.</summary>
public sealed class InboxGrainTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task A_session_survives_its_activation_and_is_told_again_what_was_not_acknowledged()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var desk = await world.OpenReadyDeskAsync("agent1");
        await desk.AcceptAsync(chatId);
        await world.Journal.FlushAsync();
        await GrainWorld.DeactivateAsync(world.Inbox("agent1"));

        await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "while nobody listened");
        await world.Chat(chatId).WakeAsync();
        var before = desk.LastPosition;
        await desk.ConnectAsync();
        Assert.Equal("3 Text cleo while nobody listened", await desk.NextEntriesAsync());
        Assert.True(desk.LastPosition >> 32 > before >> 32, "positions of a new activation are in a new epoch");
        await world.Chat(chatId).CustomerCompleteAsync(handle);
        await world.User("agent1").EndSessionAsync("");
        await world.User("agent1").WaitForTellingAsync();
    }

    [Fact]
    public async Task What_happened_while_the_inbox_was_lost_is_made_again_from_the_journal()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var clientId = (await world.Inbox("agent2").HandshakeAsync(true, ConnectionKind.LongPolling, "login")).ClientId!;
        await world.Inbox("agent2").SubscribeAsync(clientId, ["/v2/me/*"]);
        await world.User("agent2").StartSessionAsync();
        await world.User("agent2").ChangeChannelAsync(ChannelOperation.Ready);
        await world.Queue.WakeAsync();
        await world.Chat(chatId).WaitForTellingAsync();
        await world.User("agent2").WaitForTellingAsync();
        await world.Chat(chatId).WaitForTellingAsync();
        await GrainWorld.DeactivateAsync(world.Inbox("agent2"));        // its checkpoint says: nothing acknowledged

        var first = await ConnectAsync("agent2", clientId, "one", 0);
        var told = first.Deliveries.Select(static d => PlainWriter.Read(d.DataJson).Kind).ToList();
        Assert.Equal([NotificationKind.ChannelStateChange, NotificationKind.ChannelStateChange, NotificationKind.StatusChange], told.Order().Reverse());
        var again = await ConnectAsync("agent2", clientId, "two", 0);   // the answer was lost: nothing was acknowledged
        Assert.Equal(first.Deliveries.Select(static d => d.Position), again.Deliveries.Select(static d => d.Position));
        var done = await ConnectAsync("agent2", clientId, "three", Math.Max(again.ReplyPosition, again.Deliveries[^1].Position));
        Assert.Equal(ConnectResult.Hold, done.Result);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
        await world.User("agent2").EndSessionAsync("");
        await world.User("agent2").WaitForTellingAsync();
    }

    [Fact]
    public async Task An_activation_that_ends_and_one_that_begins_tell_every_host_that_connects_came_from_to_ask_again()
    {
        var desk = await world.OpenDeskAsync("agent1");
        Assert.Equal(ConnectResult.Hold, (await ConnectAsync("agent1", desk.ClientId, "socket at another host", -1, "other host")).Result);
        await world.Journal.FlushAsync();
        Assert.Equal("other host, host", string.Join(", ", InboxSession.Stored.Of(Assert.Single(await world.Journal.ReadSessionsAsync(desk.UserId))).HostIds));
        await GrainWorld.DeactivateAsync(world.Inbox("agent1"));   // the connect stays held at the host, which knows nothing
        await AskedAsync();
        await world.Inbox("agent1").TellAsync(new Telling("chat/0000000000000000", 0, 1, []));
        await AskedAsync();
        await desk.CloseAsync();

        async Task AskedAsync()
        {
            var asked = new HashSet<string>();
            using var patience = new CancellationTokenSource(GrainWorld.Patience);
            while (asked.Count < 2)
            {
                var (host, message) = await world.Link.Resyncs.ReadAsync(patience.Token);
                if (message.UserId == desk.UserId) asked.Add(host);
            }
        }
    }

    [Fact]
    public async Task Another_users_session_is_unknown()
    {
        var desk = await world.OpenDeskAsync("agent3");
        Assert.False(await world.Inbox("agent4").KnowsAsync(desk.ClientId));
        Assert.Equal(ConnectResult.UnknownSession, (await ConnectAsync("agent4", desk.ClientId, "x", -1)).Result);
        Assert.Equal(SubscribeResult.UnknownSession, (await world.Inbox("agent4").SubscribeAsync(desk.ClientId, ["/**"])).Result);
        Assert.False(await world.Inbox("agent4").DisconnectAsync(desk.ClientId));
        Assert.True(await world.Inbox("agent3").KnowsAsync(desk.ClientId));
        await desk.CloseAsync();
    }

    [Fact]
    public async Task A_session_that_opens_before_an_invitation_has_come_to_the_list_is_told_of_it()
    {
        var (chatId, handle) = await world.StartChatAsync();
        var first = await world.OpenReadyDeskAsync("agent3");
        await first.NextStatusAsync(ParticipantState.Invited);
        await world.Chat(chatId).RejectAsync(first.UserId);
        await first.NextStatusAsync(ParticipantState.Completed);
        await first.CloseAsync();
        var host = await world.OpenReadyDeskAsync("agent4");
        await host.AcceptAsync(chatId);

        world.Journal.BrokenStream = $"user/{first.UserId}";
        Assert.Null((await world.Chat(chatId).InviteAsync(host.UserId, new(first.UserId, null, IsReachable: true), 5)).Refusal);
        await world.Chat(chatId).WaitForTellingAsync();
        var late = await world.OpenDeskAsync("agent3");
        world.Journal.BrokenStream = null;
        await world.Chat(chatId).WakeAsync();
        await late.NextStatusAsync(ParticipantState.Invited);
        await world.Chat(chatId).CompleteAsync(host.UserId, null, null);
        await world.Chat(chatId).CustomerCompleteAsync(handle);
        await late.CloseAsync();
        await host.CloseAsync();
    }

    [Fact]
    public async Task An_inbox_that_another_activation_was_faster_than_asks_its_caller_to_try_again()
    {
        var inbox = world.Inbox("agent5");
        var clientId = (await inbox.HandshakeAsync(true, ConnectionKind.LongPolling, "login")).ClientId!;
        await world.Journal.FlushAsync();
        await GrainWorld.DeactivateAsync(inbox);
        world.Journal.LostSessionsOf = world.IdOf("agent5");
        var error = await Assert.ThrowsAnyAsync<Exception>(() => inbox.KnowsAsync(clientId));
        Assert.True(Outage.Is(error), $"{error}");

        world.Journal.LostSessionsOf = null;
        Assert.True(await inbox.KnowsAsync(clientId));
        Assert.True(await inbox.DisconnectAsync(clientId));
    }

    [Fact]
    public async Task A_session_belongs_to_the_login_that_connected_last_also_on_disk()
    {
        var inbox = world.Inbox("supervisor2");
        var clientId = (await inbox.HandshakeAsync(true, ConnectionKind.LongPolling, "first")).ClientId!;
        var connect = new ConnectRequestInfo("host", clientId, "one", 1, ConnectionKind.LongPolling, 0, true, 0, false, 0, "later");
        Assert.Equal(ConnectResult.OtherLogin, (await inbox.ConnectAsync(connect)).Result);
        Assert.Equal("first", await LoginOnDiskAsync());
        Assert.Equal(ConnectResult.Now, (await inbox.ConnectAsync(connect with { TakesOver = true })).Result);
        Assert.Equal("later", await LoginOnDiskAsync());

        await GrainWorld.DeactivateAsync(inbox);
        await inbox.EndLoginsAsync(new EndedLoginsInfo(["first"]));
        Assert.True(await inbox.KnowsAsync(clientId));
        await inbox.EndLoginsAsync(new EndedLoginsInfo(["later"]));
        Assert.False(await inbox.KnowsAsync(clientId));

        async Task<string> LoginOnDiskAsync() => InboxSession.Stored.Of(Assert.Single(await world.Journal.ReadSessionsAsync(world.IdOf("supervisor2")))).LoginId;
    }

    [Fact]
    public async Task Who_sends_a_password_each_time_does_not_rescue_the_session_of_a_login_that_has_ended()
    {
        var (sessions, userId) = (new GrainBayeuxSessions(world.Client, new HostIdentity()), world.IdOf("supervisor1"));
        var (ended, next) = (LoginId.Of(0, "0123456789abcdef0123456789abcdef"), LoginId.Of(0, "fedcba9876543210fedcba9876543210"));
        var clientId = Assert.IsType<HandshakeOutcome.Accepted>(await sessions.HandshakeAsync(userId, new HandshakeRequest(ended, true, TransportKind.LongPolling))).ClientId;
        await world.User("supervisor1").StartSessionAsync();
        await world.User("supervisor1").EndSessionAsync(ended, null);  // and the inbox has not heard of it yet

        var connect = new ConnectRequest(clientId, "one", 1, TransportKind.LongPolling, 0, true, 0, false, 0, next);
        Assert.IsType<ConnectOutcome.Unknown>(await sessions.ConnectAsync(userId, connect));
        Assert.False(await world.Inbox("supervisor1").KnowsAsync(clientId));
    }

    [Theory]
    [InlineData("""{"LoginId":"l","Ack":true,"Subscriptions":[],"Cursors":{},"IsConnected":true,"HostId":"a"}""", "a")]
    [InlineData("""{"LoginId":"l","Ack":true,"Subscriptions":[],"Cursors":{},"IsConnected":false,"HostId":""}""", "")]
    [InlineData("""{"LoginId":"l","Ack":true,"Subscriptions":[],"Cursors":{},"IsConnected":true,"HostIds":["b","a"]}""", "b a")]
    public void The_hosts_in_a_row_are_read_whichever_version_wrote_it(string json, string hosts)
    {
        var stored = InboxSession.Stored.Of(new SessionRow("u", "k", 1, Encoding.UTF8.GetBytes(json)));
        Assert.Equal(hosts, string.Join(' ', stored.Hosts));
    }

    [Theory]
    [InlineData("/v2/me/chats", true)]
    [InlineData("/v2/me/*", true)]
    [InlineData("/**", true)]
    [InlineData("/service/anything", true)]
    [InlineData("/v2/**", false)]
    [InlineData("/v2/users/x", false)]
    [InlineData("/*", false)]
    [InlineData("/v2/ME/chats", false)]
    public async Task Only_ones_own_topics_are_granted(string channel, bool granted)
    {
        var desk = await world.OpenDeskAsync("agent3");
        var reply = await world.Inbox("agent3").SubscribeAsync(desk.ClientId, ["/v2/me/chats", channel]);
        Assert.Equal(granted ? SubscribeResult.Granted : SubscribeResult.Denied, reply.Result);
        await desk.CloseAsync();
    }

    [Fact]
    public async Task A_second_activation_fences_the_first()
    {
        var desk = await world.OpenDeskAsync("agent4");
        var row = Assert.Single(await world.Journal.ReadSessionsAsync(desk.UserId));
        await world.Journal.SaveSessionAsync(row with { Epoch = row.Epoch + 1 }, row.Epoch);     // as another silo's activation does
        await Assert.ThrowsAsync<StoreUnavailableException>(() => world.Inbox("agent4").SubscribeAsync(desk.ClientId, ["/v2/me/chats"]));
        Assert.Equal(SubscribeResult.Granted, (await world.Inbox("agent4").SubscribeAsync(desk.ClientId, ["/v2/me/chats"])).Result);
        Assert.Equal(row.Epoch + 2, Assert.Single(await world.Journal.ReadSessionsAsync(desk.UserId)).Epoch);
        await desk.CloseAsync();
    }

    [Fact]
    public async Task The_clientId_is_not_on_disk()
    {
        var desk = await world.OpenDeskAsync("agent5");
        var row = Assert.Single(await world.Journal.ReadSessionsAsync(desk.UserId));
        Assert.Equal(InboxSession.KeyOf(desk.ClientId), row.SessionKey);
        Assert.DoesNotContain(desk.ClientId, System.Text.Encoding.UTF8.GetString(row.Json.Span), StringComparison.Ordinal);
        await desk.CloseAsync();
        Assert.Empty(await world.Journal.ReadSessionsAsync(desk.UserId));
    }

    [Fact]
    public async Task Chats_that_ended_long_ago_are_forgotten()
    {
        var desk = await world.OpenDeskAsync("agent5");
        for (var number = 0; number < 600; number++)
        {
            await world.Inbox("agent5").TellAsync(new Telling($"chat/{number:D16}", 0, 1, []));
        }

        await GrainWorld.DeactivateAsync(world.Inbox("agent5"));        // notes where the session stands
        Assert.True(await world.Inbox("agent5").KnowsAsync(desk.ClientId));
        var row = Assert.Single(await world.Journal.ReadSessionsAsync(desk.UserId));
        Assert.InRange(InboxSession.Stored.Of(row).Cursors.Count, 1, 257);
        await desk.CloseAsync();
    }

    private Task<ConnectReply> ConnectAsync(string userName, string clientId, string connectionId, long ack, string hostId = "host") =>
        world.Inbox(userName).ConnectAsync(new ConnectRequestInfo(hostId, clientId, connectionId, 1, ConnectionKind.LongPolling, ack, true, -1, false, 0, "login"));
}
