using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>A request that comes again gets its first answer, although the user or queue that it turned to has gone since (decision 22).</summary>
[Collection(OneAccessServer.Name)]
public sealed class RetriedTargetTests(AccessServer server)
{
    [Fact]
    public async Task What_has_gone_since_then_is_no_matter_to_a_request_that_comes_again()
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        await using var tom = await team.SupervisorAsync(team.Tom);
        await using var bob = await team.SupervisorAsync(team.Bob);
        using var chris = await team.CustomerAsync();
        var first = await ann.AcceptNextAsync();
        using var dana = await team.CustomerAsync("Dana");
        var second = await ann.AcceptNextAsync();
        var (mine, other) = ($"/api/v2/me/chats/{first}", $"/api/v2/me/chats/{second}");
        var byName = ("targetPath", (System.Text.Json.Nodes.JsonNode?)$"/users/{bob.UserId}");
        var into = ("queueName", (System.Text.Json.Nodes.JsonNode?)team.SecondQueue);

        var invited = (await ann.Api.PostOnceAsync("invite", mine, "Invite", byName)).Ok.ToJsonString();
        await bob.NextOfferAsync();
        await bob.AcceptAsync(first);
        var removed = (await ann.Api.PostOnceAsync("remove", mine, "RemoveParticipantFromConference", byName)).Ok.ToJsonString();
        var placed = (await ann.Api.PostOnceAsync("complete", other, "Complete", into)).Ok.ToJsonString();
        await server.ChangeAsync(center =>
        {
            PeopleFile.UserOf(center, team.Bob)["Enabled"] = false;
            var queues = center["Queues"]!.AsArray();
            queues.Remove(queues.Single(q => (string?)q!["Name"] == team.SecondQueue));
        });

        Assert.Equal(invited, (await ann.Api.PostOnceAsync("invite", mine, "Invite", byName)).Ok.ToJsonString());
        Assert.Equal(removed, (await ann.Api.PostOnceAsync("remove", mine, "RemoveParticipantFromConference", byName)).Ok.ToJsonString());
        Assert.Equal(placed, (await ann.Api.PostOnceAsync("complete", other, "Complete", into)).Ok.ToJsonString());
        foreach (var key in new[] { "", "another" })
        {
            (await ann.Api.PostOnceAsync(key, mine, "Invite", byName)).MustBe(2, 400);
            (await ann.Api.PostOnceAsync(key, mine, "RemoveParticipantFromConference", byName)).MustBe(2, 400);
            (await ann.Api.PostOnceAsync(key, mine, "Complete", into)).MustBe(2, 400);
            (await ann.Api.PostOnceAsync(key, "/api/v2/me/chats/ZZZZZZZZZZZZZZZZ", "Complete", into)).MustBe(2, 400);      // a bad value comes before an unknown chat
            (await tom.Api.PostOnceAsync(key, mine, "Invite", byName)).MustBe(2, 400);
        }
    }
}
