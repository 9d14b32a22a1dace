using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Users;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>What a new configuration takes from whom, and what becomes of an agent's chats.</summary>
public sealed class GoneForGoodTests
{
    private const string Center = "11111111-1111-1111-1111-111111111111";

    [Fact]
    public void A_loss_says_what_ends()
    {
        var before = Standings(("ann", "h", ["agent"]), ("bob", "h", ["agent"]), ("cid", "h", ["agent", "admin"]), ("dot", "h", ["agent"]), ("sue", "h", ["supervisor"]), ("tom", "h", ["supervisor"]));
        var after = Standings(("bob", "other", ["agent"]), ("cid", "h", ["agent"]), ("dot", "h", ["supervisor"]), ("sue", "h", ["supervisor", "admin"]), ("new", "h", ["agent"]));
        var losses = Loss.Between(before, after).ToDictionary(static l => l.UserId);
        Assert.Equal(new[] { "ann", "bob", "cid", "dot", "sue", "tom" }.Select(Id).Order(StringComparer.Ordinal), losses.Keys);
        Assert.Equal("gone session logins 0", Words("ann"));
        Assert.Equal("logins 0", Words("bob"));
        Assert.Equal("session logins 0", Words("cid"));
        Assert.Equal("gone session logins 0", Words("dot"));
        Assert.Equal("2", Words("sue"));                                // ann went, and dot left the group
        Assert.Equal("gone session logins 4", Words("tom"));
        Assert.Empty(Loss.Between(after, after));
        Assert.Empty(Loss.Between(ImmutableSortedDictionary<string, Standing>.Empty, after));

        string Words(string name) => losses[Id(name)] is var loss
            ? $"{(loss.IsGone ? "gone " : "")}{(loss.EndsSession ? "session " : "")}{(loss.EndsLogins ? "logins " : "")}{loss.Agents.Length}" : "";
    }

    [Fact]
    public void A_login_of_before_the_end_of_all_is_over_and_one_of_after_is_not()
    {
        var at = DateTimeOffset.UnixEpoch.AddSeconds(100);
        var user = User.Evolve(User.Evolve(UserState.New, new UserEvent.LoginEnded(LoginId.Of(0, "x"), at)), new UserEvent.LoginsEnded(at));
        foreach (var over in new[] { LoginId.Of(0, "a"), LoginId.Of(0, "x"), "login", "", LoginId.OfToken(at, "a"), LoginId.OfToken(at.AddSeconds(-5), "a") })
        {
            Assert.True(EndedLogins.Of(user).Has(over), over);
        }

        Assert.False(EndedLogins.Of(user).Has(LoginId.Of(1, "a")));
        Assert.False(EndedLogins.Of(user).Has(LoginId.OfToken(at.AddSeconds(1), "a")));
        Assert.True(EndedLogins.Of(User.Evolve(user, new UserEvent.LoginEnded(LoginId.Of(1, "a"), at))).Has(LoginId.Of(1, "a")));
        Assert.False(EndedLogins.Of(UserState.New).Has(LoginId.OfToken(DateTimeOffset.UnixEpoch, "a")));
    }

    [Fact]
    public void A_token_that_was_logged_out_by_itself_stays_so_when_all_logins_end()
    {
        var at = DateTimeOffset.UnixEpoch.AddSeconds(100);
        var (young, old) = (LoginId.OfToken(at.AddSeconds(20), "young"), LoginId.OfToken(at.AddSeconds(-20), "old"));
        UserEvent[] events = [new UserEvent.LoginEnded(young, at), new UserEvent.LoginEnded(old, at), new UserEvent.LoginEnded(LoginId.Of(0, "x"), at), new UserEvent.LoginsEnded(at)];
        var user = events.Aggregate(UserState.New, User.Evolve);
        Assert.True(EndedLogins.Of(user).Has(young));
        Assert.True(EndedLogins.Of(user).Has(old));
        Assert.Equal([young], user.EndedLogins.AsEnumerable());
    }

    [Fact]
    public void A_change_of_the_people_ends_a_users_logins_once()
    {
        var user = UserWorld.InSession();
        Assert.Equal("SessionEnded LoginsEnded", user.Do(new UserCommand.EndLogins(true, PeopleVersion: 3)));
        Assert.Equal("nothing", user.Do(new UserCommand.EndLogins(true, PeopleVersion: 3)));
        Assert.Equal("nothing", user.Do(new UserCommand.EndLogins(true, PeopleVersion: 2)));
        Assert.Equal("SessionEnded LoginsEnded", user.Do(new UserCommand.EndLogins(true)));
        Assert.Equal("nothing", user.Do(new UserCommand.EndLogins(false, PeopleVersion: 3)));
        Assert.Equal("LoginsEnded", user.Do(new UserCommand.EndLogins(false, PeopleVersion: 4)));
        Assert.Equal(3, user.State.LoginGeneration);
    }

    private static ImmutableSortedDictionary<string, Standing> Standings(params (string Name, string Hash, string[] Roles)[] people)
    {
        var agents = people.Where(static p => p.Roles.Contains("agent")).Select(static p => p.Name).ToList();
        var supervisors = people.Where(static p => p.Roles.Contains("supervisor") && p.Name != "dot").Select(static p => p.Name).ToList();
        var (directory, problems) = PeopleDirectory.Build(new PeopleSettings
        {
            ContactCenters =
            [
                new ContactCenterSettings
                {
                    Id = Center, Queues = [new QueueSettings { Name = "q" }], Groups = [new GroupSettings { Name = "g", Agents = agents, Supervisors = supervisors }],
                    Users = [.. people.Select(static p => new UserSettings { UserName = p.Name, PasswordHash = p.Hash, Roles = p.Roles })],
                },
            ],
        });
        Assert.Empty(problems);
        return Standing.Of(directory!);
    }

    private static string Id(string userName) => PeopleDirectory.UserIdOf(Center, userName);
}
