using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OrleansChat.Bench;

/// <summary>
/// A floor of agents with a chat each, in each of which two supervisors are: every message has three screens. A supervisor is in several
/// chats, as supervisors are.
/// </summary>
/// <param name="chatsPerAgent">How many chats an agent may have at once.</param>
internal sealed class Floor(int agents, int chatsPerAgent = 3)
{
    public const string Password = "bench";
    public const string ContactCenterId = "22222222-2222-2222-2222-222222222222";
    public const int Screens = 3;
    private const int AgentsPerGroup = 8;

    public int AgentCount => agents;

    private int TeamCount => (agents + AgentsPerGroup - 1) / AgentsPerGroup;

    public static string Agent(int number) => $"agent{number}";

    public IEnumerable<string> SupervisorNames => Enumerable.Range(0, TeamCount).SelectMany(static g => new[] { $"first{g}", $"second{g}" });

    public static IEnumerable<string> SupervisorsOf(int agent) => [$"first{agent / AgentsPerGroup}", $"second{agent / AgentsPerGroup}"];

    /// <summary>The configuration's section: a queue for each agent, so that each chat finds its own.</summary>
    public JsonObject People(string passwordHash)
    {
        JsonObject User(string name, string role) => new() { ["UserName"] = name, ["Roles"] = new JsonArray(role), ["PasswordHash"] = passwordHash };
        var numbers = Enumerable.Range(0, agents).ToList();
        var center = new JsonObject
        {
            ["Id"] = ContactCenterId,
            ["Users"] = new JsonArray([.. numbers.Select(n => User(Agent(n), "agent")), .. SupervisorNames.Select(name => User(name, "supervisor"))]),
            ["Groups"] = new JsonArray([.. numbers.Select(static n => new JsonObject
            {
                ["Name"] = $"group{n}", ["Agents"] = new JsonArray(Agent(n)), ["Supervisors"] = new JsonArray([.. SupervisorsOf(n).Select(static s => (JsonNode)s)]),
            })]),
            ["Queues"] = new JsonArray([.. numbers.Select(n => new JsonObject { ["Name"] = $"queue{n}", ["Groups"] = new JsonArray($"group{n}"), ["ChatsPerAgent"] = chatsPerAgent })]),
        };
        return new JsonObject { ["People"] = new JsonObject { ["ContactCenters"] = new JsonArray(center) } };
    }

    /// <summary>Logs everybody in, opens their screens, and brings every chat to the point where two supervisors are in it.</summary>
    public async Task<OpenFloor> OpenAsync(ServerProcess server, Action<Screen, ReadOnlyMemory<byte>, long> onText)
    {
        var people = new Dictionary<string, User>();
        foreach (var name in Enumerable.Range(0, agents).Select(Agent).Concat(SupervisorNames))
        {
            people[name] = await User.LogInAsync(server, name);
        }

        var screens = await Task.WhenAll(people.Values.Select(user => Screen.OpenAsync(server, user, onText, ack: false)));
        var chats = new string[agents];
        for (var number = 0; number < agents; number++)
        {
            var agent = people[Agent(number)];
            foreach (var supervisor in SupervisorsOf(number))
            {
                await people[supervisor].PostAsync($"/api/v2/users/{agent.Id}/channels/chat", "BargeIn");
            }

            chats[number] = await agent.TakeChatAsync(server, $"queue{number}");
        }

        foreach (var (chat, number) in chats.Select(static (chat, number) => (chat, number)))
        {
            await people[Agent(number)].WaitForParticipantsAsync(chat, Screens + 1);
        }

        return new OpenFloor(people, screens, chats);
    }
}

internal sealed record OpenFloor(IReadOnlyDictionary<string, User> People, IReadOnlyList<Screen> Screens, IReadOnlyList<string> Chats) : IAsyncDisposable
{
    public User Agent(int number) => People[Floor.Agent(number)];

    public async ValueTask DisposeAsync()
    {
        foreach (var screen in Screens)
        {
            await screen.DisposeAsync();
        }

        foreach (var user in People.Values)
        {
            user.Dispose();
        }
    }
}

/// <summary>A logged-in user: REST with the login cookie.</summary>
internal sealed class User : IDisposable
{
    private readonly HttpClient _http;

    private User(HttpClient http, string id, string cookie) => (_http, Id, Cookie) = (http, id, cookie);

    public string Id { get; }

    /// <summary>The value of the header Cookie.</summary>
    public string Cookie { get; }

    public static async Task<User> LogInAsync(ServerProcess server, string name)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{Floor.Password}")));
        using var answer = await http.SendAsync(request);
        var body = JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!;
        var cookie = answer.Headers.GetValues("Set-Cookie").First(static c => c.StartsWith("JSESSIONID=", StringComparison.Ordinal)).Split(';')[0];
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        return new User(http, (string)body["user"]!["id"]!, cookie);
    }

    /// <summary>Waits in the user's name for a customer's chat of a queue, and accepts it.</summary>
    public async Task<string> TakeChatAsync(ServerProcess server, string queue) => (await TakeChatsAsync(server, queue, 1))[0];

    /// <summary>As many at once: no more than the queue allows an agent.</summary>
    public async Task<IReadOnlyList<string>> TakeChatsAsync(ServerProcess server, string queue, int count)
    {
        await PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")));
        await PostAsync("/api/v2/me", "Ready");
        using var customer = new HttpClient { BaseAddress = server.Address };
        customer.DefaultRequestHeaders.Add("ContactCenterId", Floor.ContactCenterId);
        for (var number = 0; number < count; number++)
        {
            using var content = Json("RequestChat", ("nickname", "Customer"), ("subject", "bench"), ("endpoint", queue));
            using var answer = await customer.PostAsync(new Uri("/api/v2/chats", UriKind.Relative), content);
            answer.EnsureSuccessStatusCode();
        }

        var chats = await UntilAsync(async () => (await GetAsync("/api/v2/me/chats?fields=*"))["chats"]!.AsArray() is var all && all.Count == count ? all.Select(static c => (string)c!["id"]!).ToList() : null);
        foreach (var chat in chats)
        {
            await PostAsync($"/api/v2/me/chats/{chat}", "Accept");
        }

        return chats;
    }

    public Task WaitForParticipantsAsync(string chat, int count) =>
        UntilAsync(async () => (await GetAsync($"/api/v2/me/chats/{chat}"))["chat"]!["participants"]!.AsArray().Count == count ? "" : null);

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative)))!;

    public async Task PostAsync(string path, string operationName, params (string Name, JsonNode? Value)[] parameters)
    {
        using var content = Json(operationName, parameters);
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"{operationName} {path}: {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public void Dispose() => _http.Dispose();

    private static StringContent Json(string operationName, params (string Name, JsonNode? Value)[] parameters)
    {
        var body = new JsonObject { ["operationName"] = operationName };
        foreach (var (name, value) in parameters)
        {
            body[name] = value;
        }

        return new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
    }

    /// <summary>Asks again every few milliseconds, at most 20 s, until there is an answer.</summary>
    private static async Task<T> UntilAsync<T>(Func<Task<T?>> askAsync) where T : class
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tries = 0; tries < 1_000; tries++)
        {
            if (await askAsync() is { } found)
            {
                return found;
            }

            await pause.WaitForNextTickAsync();
        }

        throw new TimeoutException("What had to come did not come.");
    }
}
