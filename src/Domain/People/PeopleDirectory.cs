using System.Security.Cryptography;
using System.Text;
using OrleansChat.Domain.Supervision;

namespace OrleansChat.Domain.People;

[Flags]
public enum Roles
{
    None = 0,
    Agent = 1,
    Supervisor = 2,
    Admin = 4,
}

/// <summary>A person of the directory. <c>UserId</c>: 32 hex digits, the same after every start (decision 8).</summary>
public sealed record Person(string UserId, string UserName, string FirstName, string LastName, string EmailAddress, Roles Roles, string ContactCenterId, string PasswordHash)
{
    /// <summary>Changes with the password, and tells nothing of it.</summary>
    public string PasswordMark { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(PasswordHash)).AsSpan(0, 8));
}

/// <summary>A queue: who serves it, by user id in the order of the configuration.</summary>
public sealed record Queue(string ContactCenterId, string Name, int ChatsPerAgent, ImmutableArray<string> AgentIds)
{
    /// <summary>The name of the queue's grain and stream: <c>{contact centre}/{name}</c>.</summary>
    public string Key => $"{ContactCenterId}/{Name}";
}

/// <summary>Who there is, as configured: people, who supervises whom, which queues. Immutable; a reload makes a new one.</summary>
public sealed class PeopleDirectory
{
    private readonly ImmutableDictionary<string, Person> _byId;
    private readonly ImmutableDictionary<string, Person> _byName;
    private readonly ImmutableHashSet<(string SupervisorId, string AgentId)> _supervises;
    private readonly ImmutableDictionary<string, Queue> _queues;
    private readonly ImmutableDictionary<string, string> _defaultQueues;

    private PeopleDirectory(IEnumerable<Person> people, IEnumerable<(string, string)> supervises, IEnumerable<Queue> queues, IEnumerable<KeyValuePair<string, string>> defaultQueues)
    {
        var all = people.ToList();
        _byId = all.ToImmutableDictionary(p => p.UserId, StringComparer.Ordinal);
        _byName = all.ToImmutableDictionary(p => p.UserName, StringComparer.Ordinal);
        _supervises = [.. supervises];
        _queues = queues.ToImmutableDictionary(q => q.Key, StringComparer.Ordinal);
        _defaultQueues = defaultQueues.ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>Everybody who may log in, ordered by user id.</summary>
    public IEnumerable<Person> Everybody => _byId.Values.OrderBy(static p => p.UserId, StringComparer.Ordinal);

    public int UserCount => _byId.Count;

    public Person? ById(string userId) => _byId.GetValueOrDefault(userId);

    public Person? ByName(string userName) => _byName.GetValueOrDefault(userName);

    /// <summary>Somebody who serves customers; <see langword="null"/> for who is gone or no agent any more.</summary>
    public Person? AgentById(string userId) => ById(userId) is { } person && person.Roles.HasFlag(Roles.Agent) ? person : null;

    /// <summary>The agent or supervisor of a contact centre whom a chat can be offered to by name; <see langword="null"/> where there is none.</summary>
    public Person? ColleagueOf(string contactCenterId, string userId) =>
        ById(userId) is { } person && person.ContactCenterId == Canonical(contactCenterId) && (person.Roles & (Roles.Agent | Roles.Supervisor)) != 0 ? person : null;

    public bool HasContactCenter(string contactCenterId) => _defaultQueues.ContainsKey(Canonical(contactCenterId));

    /// <summary>
    /// Whether somebody may see what all contact centres together make of the servers: an administrator of the contact centre that operates them, which is the only one
    /// where none is named. Where several are and none is named, nobody may: each would count what is the others'.
    /// </summary>
    public bool Operates(Person person, string? contactCenterId) =>
        person.Roles.HasFlag(Roles.Admin) && (string.IsNullOrEmpty(contactCenterId) ? _defaultQueues.Count == 1 : person.ContactCenterId == Canonical(contactCenterId));

    /// <summary>A queue by name, or the contact centre's default for <see langword="null"/>; <see langword="null"/> where there is none.</summary>
    public Queue? FindQueue(string contactCenterId, string? name) =>
        _queues.GetValueOrDefault($"{Canonical(contactCenterId)}/{name ?? _defaultQueues.GetValueOrDefault(Canonical(contactCenterId))}");

    public IEnumerable<Queue> Queues => _queues.Values.OrderBy(static q => q.Key, StringComparer.Ordinal);

    /// <summary>The queues that an agent serves.</summary>
    public IEnumerable<Queue> QueuesOf(string userId) => Queues.Where(q => q.AgentIds.Contains(userId));

    /// <summary>The agents whom a supervisor supervises through any group, ordered.</summary>
    public IEnumerable<string> AgentsOf(string supervisorId) =>
        _supervises.Where(pair => pair.SupervisorId == supervisorId).Select(static pair => pair.AgentId).Order(StringComparer.Ordinal);

    /// <summary>The supervisors of any group of an agent, ordered.</summary>
    public IEnumerable<string> SupervisorsOf(string agentId) =>
        _supervises.Where(pair => pair.AgentId == agentId).Select(static pair => pair.SupervisorId).Order(StringComparer.Ordinal);

    /// <summary>Whether a supervisor supervises anybody of these.</summary>
    public bool SupervisesAnyOf(string supervisorId, IEnumerable<string> userIds) => userIds.Any(userId => _supervises.Contains((supervisorId, userId)));

    /// <summary>What is true of a supervisor and an agent named in a request; the rules judge it.</summary>
    public SupervisorFacts Facts(Person supervisor, string agentId) => new(
        supervisor.UserId, supervisor.UserName, supervisor.Roles.HasFlag(Roles.Supervisor),
        ById(agentId)?.ContactCenterId == supervisor.ContactCenterId, _supervises.Contains((supervisor.UserId, agentId)));

    public static string UserIdOf(string contactCenterId, string userName) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Canonical(contactCenterId)}/{userName}")).AsSpan(0, 16));

