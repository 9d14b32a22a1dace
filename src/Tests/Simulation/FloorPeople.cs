#if ORLEANS_LOCAL
using OrleansChat.Domain.People;

namespace OrleansChat.Tests.Simulation;

/// <summary>Who works on the simulated floor, as configured at first and as it may be configured anew.</summary>
internal static class FloorPeople
{
    public const string ContactCenterId = "11111111-1111-1111-1111-111111111111";
    public const string Queue = "chat-in";
    public const string OtherQueue = "experts";
    public const string Admin = "admin1";
    public const int ChatsPerAgent = 2;

    public static readonly ImmutableArray<string> Agents = ["agent1", "agent2", "agent3"];
    public static readonly ImmutableArray<string> Supervisors = ["supervisor1", "supervisor2"];

    /// <summary>Everybody is there, and supervises and serves what they do.</summary>
    public static readonly PeopleDirectory Usual = Build(new Changes());

    private static readonly ImmutableArray<(string Name, Changes Changes)> Unusual =
    [
        ("supervisor2 leaves the group", new() { Groupless = "supervisor2" }),
        ("supervisor1 becomes an agent", new() { Demoted = "supervisor1" }),
        ("supervisor2 is disabled", new() { Disabled = "supervisor2" }),
        ("agent3 is disabled", new() { Disabled = "agent3" }),
        ("agent2 has another password", new() { NewPassword = "agent2" }),
        ("agent1 leaves the group", new() { Groupless = "agent1" }),
    ];

    private static readonly ImmutableArray<(string Name, PeopleDirectory People)> Others = [.. Unusual.Select(static u => (u.Name, Build(u.Changes)))];

    public static IEnumerable<string> Users => Agents.Concat(Supervisors);

    public static string IdOf(string userName) => Usual.ByName(userName)!.UserId;

    public static string NameOf(string userId) => Usual.ById(userId)!.UserName;

    public static (string Name, PeopleDirectory People) AnyOther(Dice dice) => dice.Any(Others);

    private static PeopleDirectory Build(Changes changes) => PeopleDirectory.Build(new PeopleSettings
    {
        ContactCenters =
        [
            new ContactCenterSettings
            {
                Id = ContactCenterId,
                DefaultQueue = Queue,
                Users =
                [
                    .. Agents.Select(name => Person(name, "agent", changes)),
                    .. Supervisors.Select(name => Person(name, name == changes.Demoted ? "agent" : "supervisor", changes)),
                    Person(Admin, "admin", changes),
                ],
                Groups =
                [
                    new GroupSettings { Name = "all", Agents = [.. Agents.Where(a => a != changes.Groupless)], Supervisors = [.. Supervisors.Where(s => s != changes.Groupless && s != changes.Demoted)] },
                    new GroupSettings { Name = "experts", Agents = ["agent2", "agent3"] },
                ],
                Queues =
                [
                    new QueueSettings { Name = Queue, Groups = ["all"], ChatsPerAgent = ChatsPerAgent },
                    new QueueSettings { Name = OtherQueue, Groups = ["experts"], ChatsPerAgent = ChatsPerAgent },
                ],
            },
        ],
    }).Directory!;

    private static UserSettings Person(string userName, string role, Changes changes) => new()
    {
        UserName = userName, FirstName = "F", LastName = "L", EmailAddress = $"{userName}@example.org", Roles = [role],
        PasswordHash = userName == changes.NewPassword ? "new" : "old", Enabled = userName != changes.Disabled,
    };

    /// <summary>What is unlike the usual.</summary>
    private sealed record Changes
    {
        public string? Demoted { get; init; }
        public string? Disabled { get; init; }
        public string? Groupless { get; init; }
        public string? NewPassword { get; init; }
    }
}
#endif
