using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.Running;

/// <summary>Monitoring, Intrude and the three switches (contract rows 24–31) in their course, beside what the tables in <c>Operations</c> say.</summary>
[Collection(OneServer.Name)]
public sealed class SupervisionTests(TeamServer server)
{
    [Fact]
    [Shows("SwitchToMonitor", "SwitchToBargeIn", "SwitchBargeIn")]
    public async Task Switches_are_for_supervisors_in_the_chat()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        foreach (var to in new[] { "SwitchToMonitor", "SwitchToCoach", "SwitchToBargeIn", "SwitchBargeIn" })
        {
            (await ann.DoAsync(chatId, to)).MustBe(3, 403);
            (await sue.DoAsync(chatId, to)).MustBe(6, 404);
            (await chris.DoAsync(to)).MustBe(2, 400);
        }

        _ = (await sue.MonitorAsync(ann, "Coach")).Ok;
        _ = (await sue.Api.PostAsync(Path(ann.UserId, chatId), "Intrude")).Ok;
        await sue.ExpectAsync("StatusChange Invited as Coach [Invited]");
        (await sue.DoAsync(chatId, "SwitchToMonitor")).MustBe(2, 400);
        await sue.AcceptAsync(chatId);
        string[] path = ["SwitchToMonitor", "SwitchBargeIn", "SwitchToCoach", "SwitchToBargeIn", "SwitchToMonitor", "SwitchToCoach"];
        string[] lists = ["Monitor", "BargeIn", "Coach", "BargeIn", "Monitor", "Coach"];
        var participantIds = new HashSet<string>();
        foreach (var (to, list) in path.Zip(lists))
        {
            await sue.DoPlainAsync(chatId, to);
            var told = await sue.NextAsync();
            Assert.StartsWith($"ParticipantsUpdated Chatting [{list}]", NotificationText.Of(told), StringComparison.Ordinal);
            participantIds.Add((string)told["chat"]!["participants"]![1]!["participantId"]!);
            Assert.Contains("ParticipantRejoined", await sue.NextEntriesAsync(), StringComparison.Ordinal);
        }

        Assert.Single(participantIds);
        (await sue.DoAsync(chatId, "Complete")).MustBe(3, 403);
        await sue.DoPlainAsync(chatId, "Leave");
        await sue.ExpectAsync("StatusChange Completed []");
        (await sue.DoAsync(chatId, "SwitchToMonitor")).MustBe(6, 404);
        await sue.NothingMoreAsync();
    }

    [Fact]
    [Shows("Monitor", "CancelSupervisorMonitoring")]
    public async Task NextChat_holds_for_one_chat_and_AllChats_until_cancelled()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await using var tom = await team.SupervisorAsync(team.Tom);
        _ = (await sue.MonitorAsync(ann, "BargeIn")).Ok;                 // replaced by the next
        _ = (await sue.MonitorAsync(ann, "Coach", ("supervisorMonitoringMode", "NextChat"), ("nickname", "Coach Sue"))).Ok;
        _ = (await tom.MonitorAsync(ann, "Monitor")).Ok;
        using var chris = await team.CustomerAsync();
        var first = await ann.AcceptNextAsync();
        await sue.ExpectAsync("StatusChange Invited as Coach [Invited]");
        await tom.ExpectAsync("StatusChange Invited as Monitor [Invited]");
        await sue.AcceptAsync(first);
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, Coach Sue~Agents, Chris", "NewMessages 3 ParticipantJoined Coach Sue~Agents");
        await tom.DoPlainAsync(first, "Reject");
        await tom.ExpectAsync("StatusChange Completed []");

        using var dana = await team.CustomerAsync("Dana");
        var second = await ann.AcceptNextAsync();
        await tom.ExpectAsync("StatusChange Invited as Monitor [Invited]");
        (await sue.MonitorAsync(ann, "CancelSupervisorMonitoring")).MustBe(2, 400);   // used up
        _ = (await tom.MonitorAsync(ann, "CancelSupervisorMonitoring")).Ok;
        await tom.AcceptAsync(second);                                   // cancelling does not eject

        using var erin = await team.CustomerAsync("Erin");
        await ann.AcceptNextAsync();
        await tom.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    public async Task Supervisors_see_each_other_and_stay_until_the_chat_ends()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await using var tom = await team.SupervisorAsync(team.Tom);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Monitor");
        await tom.IntrudeAsync(ann, chatId, "Coach");
        await sue.ExpectAsync($"ParticipantsUpdated Chatting [Monitor] {team.Ann}, {team.Sue}~Supervisors, {team.Tom}~Agents, Chris", $"NewMessages 4 ParticipantJoined {team.Tom}~Agents");
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Tom}~Agents, Chris", $"NewMessages 3 ParticipantJoined {team.Tom}~Agents");
        await sue.DoPlainAsync(chatId, "SendToAgents", ("text", "Tom, step in"));
        await tom.ExpectAsync($"NewMessages 5 Text {team.Sue}~Supervisors (Supervisors) Tom, step in");
        await tom.DoPlainAsync(chatId, "SwitchToBargeIn");
        await tom.ExpectAsync($"ParticipantsUpdated Chatting [BargeIn] {team.Ann}, {team.Sue}~Supervisors, {team.Tom}, Chris", $"NewMessages 6 ParticipantRejoined {team.Tom}");
        Assert.Equal($"Chatting: {team.Ann}, {team.Tom}, Chris", await chris.StateAsync());

        await tom.DoPlainAsync(chatId, "Leave");
        await tom.ExpectAsync("StatusChange Completed []");
        Assert.Equal($"3 ParticipantJoined {team.Tom}, 4 ParticipantLeft {team.Tom}", await chris.TranscriptAsync(3));
        await ann.DoPlainAsync(chatId, "Complete");
        await sue.ExpectAsync(
            $"NewMessages 5 Text {team.Sue}~Supervisors (Supervisors) Tom, step in",
            $"ParticipantsUpdated Chatting [Monitor] {team.Ann}, {team.Sue}~Supervisors, {team.Tom}, Chris", $"NewMessages 6 ParticipantRejoined {team.Tom}",
            $"ParticipantsUpdated Chatting [Monitor] {team.Ann}, {team.Sue}~Supervisors, Chris", $"NewMessages 7 ParticipantLeft {team.Tom}",
            "StatusChange Revoked []");
        await sue.NothingMoreAsync();
        await tom.NothingMoreAsync();
    }

    [Fact]
    public async Task A_supervisor_who_logs_out_leaves_and_monitors_no_more()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "BargeIn");
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Sue}, Chris", $"NewMessages 3 ParticipantJoined {team.Sue}");
        _ = (await sue.Api.PostAsync("/api/v2/me", "EndContactCenterSession")).Ok;
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, Chris", $"NewMessages 4 ParticipantLeft {team.Sue}");
        await using var again = await team.SupervisorAsync(team.Sue);
        (await again.MonitorAsync(ann, "CancelSupervisorMonitoring")).MustBe(2, 400);
        (await again.Api.PostAsync(Path(ann.UserId, chatId), "Intrude")).MustBe(3, 403);
    }

    private static string Path(string userId, string chatId) => $"/api/v2/users/{userId}/chats/{chatId}";
}