    /// <summary>Builds the directory, or says in one line each what is wrong with the settings.</summary>
    public static (PeopleDirectory? Directory, ImmutableArray<string> Problems) Build(PeopleSettings settings)
    {
        var problems = PeopleProblems.Find(settings);
        if (!problems.IsEmpty)
        {
            return (null, problems);
        }

        var people = settings.ContactCenters.SelectMany(static c => c.Users.Where(static u => u.Enabled).Select(u => ToPerson(c.Id, u))).ToList();
        var there = people.Select(static p => p.UserId).ToHashSet(StringComparer.Ordinal);
        var supervisors = people.Where(static p => p.Roles.HasFlag(Roles.Supervisor)).Select(static p => p.UserId).ToHashSet(StringComparer.Ordinal);
        var supervises = settings.ContactCenters.SelectMany(static c => c.Groups.SelectMany(g => g.Supervisors.SelectMany(s => g.Agents.Select(a => (UserIdOf(c.Id, s), UserIdOf(c.Id, a))))))
            .Where(pair => supervisors.Contains(pair.Item1) && there.Contains(pair.Item2));
        var queues = settings.ContactCenters.SelectMany(static c => c.Queues.Select(q => ToQueue(c, q)));
        var defaults = settings.ContactCenters.Select(static c => KeyValuePair.Create(Canonical(c.Id), c.DefaultQueue.Length > 0 ? c.DefaultQueue : c.Queues.FirstOrDefault()?.Name ?? ""));
        return (new PeopleDirectory(people, supervises, queues, defaults), []);
    }

    /// <summary>A contact centre's id in its one spelling: lower case with hyphens.</summary>
    public static string Canonical(string contactCenterId) => Guid.TryParse(contactCenterId, out var id) ? id.ToString("D") : contactCenterId;

    private static Person ToPerson(string contactCenterId, UserSettings user) => new(
        UserIdOf(contactCenterId, user.UserName), user.UserName, user.FirstName, user.LastName, user.EmailAddress,
        user.Roles.Aggregate(Roles.None, static (roles, word) => roles | Enum.Parse<Roles>(word, ignoreCase: true)), Canonical(contactCenterId), user.PasswordHash);

    private static Queue ToQueue(ContactCenterSettings center, QueueSettings queue) => new(
        Canonical(center.Id), queue.Name, queue.ChatsPerAgent,
        [.. center.Groups.Where(g => queue.Groups.Contains(g.Name)).SelectMany(static g => g.Agents).Distinct().Select(name => UserIdOf(center.Id, name))]);
}
