using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OrleansChat.Tests.Running;

/// <summary>
/// People who have nothing to do with other tests: agents ann and bob serve the queue, bob alone the second one; supervisors sue and tom
/// supervise both. Each has the number of the team behind the name. Supervisors are agents too, of no queue.
/// </summary>
public sealed class Team(RunningServer server, int number)
{
    public RunningServer Server => server;
    public string Ann => $"ann{number}";
    public string Bob => $"bob{number}";
    public string Sue => $"sue{number}";
    public string Tom => $"tom{number}";
    public string Queue => $"queue{number}";
    public string SecondQueue => $"second{number}";

    public Task<Desk> ReadyAsync(string userName) => Desk.OpenReadyAsync(server, userName);

    public Task<Desk> OpenAsync(string userName) => Desk.OpenAsync(server, userName);

    /// <summary>A supervisor's desk with a contact-centre session, so that it can prove that nothing more comes.</summary>
    public async Task<Desk> SupervisorAsync(string userName)
    {
        var desk = await OpenAsync(userName);
        _ = (await desk.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        await desk.ExpectAsync("Channel chat NotReady Off");
        return desk;
    }

    public Task<CustomerSide> CustomerAsync(string nickname = "Chris", string subject = "Help", JsonObject? userData = null) =>
        CustomerSide.RequestChatAsync(server, nickname, subject, ("endpoint", Queue), ("userData", userData));

    /// <summary>The section <c>People</c> with so many teams, a supervisor and an administrator without group, and another contact centre.</summary>
    public static JsonObject People(int teams)
    {
        var hash = QuickHash("demo");
        var numbers = Enumerable.Range(1, teams).ToList();
        var users = numbers.SelectMany(n => new[] { User($"ann{n}", hash, "agent"), User($"bob{n}", hash, "agent"), User($"sue{n}", hash, "supervisor", "agent"), User($"tom{n}", hash, "supervisor", "agent") });
        var groups = numbers.SelectMany(static n => new[] { Group($"first{n}", [$"ann{n}", $"bob{n}"], [$"sue{n}", $"tom{n}"]), Group($"second{n}", [$"bob{n}"], []) });
        var queues = numbers.SelectMany(static n => new[] { Queued($"queue{n}", $"first{n}"), Queued($"second{n}", $"second{n}") });
        return new JsonObject
        {
            ["ContactCenters"] = new JsonArray(
                Center(Api.ContactCenterId, [.. users, User("lead", hash, "supervisor"), User("boss", hash, "admin")], groups, queues),
                Center(OtherContactCenterId, [User("foreigner", hash, "agent"), User("farboss", hash, "admin")], [Group("abroad", ["foreigner"], [])], [Queued("abroad", "abroad")])),
        };
    }

    public const string OtherContactCenterId = "22222222-2222-2222-2222-222222222222";

    /// <summary>A hash that is quickly computed: for tests with many logins.</summary>
    internal static string QuickHash(string password) =>
        new PasswordHasher<object>(Options.Create(new PasswordHasherOptions { IterationCount = 10 })).HashPassword(new object(), password);

    internal static JsonObject Center(string id, IEnumerable<JsonObject> users, IEnumerable<JsonObject> groups, IEnumerable<JsonObject> queues) =>
        new() { ["Id"] = id, ["Users"] = new JsonArray([.. users]), ["Groups"] = new JsonArray([.. groups]), ["Queues"] = new JsonArray([.. queues]) };

    internal static JsonObject User(string name, string hash, params string[] roles) =>
        new() { ["UserName"] = name, ["FirstName"] = "F", ["LastName"] = "L", ["EmailAddress"] = $"{name}@example.org", ["Roles"] = Names(roles), ["PasswordHash"] = hash };

    internal static JsonObject Group(string name, string[] agents, string[] supervisors) => new() { ["Name"] = name, ["Agents"] = Names(agents), ["Supervisors"] = Names(supervisors) };

    internal static JsonObject Queued(string name, string group) => new() { ["Name"] = name, ["Groups"] = Names([group]) };

    private static JsonArray Names(string[] names) => new([.. names.Select(static n => (JsonNode)n)]);
}
