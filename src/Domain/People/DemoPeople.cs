namespace OrleansChat.Domain.People;

/// <summary>The people used when none are configured. Every password is <see cref="Password"/>: for trying out, never for the open.</summary>
public static class DemoPeople
{
    public const string Password = "demo";
    public const string ContactCenterId = "11111111-1111-1111-1111-111111111111";

    /// <param name="passwordHash">A hash of <see cref="Password"/>, made by whoever checks passwords.</param>
    public static PeopleSettings Settings(string passwordHash) => new()
    {
        ContactCenters =
        [
            new ContactCenterSettings
            {
                Id = ContactCenterId,
                DefaultQueue = "chat-in",
                Users =
                [
                    .. Enumerable.Range(1, 5).Select(number => Person($"agent{number}", "Agent", $"{number}", "agent", passwordHash)),
                    Person("supervisor1", "Supervisor", "1", "supervisor", passwordHash),
                    Person("supervisor2", "Supervisor", "2", "supervisor", passwordHash),
                    Person("admin", "Admin", "", "admin", passwordHash),
                ],
                Groups =
                [
                    new GroupSettings { Name = "Support", Agents = ["agent1", "agent2", "agent3", "agent4", "agent5"], Supervisors = ["supervisor1"] },
                    new GroupSettings { Name = "Sales", Agents = ["agent4", "agent5"], Supervisors = ["supervisor2"] },
                ],
                Queues = [new QueueSettings { Name = "chat-in", Groups = ["Support"], ChatsPerAgent = 3 }],
            },
        ],
    };

    private static UserSettings Person(string userName, string firstName, string lastName, string role, string passwordHash) => new()
    {
        UserName = userName,
        FirstName = firstName,
        LastName = lastName,
        EmailAddress = $"{userName}@orleanschat.example",
        Roles = [role],
        PasswordHash = passwordHash,
    };
}
