using System.Text.Json.Nodes;
using OrleansChat.Domain.People;

namespace OrleansChat.Tests.Running;

/// <summary>Transfer, Invite, Consult, CancelConsult (contract rows 14–17): what each party is told in order, and who is refused in which order.</summary>
[Collection(OneServer.Name)]
public sealed class AskingTests(TeamServer server)
{
    [Fact]
    public async Task A_transfer_to_a_user_is_done_when_they_accept_and_an_error_when_they_reject()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.SupervisorAsync(team.Bob);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Monitor");

        var first = await ann.DoWithReferenceAsync(chatId, "Transfer", ("targetUri", $"{TeamServer.ExternalUrl}/api/v2/users/{bob.UserId}"), ("text", "Bob can help"));
        await ann.ExpectAsync($"NewMessages 3 Text {team.Ann} Bob can help ref {first}");
        await sue.ExpectAsync($"NewMessages 4 Text {team.Ann} Bob can help");
        await bob.ExpectAsync("StatusChange Invited [Invited]");
        await bob.DoPlainAsync(chatId, "Reject");
        await bob.ExpectAsync("StatusChange Completed []");
        await ann.ExpectAsync($"Error Chatting [Agent] {team.Ann}, Chris 'The invitation was rejected.' ref {first}");

        var second = await ann.DoWithReferenceAsync(chatId, "Transfer", ("targetPath", $"/users/{bob.UserId}"));
        await bob.ExpectAsync("StatusChange Invited [Invited]");
        var accepted = await bob.DoWithReferenceAsync(chatId, "Accept");
        await bob.ExpectAsync(
            $"StatusChange Chatting [Agent] ref {accepted}",
            $"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Bob}, Chris ref {accepted}",
            $"NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined {team.Ann}, 3 Text {team.Ann} Bob can help, 4 ParticipantJoined {team.Bob} ref {accepted}",
            $"ParticipantsUpdated Chatting [Agent] {team.Bob}, Chris",
            $"NewMessages 5 ParticipantLeft {team.Ann}");
        await ann.ExpectAsync(
            $"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Bob}, Chris ref {second}",
            $"NewMessages 4 ParticipantJoined {team.Bob} ref {second}",
            $"StatusChange Completed [] ref {second}");
        await sue.ExpectAsync(
            $"ParticipantsUpdated Chatting [Monitor] {team.Ann}, {team.Sue}~Supervisors, {team.Bob}, Chris", $"NewMessages 5 ParticipantJoined {team.Bob}",
            $"ParticipantsUpdated Chatting [Monitor] {team.Sue}~Supervisors, {team.Bob}, Chris", $"NewMessages 6 ParticipantLeft {team.Ann}");
        Assert.Equal($"2 ParticipantJoined {team.Ann}, 3 Text {team.Ann} Bob can help, 4 ParticipantJoined {team.Bob}, 5 ParticipantLeft {team.Ann}", await chris.TranscriptAsync(2));
        Assert.Equal($"Chatting: {team.Bob}, Chris", await chris.StateAsync());
        (await ann.DoAsync(chatId, "SendMessage", ("text", "x"))).MustBe(6, 404);
        Assert.Equal("""{"statusCode":0,"uris":[]}""", (await ann.Api.GetAsync("/api/v2/me/chats")).Ok.ToJsonString());
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    public async Task A_transfer_to_a_queue_is_done_at_once_and_the_customer_waits_for_the_next()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Coach");
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Sue}~Agents, Chris", $"NewMessages 3 ParticipantJoined {team.Sue}~Agents");
        (await sue.DoAsync(chatId, "Transfer", ("queueName", team.SecondQueue))).MustBe(3, 403);
        var transferred = await ann.DoWithReferenceAsync(chatId, "Transfer", ("targetUri", $"/queues/{team.SecondQueue}"), ("text", "one moment"));
        await ann.ExpectAsync($"NewMessages 4 Text {team.Ann} one moment ref {transferred}", $"StatusChange Completed [] ref {transferred}");
        await sue.ExpectAsync($"NewMessages 4 Text {team.Ann} one moment", "StatusChange Revoked []");
        Assert.Equal("WaitingForAgent: Chris", await chris.StateAsync());
        _ = (await chris.SayAsync("still here")).Ok;
        await using var bob = await team.ReadyAsync(team.Bob);
        Assert.Equal(chatId, await bob.AcceptNextAsync());
        Assert.Equal($"3 Text {team.Ann} one moment, 4 ParticipantLeft {team.Ann}, 5 Text Chris still here, 6 ParticipantJoined {team.Bob}", await chris.TranscriptAsync(3));
        await ann.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    public async Task A_consultant_is_hidden_from_the_customer_until_invited_by_name()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.SupervisorAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        var before = await chris.EverythingAsync();
        await ann.DoWithReferenceAsync(chatId, "Consult", ("targetPath", $"/users/{bob.UserId}"));
        await bob.ExpectAsync("StatusChange Invited [Invited]");
        await ann.DoWithReferenceAsync(chatId, "CancelConsult");
        await bob.ExpectAsync("StatusChange Revoked []");
        (await ann.DoAsync(chatId, "CancelConsult")).MustBe(2, 400);
        (await bob.DoAsync(chatId, "CancelConsult")).MustBe(6, 404);

        var consulted = await ann.DoWithReferenceAsync(chatId, "Consult", ("targetUri", $"http://localhost:8080/api/v2/users/{bob.UserId}"));
        await bob.ExpectAsync("StatusChange Invited [Invited]");
        var accepted = await bob.DoWithReferenceAsync(chatId, "Accept");
        await bob.ExpectAsync($"StatusChange Chatting [Agent] ref {accepted}", $"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Bob}~Agents, Chris ref {accepted}",
            $"NewMessages 1 ParticipantJoined Chris, 2 ParticipantJoined {team.Ann}, 3 ParticipantJoined {team.Bob}~Agents ref {accepted}");
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Bob}~Agents, Chris ref {consulted}", $"NewMessages 3 ParticipantJoined {team.Bob}~Agents ref {consulted}");
        await bob.DoPlainAsync(chatId, "SendMessage", ("text", "for you alone"));
        await ann.ExpectAsync($"NewMessages 4 Text {team.Bob}~Agents (Agents) for you alone");
        await bob.ExpectAsync($"NewMessages 4 Text {team.Bob}~Agents (Agents) for you alone");
        (await ann.DoAsync(chatId, "CancelConsult")).MustBe(2, 400);
        (await bob.DoAsync(chatId, "Complete")).MustBe(3, 403);
        Assert.Equal(before, await chris.EverythingAsync());

        var invited = await ann.DoWithReferenceAsync(chatId, "Invite", ("targetUri", $"/users/{bob.UserId}"));
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Bob}, Chris ref {invited}", $"NewMessages 5 ParticipantRejoined {team.Bob} ref {invited}");
        await bob.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Bob}, Chris", $"NewMessages 5 ParticipantRejoined {team.Bob}");
        Assert.Equal($"3 ParticipantJoined {team.Bob}", await chris.TranscriptAsync(3));
        await ann.DoPlainAsync(chatId, "Leave");
        await ann.ExpectAsync("StatusChange Completed []");
        await bob.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Bob}, Chris", $"NewMessages 6 ParticipantLeft {team.Ann}");
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task A_queue_that_is_asked_sends_one_of_its_agents()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        var invited = await ann.DoWithReferenceAsync(chatId, "Invite", ("queueName", team.SecondQueue));
        (await ann.DoAsync(chatId, "Consult", ("targetPath", $"/contacts/{team.SecondQueue}"))).MustBe(2, 400);
        await using var bob = await team.ReadyAsync(team.Bob);
        Assert.Equal(chatId, await bob.AcceptNextAsync());
        await ann.ExpectAsync($"ParticipantsUpdated Chatting [Agent] {team.Ann}, {team.Bob}, Chris ref {invited}", $"NewMessages 3 ParticipantJoined {team.Bob} ref {invited}");
        Assert.Equal($"Chatting: {team.Ann}, {team.Bob}, Chris", await chris.StateAsync());
        await ann.NothingMoreAsync();
        await bob.NothingMoreAsync();
    }

    [Fact]
    public async Task Each_asking_is_refused_in_this_order()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.OpenAsync(team.Bob);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Monitor");
        var (known, nobody) = ($"/users/{bob.UserId}", $"/users/{new string('0', 32)}");
        var foreigner = $"/users/{PeopleDirectory.UserIdOf(Team.OtherContactCenterId, "foreigner")}";
        foreach (var operation in new[] { "Transfer", "Invite", "Consult" })
        {
            await RefusedAsync(bob, "0000000000000000", operation, [], 1, 400);                                        // no target: before anything else
            await RefusedAsync(bob, "0000000000000000", operation, [("targetUri", known), ("queueName", team.Queue)], 2, 400);
            await RefusedAsync(bob, "0000000000000000", operation, [("targetUri", nobody)], 2, 400);
            await RefusedAsync(bob, "0000000000000000", operation, [("targetPath", foreigner)], 2, 400);
            await RefusedAsync(bob, "0000000000000000", operation, [("queueName", "abroad")], 2, 400);
            await RefusedAsync(bob, chatId, operation, [("targetUri", $"/users/{ann.UserId}")], 6, 404);               // not the caller's chat
            await RefusedAsync(sue, chatId, operation, [("targetUri", known)], 3, 403);                                // a monitor
            await RefusedAsync(sue, chatId, operation, [("queueName", team.Queue)], 3, 403);
            await RefusedAsync(ann, chatId, operation, [("targetUri", $"/users/{ann.UserId}")], 2, 400);               // oneself
            await RefusedAsync(ann, chatId, operation, [("targetUri", known)], 2, 400);                                // not logged in
        }

        (await sue.DoAsync(chatId, "CancelConsult")).MustBe(2, 400);
        await using var tom = await team.SupervisorAsync(team.Tom);
        _ = (await tom.Api.PostAsync("/api/v2/me/channels/chat", "DoNotDisturbOn")).Ok;
        await tom.ExpectAsync("Channel chat NotReady On");
        await RefusedAsync(ann, chatId, "Invite", [("targetUri", $"/users/{tom.UserId}")], 2, 400);
        _ = (await tom.Api.PostAsync("/api/v2/me/channels/chat", "Offline")).Ok;
        await tom.ExpectAsync("Channel chat LoggedOut");
        await RefusedAsync(ann, chatId, "Invite", [("targetUri", $"/users/{tom.UserId}")], 2, 400);
        await ann.NothingMoreAsync();
        await sue.NothingMoreAsync();
    }

    [Fact]
    public async Task A_supervisor_inside_is_invited_like_one_outside_and_the_invitation_waits_for_them()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        await using var tom = await team.SupervisorAsync(team.Tom);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, chatId, "Monitor");
        var before = await ann.EverythingAsync(chatId);
        var answers = new List<string>();
        foreach (var supervisor in new[] { sue, tom })
        {
            for (var again = 0; again < 2; again++)
            {
                var answer = await ann.DoAsync(chatId, "Invite", ("targetPath", $"/users/{supervisor.UserId}"));
                answers.Add($"{answer.Http} {answer.StatusCode} {answer.Body["statusMessage"]} {string.Join(' ', answer.Body.Select(static p => p.Key))}");
            }
        }

        Assert.Equal(answers.Take(2), answers.Skip(2));
        Assert.Equal(before, await ann.EverythingAsync(chatId));
        await tom.ExpectAsync("StatusChange Invited [Invited]");
        await sue.DoPlainAsync(chatId, "Leave");
        await sue.ExpectAsync("StatusChange Completed []", "StatusChange Invited [Invited]");
        await sue.AcceptAsync(chatId, "Sue");
        Assert.Equal("ParticipantsUpdated", (string?)(await ann.NextAsync())["notificationType"]);
        Assert.Equal("3 ParticipantJoined Sue", await ann.NextEntriesAsync());
        Assert.Equal("3 ParticipantJoined Sue", await chris.TranscriptAsync(3));
        await ann.NothingMoreAsync();
    }

    private static async Task RefusedAsync(Desk caller, string chatId, string operation, (string, JsonNode?)[] parameters, int statusCode, int http) =>
        (await caller.DoAsync(chatId, operation, parameters)).MustBe(statusCode, http);
}
