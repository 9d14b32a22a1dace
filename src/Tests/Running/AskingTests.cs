namespace OrleansChat.Tests.Running;

/// <summary>Who can be asked into a chat (contract rows 14–16), beside what the tables in <c>Operations</c> say.</summary>
[Collection(OneServer.Name)]
public sealed class AskingTests(TeamServer server)
{
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

    [Fact]
    public async Task Who_does_not_want_to_be_disturbed_or_is_logged_out_is_not_available()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.SupervisorAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        foreach (var (operation, told) in new[] { ("DoNotDisturbOn", "Channel chat NotReady On"), ("Offline", "Channel chat LoggedOut") })
        {
            _ = (await bob.Api.PostAsync("/api/v2/me/channels/chat", operation)).Ok;
            await bob.ExpectAsync(told);
            foreach (var asking in new[] { "Transfer", "Invite", "Consult" })
            {
                (await ann.DoAsync(chatId, asking, ("targetUri", $"/users/{bob.UserId}"))).MustBe(2, 400);
            }
        }

        await ann.NothingMoreAsync();
    }
}
