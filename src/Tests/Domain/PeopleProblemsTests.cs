using OrleansChat.Domain.People;

namespace OrleansChat.Tests.Domain;

/// <summary>Settings that are wrong are named, each problem in one line, and no directory is built.</summary>
public class PeopleProblemsTests
{
    [Fact]
    public void The_demo_people_have_no_problems() => Assert.Empty(PeopleDirectory.Build(DemoPeople.Settings("hash")).Problems);

    [Fact]
    public void No_contact_centre_is_a_problem() => MustSay("ContactCenters is empty", new PeopleSettings());

    [Fact]
    public void A_contact_centre_id_that_is_no_guid_is_a_problem() => MustSay("'callcentre' is not a GUID", Of(new ContactCenterSettings { Id = "callcentre" }));

    [Fact]
    public void A_contact_centre_that_is_there_twice_is_a_problem_however_it_is_spelled() =>
        MustSay("is there twice", Of(new ContactCenterSettings { Id = "ABCDEF01-1111-1111-1111-111111111111" }, new ContactCenterSettings { Id = "{abcdef01-1111-1111-1111-111111111111}" }));

    [Fact]
    public void A_user_name_that_is_there_twice_in_the_installation_is_a_problem() =>
        MustSay("user name 'ann' is there twice", Of(Center("1", Ann()), Center("2", Ann("Ann"))), "user name 'Ann' is there twice");

    [Theory]
    [InlineData("")]
    [InlineData("with:colon")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void A_user_name_that_is_empty_too_long_or_has_a_colon_is_a_problem(string userName) => MustSay("must have 1 to 64 characters and no colon", Of(Center("1", Ann(userName))));

    [Fact]
    public void A_user_without_a_password_hash_is_a_problem() => MustSay("has no PasswordHash", Of(Center("1", new UserSettings { UserName = "ann" })));

    [Theory]
    [InlineData("boss")]
    [InlineData("Agent")]
    [InlineData("none")]
    [InlineData("7")]
    public void A_role_that_does_not_exist_is_a_problem(string role) =>
        MustSay($"has role '{role}'", Of(Center("1", new UserSettings { UserName = "ann", PasswordHash = "hash", Roles = [role] })));

    [Fact]
    public void A_group_that_names_nobody_known_is_a_problem()
    {
        MustSay("group 'Support' names user 'bob'", Of(new ContactCenterSettings { Id = Id("1"), Users = [Ann()], Groups = [new() { Name = "Support", Agents = ["bob"] }] }));
        MustSay("group 'Support' names user 'sue'", Of(new ContactCenterSettings { Id = Id("1"), Users = [Ann()], Groups = [new() { Name = "Support", Supervisors = ["sue"] }] }));
    }

    [Fact]
    public void A_group_or_queue_that_is_there_twice_is_a_problem()
    {
        MustSay("group 'Support' is there twice", Of(new ContactCenterSettings { Id = Id("1"), Groups = [new() { Name = "Support" }, new() { Name = "Support" }] }));
        MustSay("queue 'in' is there twice", Of(new ContactCenterSettings { Id = Id("1"), Queues = [new() { Name = "in" }, new() { Name = "in" }] }));
    }

    [Fact]
    public void A_queue_of_an_unknown_group_without_a_name_or_without_capacity_is_a_problem()
    {
        MustSay("names group 'Support'", Of(new ContactCenterSettings { Id = Id("1"), Queues = [new() { Name = "in", Groups = ["Support"] }] }));
        MustSay("has no Name", Of(new ContactCenterSettings { Id = Id("1"), Queues = [new()] }));
        MustSay("ChatsPerAgent 0", Of(new ContactCenterSettings { Id = Id("1"), Queues = [new() { Name = "in", ChatsPerAgent = 0 }] }));
    }

    [Fact]
    public void A_default_queue_that_is_not_there_is_a_problem() => MustSay("DefaultQueue 'in'", Of(new ContactCenterSettings { Id = Id("1"), DefaultQueue = "in" }));

    [Fact]
    public void All_problems_are_told_at_once() =>
        Assert.Equal(3, PeopleDirectory.Build(Of(new ContactCenterSettings { Id = Id("1"), DefaultQueue = "in", Users = [Ann(""), new UserSettings { UserName = "bob" }] })).Problems.Length);

    private static string Id(string digit) => string.Concat(Enumerable.Repeat(digit, 8)) + "-1111-1111-1111-111111111111";

    private static UserSettings Ann(string userName = "ann") => new() { UserName = userName, PasswordHash = "hash" };

    private static ContactCenterSettings Center(string digit, params UserSettings[] users) => new() { Id = Id(digit), Users = users };

    private static PeopleSettings Of(params ContactCenterSettings[] centers) => new() { ContactCenters = centers };

    private static void MustSay(string words, PeopleSettings settings, string? orWords = null)
    {
        var (directory, problems) = PeopleDirectory.Build(settings);
        Assert.Null(directory);
        Assert.Contains(problems, problem => problem.Contains(words, StringComparison.Ordinal) || (orWords is not null && problem.Contains(orWords, StringComparison.Ordinal)));
    }
}
