using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>Who is no agent any more has neither chats nor offers: both go to somebody who is, and whoever looked on is told that it is over.</summary>
[Collection(OneAccessServer.Name)]
public sealed class LostAgentTests(AccessServer server)
{
    [Fact]
    public async Task A_reload_takes_open_chats_and_offers_from_who_is_no_agent_any_more()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var sue = await team.SupervisorAsync(team.Sue);
        using var chris = await team.CustomerAsync();
        var open = await ann.AcceptNextAsync();
        await sue.IntrudeAsync(ann, open, "Monitor");
        using var dana = await team.CustomerAsync("Dana");
        var offered = await ann.NextOfferAsync();
        await using var bob = await team.ReadyAsync(team.Bob);
        _ = (await chris.SayAsync("before")).Ok;
        await sue.ExpectAsync("NewMessages 4 Text Chris before");

        await server.ChangeAsync(center => PeopleFile.UserOf(center, team.Ann)["Roles"] = new JsonArray("supervisor"));

        // Both go to the other agent, and the customers see an agent go and an agent come.
        Assert.Equal(new[] { open, offered }.Order(), new[] { await bob.NextOfferAsync(), await bob.NextOfferAsync() }.Order());
        Assert.Equal("WaitingForAgent: Chris", await chris.StateAsync());
        Assert.Contains($"ParticipantLeft {team.Ann}", await chris.TranscriptAsync(), StringComparison.Ordinal);
        await sue.ExpectAsync("StatusChange Revoked []");
        await bob.DoAsync(open, "Accept");
        Assert.Equal($"Chatting: {team.Bob}, Chris", await chris.StateAsync());
        _ = (await chris.SayAsync("after")).Ok;

        // Her notification session ended with the login; she may log in, and has nothing.
        await ann.EndedAsync();
        Assert.DoesNotContain(ann.Unread(), static data => data.ToJsonString().Contains("after", StringComparison.Ordinal));
        await sue.NothingMoreAsync();
        Assert.Equal("[]", (await ann.Api.GetAsync("/api/v2/me/chats")).Ok["uris"]!.ToJsonString());
        (await ann.DoAsync(open, "SendMessage", ("text", "x"))).MustBe(6, 404);
        (await ann.DoAsync(offered, "Accept")).MustBe(6, 404);
    }
}
