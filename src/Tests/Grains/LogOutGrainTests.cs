using OrleansChat.Domain.People;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.People;

namespace OrleansChat.Tests.Grains;

/// <summary>The end of a login ends its notification sessions, whatever fails on the way; so does the loss of the right to be in.</summary>
public sealed class LogOutGrainTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task A_log_out_that_the_inbox_could_not_follow_is_told_until_it_has(bool everywhere, bool userIsLost)
    {
        var (inbox, user, userId) = (world.Inbox("agent1"), world.User("agent1"), world.IdOf("agent1"));
        var loginId = LoginId.Of(await user.LoginGenerationAsync(), Guid.NewGuid().ToString("N"));
        var clientId = (await inbox.HandshakeAsync(true, ConnectionKind.LongPolling, loginId)).ClientId!;
        world.Journal.KeepsSessionsOf = userId;
        _ = everywhere ? await user.EndLoginsAsync(withSession: true) : await user.EndSessionAsync(loginId);
        await user.WaitForTellingAsync();
        Assert.True(await inbox.KnowsAsync(clientId));                  // a new activation has it from its row

        world.Journal.KeepsSessionsOf = null;
        await world.Journal.FlushAsync();
        if (userIsLost)
        {
            await GrainWorld.DeactivateAsync(user);                     // the watermark is behind: the next activation tells it
        }

        await user.WakeAsync();
        await user.WaitForTellingAsync();
        Assert.False(await inbox.KnowsAsync(clientId));
        Assert.Empty(await world.Journal.ReadSessionsAsync(userId));
    }

    [Fact]
    public async Task The_end_of_all_logins_that_is_told_late_spares_what_began_after_it()
    {
        var (inbox, user, userId) = (world.Inbox("agent2"), world.User("agent2"), world.IdOf("agent2"));
        var before = (await inbox.HandshakeAsync(true, ConnectionKind.LongPolling, LoginId.Of(0, "before"))).ClientId!;
        world.Journal.KeepsSessionsOf = userId;
        await user.EndLoginsAsync(withSession: true);
        await user.WaitForTellingAsync();
        var after = (await inbox.HandshakeAsync(true, ConnectionKind.LongPolling, LoginId.Of(1, "after"))).ClientId!;
        world.Journal.KeepsSessionsOf = null;
        await user.WakeAsync();
        await user.WaitForTellingAsync();
        Assert.Equal((false, true), (await inbox.KnowsAsync(before), await inbox.KnowsAsync(after)));
        Assert.True(await inbox.DisconnectAsync(after));
    }

    [Fact]
    public async Task A_loss_that_cannot_be_taken_holds_up_nobody_elses_and_no_later_change()
    {
        var people = world.Grains.GetGrain<IPeopleGrain>(IPeopleGrain.Key);
        var (stuck, other, later) = (world.IdOf("agent3"), world.IdOf("agent4"), world.IdOf("agent5"));
        await people.ReviewAsync();
        world.Journal.BrokenStream = $"user/{stuck}";
        Disable("agent3", "agent4");
        await people.ReviewAsync();
        Assert.Equal((0, 1), (await GenerationAsync(stuck), await GenerationAsync(other)));

        Disable("agent3", "agent4", "agent5");
        await people.ReviewAsync();
        await people.ReviewAsync();
        Assert.Equal((0, 1, 1), (await GenerationAsync(stuck), await GenerationAsync(other), await GenerationAsync(later)));

        world.Journal.BrokenStream = null;
        await world.Journal.FlushAsync();
        await GrainWorld.DeactivateAsync(people);                       // reads both changes again, for the first was not taken in full
        await people.ReviewAsync();
        Assert.Equal((1, 1, 1), (await GenerationAsync(stuck), await GenerationAsync(other), await GenerationAsync(later)));
        await world.Journal.FlushAsync();
        var head = (await world.Journal.ReadHeadAsync("people/all"))!;
        Assert.Equal(head.Version, head.ToldVersion);

        Task<int> GenerationAsync(string userId) => world.Grains.GetGrain<OrleansChat.Grains.Interfaces.Users.IUserGrain>(userId).LoginGenerationAsync();
    }

    private void Disable(params string[] userNames)
    {
        var center = DemoPeople.Settings("-").ContactCenters[0];
        var users = center.Users.Where(u => !userNames.Contains(u.UserName)).ToList();
        var groups = center.Groups.Select(g => new GroupSettings { Name = g.Name, Agents = [.. g.Agents.Except(userNames)], Supervisors = g.Supervisors });
        world.InForce.Replace(PeopleDirectory.Build(new PeopleSettings
        {
            ContactCenters = [new ContactCenterSettings { Id = center.Id, DefaultQueue = center.DefaultQueue, Users = users, Groups = [.. groups], Queues = center.Queues }],
        }).Directory!);
    }
}
