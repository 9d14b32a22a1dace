using OrleansChat.Domain.People;

namespace OrleansChat.Tests.Domain;

/// <summary>Who there is, who supervises whom, and which queues there are.</summary>
public class PeopleDirectoryTests
{
    private static readonly PeopleDirectory Demo = PeopleDirectory.Build(DemoPeople.Settings("hash")).Directory!;

    [Fact]
    public void User_ids_are_32_hex_digits_and_the_same_after_every_start()
    {
        // The golden value: were it to change, every stored chat would lose its people.
        Assert.Equal("a65ccc881a5bd4b4147578f28bdfecbe", PeopleDirectory.UserIdOf(DemoPeople.ContactCenterId, "agent1"));
        Assert.All(Enumerable.Range(1, 5), static number => Assert.Matches("^[0-9a-f]{32}$", Demo.ByName($"agent{number}")!.UserId));
        Assert.Equal(8, new[] { "agent1", "agent2", "agent3", "agent4", "agent5", "supervisor1", "supervisor2", "admin" }.Select(static name => Demo.ByName(name)!.UserId).Distinct().Count());
    }

    [Fact]
    public void User_ids_follow_from_contact_centre_and_user_name_in_any_spelling_of_the_guid()
    {
        const string Id = "ABCDEF01-1111-1111-1111-111111111111";
        var id = PeopleDirectory.UserIdOf(Id, "ann");
        Assert.All([Id.ToLowerInvariant(), $"{{{Id}}}", Id.Replace("-", "", StringComparison.Ordinal)], other => Assert.Equal(id, PeopleDirectory.UserIdOf(other, "ann")));
        Assert.NotEqual(id, PeopleDirectory.UserIdOf(Id, "Ann"));
        Assert.NotEqual(id, PeopleDirectory.UserIdOf(DemoPeople.ContactCenterId, "ann"));
    }

    [Fact]
    public void A_person_is_found_by_id_and_by_name()
    {
        var person = Demo.ByName("supervisor1")!;
        Assert.Same(person, Demo.ById(person.UserId));
        Assert.Equal((Roles.Supervisor, DemoPeople.ContactCenterId, "hash"), (person.Roles, person.ContactCenterId, person.PasswordHash));
        Assert.Null(Demo.ByName("Supervisor1"));
        Assert.Null(Demo.ById("nobody"));
    }

    [Fact]
    public void A_contact_centre_and_its_queues_are_found_by_any_spelling_of_the_guid()
    {
        var directory = PeopleDirectory.Build(new PeopleSettings
        {
            ContactCenters = [new() { Id = "{ABCDEF01-1111-1111-1111-111111111111}", Queues = [new() { Name = "first" }, new() { Name = "second" }] }],
        }).Directory!;
        Assert.All(["abcdef01-1111-1111-1111-111111111111", "ABCDEF01-1111-1111-1111-111111111111", "abcdef01111111111111111111111111"], spelling =>
        {
            Assert.True(directory.HasContactCenter(spelling));
            Assert.Equal("first", directory.FindQueue(spelling, null)!.Name);
            Assert.Equal("abcdef01-1111-1111-1111-111111111111/second", directory.FindQueue(spelling, "second")!.Key);
        });
        Assert.False(directory.HasContactCenter(DemoPeople.ContactCenterId));
        Assert.False(directory.HasContactCenter("no guid"));
    }

    /// <summary>What all contact centres together make of the servers is nobody's where each would count the others'.</summary>
    [Theory]
    [InlineData("1", "", "admin", true)]
    [InlineData("1", "", "supervisor", false)]
    [InlineData("1 2", "", "admin", false)]
    [InlineData("1 2", "1", "admin", true)]
    [InlineData("1 2", "2", "admin", false)]
    [InlineData("1", "2", "admin", false)]
    public void The_servers_are_operated_by_administrators_of_the_only_or_the_named_contact_centre(string centres, string named, string role, bool operates)
    {
        static string Id(string digit) => $"{digit}0000000-1111-1111-1111-111111111111";
        var directory = PeopleDirectory.Build(new PeopleSettings
        {
            ContactCenters = [.. centres.Split(' ').Select(digit => new ContactCenterSettings { Id = Id(digit), Users = [new() { UserName = $"user{digit}", Roles = [role], PasswordHash = "h" }] })],
        }).Directory!;
        Assert.Equal(operates, directory.Operates(directory.ByName("user1")!, named.Length > 0 ? Id(named).ToUpperInvariant() : ""));
    }

