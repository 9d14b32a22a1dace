namespace OrleansChat.Domain.People;

/// <summary>The section <c>People</c> of the configuration, as it is written. <see cref="PeopleDirectory.Build"/> checks it.</summary>
public sealed class PeopleSettings
{
    public IList<ContactCenterSettings> ContactCenters { get; init; } = [];
}

/// <summary>One contact centre: strictly apart from the others.</summary>
public sealed class ContactCenterSettings
{
    /// <summary>The GUID that customers send as <c>ContactCenterId</c>.</summary>
    public string Id { get; init; } = "";
    public IList<UserSettings> Users { get; init; } = [];
    public IList<GroupSettings> Groups { get; init; } = [];
    public IList<QueueSettings> Queues { get; init; } = [];

    /// <summary>Where chats without an <c>endpoint</c> go; empty: the first queue.</summary>
    public string DefaultQueue { get; init; } = "";
}

/// <summary>A person who logs in. User names are unique in an installation (decision 38).</summary>
public sealed class UserSettings
{
    public string UserName { get; init; } = "";
    public string FirstName { get; init; } = "";
    public string LastName { get; init; } = "";
    public string EmailAddress { get; init; } = "";

    /// <summary>Any of <c>agent</c>, <c>supervisor</c>, <c>admin</c>.</summary>
    public IList<string> Roles { get; init; } = [];

    /// <summary>As printed by the command <c>hash-password</c>.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>False: as if the person were not there, while groups may go on naming them.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>Agents, and who supervises them; by user name.</summary>
public sealed class GroupSettings
{
    public string Name { get; init; } = "";
    public IList<string> Agents { get; init; } = [];
    public IList<string> Supervisors { get; init; } = [];
}

/// <summary>A queue that customers' chats wait in, and the groups that serve it.</summary>
public sealed class QueueSettings
{
    public string Name { get; init; } = "";
    public IList<string> Groups { get; init; } = [];

    /// <summary>How many chats an agent may have at once, offers and wrap-up included.</summary>
    public int ChatsPerAgent { get; init; } = 3;
}
