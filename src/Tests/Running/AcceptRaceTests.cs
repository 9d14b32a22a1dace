using OrleansChat.Tests.Operations;

namespace OrleansChat.Tests.Running;

/// <summary>Several answers to one offer at the same time: one is done, the others are refused, and the chat has one owner.</summary>
[Collection(OneServer.Name)]
public sealed class AcceptRaceTests(TeamServer server)
{
    private const int Rounds = 25;

    [Fact]
    public async Task One_of_many_answers_to_an_offer_wins()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.OpenAsync(team.Bob);
        await using var ear = await Listener.OpenAsync(ann.Api);
        for (var round = 0; round < Rounds; round++)
        {
            using var chris = await team.CustomerAsync();
            var chat = $"/api/v2/me/chats/{await OfferAsync(ear)}";
            var withReject = round % 2 == 1;
            var answers = await Task.WhenAll(
            [
                ann.Api.PostAsync(chat, "Accept"), ann.Api.PostAsync(chat, withReject ? "Reject" : "Accept"), ann.Api.PostAsync(chat, "Accept"), ann.Api.PostAsync(chat, withReject ? "Reject" : "Accept"),
                bob.Api.PostAsync(chat, "Accept"), bob.Api.PostAsync(chat, "Reject"),
            ]);
            var codes = answers.Select(static a => a.StatusCode).ToList();
            Assert.Equal([6, 6], codes[4..]);
            Assert.Equal(0, Assert.Single(codes[..4], static code => code == 0));
            var rejected = withReject && (codes[1] == 0 || codes[3] == 0);
            Assert.All(codes[..4].Where(static code => code != 0), code => Assert.Contains(code, new[] { 2, rejected ? 6 : 2 }));     // rejected, it is not there any more
            Assert.Equal(rejected ? "WaitingForAgent: Chris" : $"Chatting: {team.Ann}, Chris", await chris.StateAsync());
            _ = (await chris.DoAsync("Complete")).Ok;
            if (!rejected) _ = (await ann.Api.PostAsync(chat, "Complete")).Ok;
        }
    }

    /// <summary>Two agents for one chat: who takes it over, and who gives it up or ends it meanwhile.</summary>
    [Fact]
    public async Task A_transfer_is_taken_or_ended_and_never_both()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var bob = await team.SupervisorAsync(team.Bob);
        await using var ear = await Listener.OpenAsync(ann.Api);
        for (var round = 0; round < Rounds; round++)
        {
            using var chris = await team.CustomerAsync();
            var chat = $"/api/v2/me/chats/{await OfferAsync(ear)}";
            _ = (await ann.Api.PostAsync(chat, "Accept")).Ok;
            _ = (await ann.Api.PostAsync(chat, "Transfer", ("targetPath", $"/users/{bob.UserId}"))).Ok;
            var answers = await Task.WhenAll(bob.Api.PostAsync(chat, "Accept"), ann.Api.PostAsync(chat, "Complete"), bob.Api.PostAsync(chat, "Accept"));
            var (taken, ended) = (answers.Count(static a => a.StatusCode == 0) == 1 && answers[1].StatusCode != 0, answers[1].StatusCode == 0);
            Assert.True(taken != ended, string.Join(' ', answers.Select(static a => a.StatusCode)));
            Assert.All(answers.Where(static a => a.StatusCode != 0), static a => Assert.Contains(a.StatusCode, new[] { 2, 6 }));
            Assert.Equal(taken ? $"Chatting: {team.Bob}, Chris" : "Idle", await chris.StateAsync());
            (await ann.Api.GetAsync(chat)).MustBe(6, 404);
            if (taken) _ = (await bob.Api.PostAsync(chat, "Complete")).Ok;
            else (await bob.Api.GetAsync(chat)).MustBe(6, 404);
        }
    }

    private static async Task<string> OfferAsync(Listener ear) => (string)(await ear.UntilAsync(static n => (string?)n["chat"]?["state"] == "Invited"))["chat"]!["id"]!;
}