    [Fact]
    public void A_queue_has_the_agents_of_its_groups_and_is_the_default_only_in_its_contact_centre()
    {
        var queue = Demo.FindQueue(DemoPeople.ContactCenterId, null)!;
        Assert.Equal(("chat-in", 3), (queue.Name, queue.ChatsPerAgent));
        Assert.Equal(Enumerable.Range(1, 5).Select(static n => Demo.ByName($"agent{n}")!.UserId), queue.AgentIds.AsEnumerable());
        Assert.Null(Demo.FindQueue(DemoPeople.ContactCenterId, "unknown"));
        Assert.Null(Demo.FindQueue(DemoPeople.ContactCenterId, "CHAT-IN"));
        Assert.Null(Demo.FindQueue("22222222-2222-2222-2222-222222222222", null));
        Assert.Equal([queue], Demo.QueuesOf(Demo.ByName("agent1")!.UserId));
        Assert.Empty(Demo.QueuesOf(Demo.ByName("supervisor1")!.UserId));
    }

    [Theory]
    [InlineData("supervisor1", "agent1", true, true, true)]
    [InlineData("supervisor2", "agent1", true, true, false)]
    [InlineData("supervisor2", "agent4", true, true, true)]
    [InlineData("agent1", "agent2", false, true, false)]
    [InlineData("supervisor1", "nobody", true, false, false)]
    [InlineData("supervisor1", "supervisor1", true, true, false)]
    public void Supervision_facts_are_those_of_the_groups(string supervisor, string agent, bool isSupervisor, bool agentKnown, bool supervises)
    {
        var facts = Demo.Facts(Demo.ByName(supervisor)!, Demo.ByName(agent)?.UserId ?? agent);
        Assert.Equal((supervisor, isSupervisor, agentKnown, supervises), (facts.UserName, facts.IsSupervisor, facts.AgentKnown, facts.SupervisesAgent));
    }

    [Fact]
    public void An_agent_of_another_contact_centre_is_unknown()
    {
        var settings = DemoPeople.Settings("hash");
        settings.ContactCenters.Add(new ContactCenterSettings
        {
            Id = "22222222-2222-2222-2222-222222222222",
            Users = [new() { UserName = "stranger", PasswordHash = "hash", Roles = ["agent", "supervisor"] }],
        });
        var directory = PeopleDirectory.Build(settings).Directory!;
        Assert.False(directory.Facts(directory.ByName("supervisor1")!, directory.ByName("stranger")!.UserId).AgentKnown);
        Assert.Equal(Roles.Agent | Roles.Supervisor, directory.ByName("stranger")!.Roles);
    }

    [Fact]
    public void The_supervisors_of_an_agent_are_those_of_all_their_groups_ordered()
    {
        Assert.Equal(new[] { "supervisor1", "supervisor2" }.Select(static name => Demo.ByName(name)!.UserId).Order(StringComparer.Ordinal), Demo.SupervisorsOf(Demo.ByName("agent4")!.UserId));
        Assert.Empty(Demo.SupervisorsOf(Demo.ByName("supervisor1")!.UserId));
    }

    [Fact]
    public void The_agents_of_a_supervisor_are_those_of_all_their_groups_once() =>
        Assert.Equal(5, Demo.AgentsOf(Demo.ByName("supervisor1")!.UserId).Distinct().Count());

    [Theory]
    [InlineData("supervisor", true)]
    [InlineData("agent", false)]
    public void A_group_makes_nobody_supervise_who_has_not_the_role(string role, bool supervises)
    {
        var settings = DemoPeople.Settings("hash");
        settings.ContactCenters[0].Users.Single(static u => u.UserName == "supervisor2").Roles[0] = role;
        var directory = PeopleDirectory.Build(settings).Directory!;
        var (agentId, supervisorId) = (directory.ByName("agent4")!.UserId, directory.ByName("supervisor2")!.UserId);
        Assert.Equal(supervises, directory.SupervisesAnyOf(supervisorId, [agentId]));
        Assert.Equal(supervises, directory.SupervisorsOf(agentId).Contains(supervisorId));
        Assert.Equal(supervises, directory.AgentsOf(supervisorId).Contains(agentId));
        Assert.Equal(supervises, directory.Facts(directory.ByName("supervisor2")!, agentId).SupervisesAgent);
    }
}
