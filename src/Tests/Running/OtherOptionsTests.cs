using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>A server with short times and the other choice of each option.</summary>
public sealed class OtherOptionsServer() : TeamServer("--Routing:NoAnswerAfter=00:00:04", "--Routing:QueueAnswersWithin=00:00:02", "--Routing:WrapUpTime=00:00:04", "--Customers:DisconnectAfter=00:00:03", "--Supervision:AutoJoin=true",
    "--Supervision:IntrudeRequiresMonitoring=false", "--Wire:IncludeMessageType=true", "--Wire:TimeZone=+02:00", "--Wire:DispositionKey=Outcome");

/// <summary>What other options change: times that run out, and supervisors who join at once or need not monitor.</summary>
public sealed class OtherOptionsTests(OtherOptionsServer server) : IClassFixture<OtherOptionsServer>
{
    [Fact]
    public async Task An_unanswered_offer_goes_to_the_next_agent()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        await using var alive = new KeepAlive(chris);
        var chatId = await ann.NextOfferAsync();
        await ann.ExpectAsync("StatusChange Revoked []");
        (await ann.DoAsync(chatId, "Accept")).MustBe(6, 404);
        await using var bob = await team.ReadyAsync(team.Bob);
        Assert.Equal(chatId, await bob.AcceptNextAsync());
        await ann.NothingMoreAsync();
    }

    [Fact]
    public async Task Whoever_asks_somebody_who_does_not_answer_is_told_so()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.SupervisorAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        await using var alive = new KeepAlive(chris);
        var chatId = await ann.AcceptNextAsync();
        var invited = await ann.DoWithReferenceAsync(chatId, "Invite", ("targetPath", $"/users/{bob.UserId}"));
        await bob.ExpectAsync("StatusChange Invited [Invited]", "StatusChange Revoked []");
        await ann.ExpectAsync($"Error Chatting [Agent] {team.Ann}, Chris 'Nobody answered the invitation.' ref {invited}");
        (await bob.DoAsync(chatId, "Accept")).MustBe(6, 404);
        var consulted = await ann.DoWithReferenceAsync(chatId, "Consult", ("queueName", team.SecondQueue));
        await ann.ExpectAsync($"Error Chatting [Agent] {team.Ann}, Chris 'Nobody answered the invitation.' ref {consulted}");
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task A_customer_who_is_gone_while_waiting_takes_the_offer_along()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.ReadyAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.NextOfferAsync();
        await ann.ExpectAsync("StatusChange Revoked []");
        Assert.Equal("Idle", await chris.StateAsync());
        Assert.Equal("1 ParticipantJoined Chris, 2 ParticipantLeft Chris", await chris.TranscriptAsync());
        (await ann.DoAsync(chatId, "Accept")).MustBe(6, 404);
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task A_customer_whose_requests_are_all_refused_is_not_gone()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        await using var alive = new KeepAlive(() => chris.DoAsync("SendMessage"));
        await ann.AcceptNextAsync();
        using var dana = await team.CustomerAsync("Dana");
        await using var alsoAlive = new KeepAlive(() => dana.Api.GetAsync($"{dana.Path}/messages?index=x"));
        await ann.AcceptNextAsync();
        using var erin = await team.CustomerAsync("Erin");
        await ann.NextOfferAsync();
        await ann.ExpectAsync("StatusChange Revoked []");               // erin says nothing at all
        Assert.Equal($"Chatting: {team.Ann}, Chris", await chris.StateAsync());
        Assert.Equal($"Chatting: {team.Ann}, Dana", await dana.StateAsync());
    }

    [Fact]
    public async Task A_customer_who_is_gone_while_chatting_leaves_the_agent_behind()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}", "NewMessages 3 ParticipantLeft Chris");
        (await chris.SayAsync("back")).MustBe(2, 400);
        await ann.DoPlainAsync(chatId, "Complete");
        await ann.ExpectAsync("StatusChange Completed []");
    }

    [Fact]
    public async Task A_wrap_up_that_takes_too_long_is_completed_for_the_agent()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        await using var alive = new KeepAlive(chris);
        var chatId = await ann.AcceptNextAsync();
        await ann.DoPlainAsync(chatId, "Leave");
        await ann.ExpectAsync("StatusChange LeftChat [WrapUp]", "ParticipantsUpdated LeftChat [WrapUp]", $"NewMessages 3 ParticipantLeft {team.Ann}", "StatusChange Completed []");
        (await ann.DoAsync(chatId, "Complete")).MustBe(6, 404);
        await ann.NothingMoreAsync();
    }

    [Fact]
    public async Task Supervisors_join_at_once_and_need_not_monitor_to_intrude()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await using var tom = await team.SupervisorAsync(team.Tom);
        _ = (await sue.MonitorAsync(ann, "Coach", ("nickname", "Sue"))).Ok;
        using var chris = await team.CustomerAsync();
        await using var alive = new KeepAlive(chris);
        var chatId = await ann.AcceptNextAsync();
        await sue.ExpectAsync("StatusChange Invited as Coach [Invited]", "StatusChange Chatting [Coach]", $"ParticipantsUpdated Chatting [Coach] {team.Ann}, Sue~Agents, Chris",
            $"NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined {team.Ann}, 3 ParticipantJoined Sue~Agents");
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, Sue~Agents, Chris", "NewMessages 3 ParticipantJoined Sue~Agents");

        var intrude = $"/api/v2/users/{ann.UserId}/chats/{chatId}";
        (await tom.Api.PostAsync(intrude, "Intrude")).MustBe(1, 400);
        _ = (await tom.Api.PostAsync(intrude, "Intrude", ("supervisorVisibilityMode", "BargeIn"))).Ok;
        await tom.ExpectAsync("StatusChange Invited as BargeIn [Invited]");
        await tom.AcceptAsync(chatId);
        await tom.DoPlainAsync(chatId, "SendMessage", ("text", "hi"), ("messageType", "Greeting"));
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, Sue~Agents, {team.Tom}, Chris", $"NewMessages 4 ParticipantJoined {team.Tom}");
        var entry = (await ann.NextAsync())["messages"]![0]!;
        Assert.Equal("Greeting", (string?)entry["messageType"]);
        Assert.EndsWith("+0200", (string?)entry["timestamp"], StringComparison.Ordinal);
        await ann.DoWithReferenceAsync(chatId, "SetDisposition", ("disposition", "Done"));
        Assert.Equal("Done", (string?)(await ann.NextChatAsync("PropertiesUpdated"))["userData"]!["Outcome"]);
    }

    [Fact]
    [Shows("BargeIn")]
    public async Task Several_supervisors_join_the_next_chat_at_once_and_only_who_wants_all_the_one_after()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await using var tom = await team.SupervisorAsync(team.Tom);
        _ = (await sue.MonitorAsync(ann, "Monitor", ("supervisorMonitoringMode", "NextChat"))).Ok;
        _ = (await tom.MonitorAsync(ann, "BargeIn")).Ok;
        using var chris = await team.CustomerAsync();
        await using var alive = new KeepAlive(chris);
        var first = await ann.AcceptNextAsync();
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Tom}, Chris", $"NewMessages 3 ParticipantJoined {team.Tom}");
        foreach (var (supervisor, mode) in new[] { (sue, "Monitor"), (tom, "BargeIn") })
        {
            await supervisor.ExpectAsync($"StatusChange Invited as {mode} [Invited]", $"StatusChange Chatting [{mode}]");
        }

        using var dana = await team.CustomerAsync("Dana");
        await using var alsoAlive = new KeepAlive(dana);
        var second = await ann.AcceptNextAsync();
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Tom}, Dana", $"NewMessages 3 ParticipantJoined {team.Tom}");
        Assert.Equal(2, (await tom.Api.GetAsync("/api/v2/me/chats")).Ok["uris"]!.AsArray().Count);
        Assert.EndsWith(first, (string)(await sue.Api.GetAsync("/api/v2/me/chats")).Ok["uris"]!.AsArray().Single()!, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
    }

    /// <summary>A customer's page that asks something now and then.</summary>
    private sealed class KeepAlive : IAsyncDisposable
    {
        private readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(0.5));
        private readonly Task _reading;

        public KeepAlive(CustomerSide customer) : this(customer.ChatAsync)
        {
        }

        public KeepAlive(Func<Task> ask) => _reading = AskAsync(ask);

        public async ValueTask DisposeAsync()
        {
            _timer.Dispose();
            await _reading;
        }

        private async Task AskAsync(Func<Task> ask)
        {
            while (await _timer.WaitForNextTickAsync())
            {
                await ask();
            }
        }
    }
}
