using OrleansChat.Domain.People;

namespace OrleansChat.Tests.Domain;

/// <summary>What is not taken yet: one of each user, tried again less and less often, while everybody else's goes on.</summary>
public sealed class OpenLossesTests
{
    private const string Center = "11111111-1111-1111-1111-111111111111";
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void What_fails_holds_up_the_watermark_and_nobody_else()
    {
        var open = OpenLosses.None.With(4, [Of("ann"), Of("bob")]);
        Assert.Equal(["ann", "bob"], DueAt(open, Start));
        var (ann, bob) = (open.DueAt(Start)[0], open.DueAt(Start)[1]);
        open = open.Failed(ann, Start).Taken(bob);
        Assert.Empty(DueAt(open, Start));
        Assert.Equal(3, open.AllTakenUpTo(4));
        open = open.With(5, [Of("cid")]);
        Assert.Equal(["cid"], DueAt(open, Start));
        open = open.Taken(open.DueAt(Start)[0]);
        Assert.Equal(3, open.AllTakenUpTo(5));
        open = open.Taken(Assert.Single(open.DueAt(Start.AddSeconds(1))));
        Assert.Equal(5, open.AllTakenUpTo(5));
    }

    [Fact]
    public void The_pause_doubles_up_to_a_minute()
    {
        var (open, now) = (OpenLosses.None.With(1, [Of("ann")]), Start);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60, 60 })
        {
            open = open.Failed(Assert.Single(open.DueAt(now)), now);
            Assert.Empty(open.DueAt(now.AddSeconds(seconds).AddTicks(-1)));
            now = now.AddSeconds(seconds);
        }

        Assert.Equal(9, Assert.Single(open.DueAt(now)).Tries);
    }

    [Fact]
    public void Who_loses_more_meanwhile_loses_all_of_it_at_once()
    {
        var open = OpenLosses.None.With(1, [Of("ann", agents: ["b"])]);
        open = open.Failed(open.DueAt(Start)[0], Start).With(2, [Of("ann", isGone: true, agents: ["a", "b"])]);
        var due = Assert.Single(open.DueAt(Start));
        Assert.Equal((1, 2, 1, true), (due.SinceVersion, due.ThroughVersion, due.Tries, due.Loss.IsGone));
        Assert.Equal(["a", "b"], due.Loss.Agents.AsEnumerable());
        Assert.Equal(0, open.AllTakenUpTo(2));
    }

    [Fact]
    public void An_agent_who_has_come_back_keeps_their_chats_and_has_lost_the_rest()
    {
        var loss = Of("ann", isGone: true, agents: ["b"]) with { UserId = PeopleDirectory.UserIdOf(Center, "ann") };
        Assert.Equal(loss, loss.StillLost(People()));
        Assert.Equal(loss, loss.StillLost(People("supervisor")));
        Assert.Equal(loss with { IsGone = false }, loss.StillLost(People("supervisor", "agent")));
    }

    /// <summary>With ann in these roles; without any she is not there.</summary>
    private static PeopleDirectory People(params string[] roles)
    {
        IList<UserSettings> users = roles.Length == 0 ? [] : [new UserSettings { UserName = "ann", PasswordHash = "h", Roles = [.. roles] }];
        var center = new ContactCenterSettings { Id = Center, Queues = [new QueueSettings { Name = "q" }], Users = users };
        return PeopleDirectory.Build(new PeopleSettings { ContactCenters = [center] }).Directory!;
    }

    private static string[] DueAt(OpenLosses open, DateTimeOffset now) => [.. open.DueAt(now).Select(static o => o.Loss.UserId)];

    private static Loss Of(string userId, bool isGone = false, params string[] agents) => new(userId, isGone, isGone, EndsLogins: true, [.. agents]);
}
