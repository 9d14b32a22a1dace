using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// One running server for all tests of who may see what, with a contact centre for each test: there, nobody else's chats come in between.
/// </summary>
public sealed class ContactCentres : IAsyncLifetime
{
    private const int Centres = 32;
    private int _next;

    public ContactCentres()
    {
        // Strangers try wrong passwords by the hundred: what lock-out says is shown elsewhere.
        Server = new RunningServer
        {
            Arguments = ["--config", ConfigFile, "--RateLimits:FailedLoginsBurst=0", "--RateLimits:FailedLoginsOfUserBurst=0", "--RateLimits:FailedLoginsOfAddressBurst=0"],
        };
    }

    public RunningServer Server { get; }

    private string ConfigFile { get; } = Path.GetTempFileName();

    /// <summary>A contact centre that no other test uses.</summary>
    public Centre Take() => _next < Centres ? new Centre(++_next) : throw new InvalidOperationException("More contact centres are needed.");

    public async Task InitializeAsync()
    {
        var hash = PasswordHashing.Hash("demo");
        var all = new JsonObject
        {
            ["People"] = new JsonObject { ["ContactCenters"] = new JsonArray([.. Enumerable.Range(1, Centres).Select(n => new Centre(n).Settings(hash))]) },
            ["Limits"] = new JsonObject { ["EntriesMax"] = 150 },
        };
        await File.WriteAllTextAsync(ConfigFile, all.ToJsonString());
        await Server.InitializeAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        File.Delete(ConfigFile);
    }
}

/// <summary>Tests that share the server, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class WhoMaySeeWhat : ICollectionFixture<ContactCentres>
{
    public const string Name = "Who may see what";
}

/// <summary>
/// A contact centre: agents 1 and 2, whom supervisors 1 and 2 supervise; agent 3, whom supervisor 3 supervises; an admin. Each agent has a
/// queue of their own, so that who is offered a chat is for the test to say.
/// </summary>
public sealed record Centre(int Number)
{
    public string Id => $"{Number:x8}-cccc-4ccc-8ccc-cccccccccccc";

    public string Admin => $"c{Number}-admin";

    public string Agent(int number) => $"c{Number}-agent{number}";

    public string Supervisor(int number) => $"c{Number}-supervisor{number}";

    public static string QueueOf(int agent) => $"queue{agent}";

    public JsonNode Settings(string passwordHash) => new JsonObject
    {
        [nameof(Id)] = Id,
        ["DefaultQueue"] = QueueOf(1),
        ["Users"] = new JsonArray(
        [
            .. Enumerable.Range(1, 3).Select(n => Person(Agent(n), "agent", passwordHash)),
            .. Enumerable.Range(1, 3).Select(n => Person(Supervisor(n), "supervisor", passwordHash)),
            Person(Admin, "admin", passwordHash),
        ]),
        ["Groups"] = new JsonArray(
        [
            Group("Support", [Agent(1), Agent(2)], [Supervisor(1), Supervisor(2)]),
            Group("Sales", [Agent(3)], [Supervisor(3)]),
            .. Enumerable.Range(1, 3).Select(n => Group($"alone{n}", [Agent(n)], [])),
        ]),
        ["Queues"] = new JsonArray([.. Enumerable.Range(1, 3).Select(n => new JsonObject { ["Name"] = QueueOf(n), ["Groups"] = new JsonArray($"alone{n}"), ["ChatsPerAgent"] = 20 })]),
    };

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
        var api = Api.Customer(server, centre.Id);
        var body = (await api.PostAsync("/api/v2/chats", "RequestChat", ("nickname", nickname), ("subject", subject), ("endpoint", Centre.QueueOf(agent)))).Ok;
        return new Visitor(api, (string)body["id"]!);
    }

    public Task<Answer> DoAsync(string operationName, params (string Name, JsonNode? Value)[] parameters) => Api.PostAsync(Path, operationName, parameters);

    public void Dispose() => Api.Dispose();
}
