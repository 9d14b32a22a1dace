using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.Walks;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// One running server for all tests of who may see what, with a contact centre for each test: there, nobody else's chats come in between.
/// </summary>
public class ContactCentres : IAsyncLifetime
{
    private static readonly int Centres = 40 + WalkSeeds.Most;
    private readonly PeopleFile _people;
    private int _next;

    public ContactCentres()
        : this([])
    {
    }

    protected ContactCentres(string[] arguments)
    {
        _people = new PeopleFile(new JsonObject
        {
            ["People"] = new JsonObject { ["ContactCenters"] = new JsonArray([.. Enumerable.Range(1, Centres).Select(static n => new Centre(n).Settings(Team.QuickHash("demo")))]) },
            ["Limits"] = new JsonObject { ["EntriesMax"] = 150 },
        });

        // Strangers try wrong passwords by the hundred: what lock-out says is shown elsewhere.
        Server = new RunningServer
        {
            Arguments =
            [
                "--config", _people.Path, "--RateLimits:FailedLoginsBurst=0", "--RateLimits:FailedLoginsOfUserBurst=0", "--RateLimits:FailedLoginsOfAddressBurst=0", .. arguments,
            ],
        };
    }

    public RunningServer Server { get; }

    /// <summary>A contact centre that no other test uses.</summary>
    public Centre Take() => _next < Centres ? new Centre(++_next) : throw new InvalidOperationException("More contact centres are needed.");

    /// <summary>Changes a contact centre's people; returns when the server has printed these words since.</summary>
    public Task ChangeAsync(Centre centre, Action<JsonObject> change, string until) => _people.ChangeAsync(Server, change, centre.Number - 1, until);

    public Task InitializeAsync() => Server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _people.Delete();
    }
}

/// <summary>Tests that share the server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WhoMaySeeWhat : ICollectionFixture<ContactCentres>
{
    public const string Name = "Who may see what";
}

/// <summary>
/// A contact centre: agents 1, 2 and 4, whom supervisors 1 and 2 supervise; agent 3, whom supervisor 3 supervises; an admin. Each agent has a
/// queue of their own, so that who is offered a chat is for the test to say; one more queue is served by agents 1, 2 and 4.
/// </summary>
public sealed record Centre(int Number)
{
    public string Id => $"{Number:x8}-cccc-4ccc-8ccc-cccccccccccc";

    public string Admin => $"c{Number}-admin";

    public string Agent(int number) => $"c{Number}-agent{number}";

    public string Supervisor(int number) => $"c{Number}-supervisor{number}";

    public static string QueueOf(int agent) => $"queue{agent}";

    public const string SharedQueue = "shared";

    public const string Support = "Support";

    public JsonNode Settings(string passwordHash) => new JsonObject
    {
        [nameof(Id)] = Id,
        ["DefaultQueue"] = QueueOf(1),
        ["Users"] = new JsonArray(
        [
            .. Enumerable.Range(1, 4).Select(n => Person(Agent(n), "agent", passwordHash)),
            .. Enumerable.Range(1, 3).Select(n => Person(Supervisor(n), "supervisor", passwordHash)),
            Person(Admin, "admin", passwordHash),
        ]),
        ["Groups"] = new JsonArray(
        [
            Group(Support, [Agent(1), Agent(2), Agent(4)], [Supervisor(1), Supervisor(2)]),
            Group("Sales", [Agent(3)], [Supervisor(3)]),
            .. Enumerable.Range(1, 4).Select(n => Group($"alone{n}", [Agent(n)], [])),
        ]),
        ["Queues"] = new JsonArray([.. Enumerable.Range(1, 4).Select(static n => Queue(QueueOf(n), $"alone{n}")), Queue(SharedQueue, Support)]),
    };

    private static JsonObject Queue(string name, string group) => new() { ["Name"] = name, ["Groups"] = new JsonArray(group), ["ChatsPerAgent"] = 20 };

    private static JsonObject Person(string userName, string role, string passwordHash) => new()
    {
        ["UserName"] = userName, ["FirstName"] = "F", ["LastName"] = "L", ["EmailAddress"] = "", ["Roles"] = new JsonArray(role), ["PasswordHash"] = passwordHash,
    };

    private static JsonObject Group(string name, string[] agents, string[] supervisors) => new()
    {
        ["Name"] = name, ["Agents"] = new JsonArray([.. agents.Select(static a => (JsonNode)a)]), ["Supervisors"] = new JsonArray([.. supervisors.Select(static s => (JsonNode)s)]),
    };
}

/// <summary>A customer of one of the contact centres, with a chat.</summary>
public sealed class Visitor : IDisposable
{
    private Visitor(Api api, string handle) => (Api, Handle) = (api, handle);

    public Api Api { get; }

    public string Handle { get; }

    public string Path => $"/api/v2/chats/{Handle}";

    public static async Task<Visitor> RequestChatAsync(RunningServer server, Centre centre, int agent = 1, string nickname = "Chris", string subject = "Help")
    {
        return await RequestChatAsync(Api.Customer(server, centre.Id), Centre.QueueOf(agent), nickname, subject);
    }

    public static async Task<Visitor> RequestChatAsync(Api api, string queue, string nickname, string subject) =>
        new(api, (string)(await api.PostAsync("/api/v2/chats", "RequestChat", ("nickname", nickname), ("subject", subject), ("endpoint", queue))).Ok["id"]!);

    public Task<Answer> DoAsync(string operationName, params (string Name, JsonNode? Value)[] parameters) => Api.PostAsync(Path, operationName, parameters);

    public void Dispose() => Api.Dispose();
}
