using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using OrleansChat.Domain.People;
using OrleansChat.Tests.Described;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>One running server with many contact centres that are alike: each floor takes one of its own.</summary>
public sealed class FloorServer : IAsyncLifetime
{
    /// <summary>Not where it listens: what is printed in a <c>uri</c> must come from here.</summary>
    public const string ExternalUrl = "http://chat.example.org:9090";

    /// <summary>Limits of a chat, so low that <see cref="Standing"/> reaches them.</summary>
    public const int Entries = 40;
    public const int Comings = 6;
    private const int Participants = 5;

    private const int Centres = 40;

    private readonly string _config = Path.GetTempFileName();
    private int _taken;
    private DescribedApi? _described;
    private Floor? _free;
    private Standing? _standing;

    public FloorServer()
    {
        var hash = new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 10 })).HashPassword(new object(), "demo");
        var people = new JsonObject { ["ContactCenters"] = new JsonArray([.. Enumerable.Range(1, Centres).Select(n => new FloorNames(n).Settings(hash))]) };
        File.WriteAllText(_config, new JsonObject { ["People"] = people }.ToJsonString());
        Server = new RunningServer
        {
            // Who is idle while others play keeps what is theirs.
            Arguments =
            [
                $"--Limits:EntriesMax={Entries}", $"--Limits:ComingsMax={Comings}", $"--Limits:ParticipantsMax={Participants}",
                "--config", _config, $"--Wire:ExternalUrl={ExternalUrl}", "--Notifications:MaxInterval=00:30:00", "--Routing:QueueAnswersWithin=00:30:00",
                "--Routing:NoAnswerAfter=00:30:00", "--Customers:DisconnectAfter=00:30:00", "--RateLimits:RequestsBurst=0", "--RateLimits:AnonymousRequestsBurst=0", "--RateLimits:ChatsBurst=0",
            ],
        };
    }

    public RunningServer Server { get; }

    public FloorNames NextNames() => new(++_taken);

    /// <summary>What the server says of itself: every answer that the tables see is held against it.</summary>
    internal async Task<DescribedApi> DescribedAsync()
    {
        _described ??= await DescribedApi.ReadAsync(Server);
        return _described;
    }

    /// <summary>A floor on which nothing is going on. Who breaks it keeps it: the next one takes a new one.</summary>
    internal async Task<Floor> TakeFloorAsync()
    {
        var floor = _free ?? await Floor.OpenAsync(this);
        _free = null;
        return floor;
    }

    internal void GiveBack(Floor floor) => _free = floor;

    /// <summary>The scene to which nothing must happen; built anew when something did.</summary>
    internal async Task<Standing> TakeStandingAsync()
    {
        var standing = _standing ?? await Standing.OpenAsync(this);
        _standing = null;
        return standing;
    }

    internal void GiveBack(Standing standing) => _standing = standing;

    public Task InitializeAsync() => Server.InitializeAsync();

    public async Task DisposeAsync()
    {
        _free?.Dispose();
        _standing?.Floor.Dispose();
        await Server.DisposeAsync();
        File.Delete(_config);
    }
}

/// <summary>
/// The people of a contact centre: agents ann, bob and cat serve the first queue, dan the second; eve never logs in. Supervisors sue, tom, una and
/// vic supervise the first three, lead supervises nobody; boss is the administrator.
/// </summary>
/// <param name="Number">Stands behind every name, which is unique in an installation.</param>
public sealed record FloorNames(int Number)
{
    public static readonly string[] Agents = ["ann", "bob", "cat", "dan"];
    public static readonly string[] Supervisors = ["sue", "tom", "una", "vic"];
    public static readonly string[] Others = ["lead", "boss"];

    private const string Absent = "eve";

    public string ContactCenterId => $"{Number:x8}-ffff-4fff-8fff-ffffffffffff";

    public string UserName(string name) => $"{name}{Number}";

    public string UserId(string name) => PeopleDirectory.UserIdOf(ContactCenterId, UserName(name));

    /// <summary>What scripts call <c>@name</c>: users of this centre by their name, and who is not one of them.</summary>
    public Dictionary<string, string> Words()
    {
        var words = new[] { Agents, Supervisors, Others, [Absent] }.SelectMany(static names => names).ToDictionary(static name => name, UserId);
        words["foreigner"] = new FloorNames(Number + 1).UserId("ann");
        words["nobody"] = new string('0', 32);
        return words;
    }

    public JsonObject Settings(string hash) => new()
    {
        ["Id"] = ContactCenterId,
        ["DefaultQueue"] = "first",
        ["Users"] = new JsonArray([.. Agents.Append(Absent).Select(name => User(name, hash, "agent")), .. Supervisors.Select(name => User(name, hash, "supervisor", "agent")),
            User("lead", hash, "supervisor"), User("boss", hash, "admin")]),
        ["Groups"] = new JsonArray(Group("first", ["ann", "bob", "cat"], Supervisors), Group("second", ["dan"], [])),
        ["Queues"] = new JsonArray([.. new[] { "first", "second" }.Select(static name => new JsonObject { ["Name"] = name, ["Groups"] = new JsonArray(name), ["ChatsPerAgent"] = 50 })]),
    };

    private JsonObject User(string name, string hash, params string[] roles) => new()
    {
        ["UserName"] = UserName(name), ["FirstName"] = "F", ["LastName"] = "L", ["EmailAddress"] = "", ["Roles"] = Names(roles), ["PasswordHash"] = hash,
    };

    private JsonObject Group(string name, string[] agents, string[] supervisors) =>
        new() { ["Name"] = name, ["Agents"] = Names([.. agents.Select(UserName)]), ["Supervisors"] = Names([.. supervisors.Select(UserName)]) };

    private static JsonArray Names(string[] names) => new([.. names.Select(static n => (JsonNode)n)]);
}
