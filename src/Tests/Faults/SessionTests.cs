using System.Globalization;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>Notification sessions against each other: foreign ones, several of one user, and one that does not read.</summary>
public sealed class SessionTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const int Texts = 10_000;
    private const int Chats = 3;
    private const int InFlight = 32;
    private const long MemoryGrowthMax = 400L << 20;

    [Fact]
    public async Task A_session_id_is_worth_nothing_to_another_user()
    {
        using var owner = Api.User(server, "agent2");
        using var thief = Api.User(server, "agent3");
        var clientId = await owner.ConnectedAsync();
        foreach (var reply in new[] { await thief.ConnectAsync(clientId), await thief.SubscribeAsync(clientId, "/v2/me/chats"), await thief.DisconnectAsync(clientId) })
        {
            var refused = Assert.Single(reply)!;
            Assert.False((bool)refused["successful"]!);
            Assert.Equal("402::Unknown client", (string?)refused["error"]);
        }

        await using var socket = await SocketDesk.OpenAsync(server, "agent3");
        Assert.Equal("402::Unknown client", (string?)(await socket.AskConnectAsync(clientId))["error"]);

        var held = owner.ConnectAsync(clientId);
        _ = (await owner.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new System.Text.Json.Nodes.JsonArray("chat")))).Ok;
        Assert.Equal("NotReady", (string?)(await held)[0]!["data"]!["channels"]![0]!["userState"]!["state"]);
    }

    [Fact]
    public async Task Two_desks_of_one_user_both_get_everything()
    {
        await using var one = await Desk.OpenReadyAsync(server, "agent4");
        await using var other = await Desk.OpenAsync(server, "agent4");
        using var customer = await CustomerSide.RequestChatAsync(server);
        var chatId = await one.AcceptNextAsync();
        _ = (await customer.SayAsync("hello")).Ok;
        Assert.Equal("3 Text Chris hello", await one.NextEntriesAsync());
        _ = (await other.DoAsync(chatId, "SendMessage", ("text", "hi"))).Ok;
        Assert.Equal("4 Text agent4 hi", await one.NextEntriesAsync());

        await other.NextChatAsync("StatusChange", "Invited");
        await other.NextChatAsync("StatusChange", "Chatting");
        await other.NextChatAsync("ParticipantsUpdated");
        Assert.Equal("1 ParticipantJoined Chris, 2 ParticipantJoined agent4", await other.NextEntriesAsync());
        Assert.Equal("3 Text Chris hello", await other.NextEntriesAsync());
        Assert.Equal("4 Text agent4 hi", await other.NextEntriesAsync());
        _ = (await one.DoAsync(chatId, "Complete")).Ok;
        await one.NextChatAsync("StatusChange", "Completed");
        await other.NextChatAsync("StatusChange", "Completed");
        await one.DoOwnAsync("NotReady");
    }

    [Fact]
    public async Task A_socket_that_is_not_read_ends_its_session_and_nobody_else_feels_it()
    {
        await using var agent = await Desk.OpenReadyAsync(server, "agent1");
        await using var socket = await SocketDesk.OpenAsync(server, "agent1");
        var clientId = await socket.StartAsync();
        var customers = new List<CustomerSide>();
        for (var chat = 0; chat < Chats; chat++)
        {
            customers.Add(await CustomerSide.RequestChatAsync(server));
            await agent.AcceptNextAsync();
        }

        var memoryBefore = MemoryOf(server.ProcessId);
        var filler = new string('x', 1_000);
        var saying = Parallel.ForEachAsync(Enumerable.Range(0, Texts), new ParallelOptions { MaxDegreeOfParallelism = InFlight },
            async (number, _) => Assert.Equal(0, (await customers[number % Chats].SayAsync($"{number} {filler}")).StatusCode));
        var heard = new HashSet<int>();
        while (heard.Count < Texts)
        {
            heard.UnionWith((await agent.NextAsync())["messages"]!.AsArray().Select(static m => int.Parse(((string)m!["text"]!).Split(' ')[0], CultureInfo.InvariantCulture)));
        }

        await saying;
        using var api = Api.User(server, "agent1");
        Assert.Equal("402::Unknown client", (string?)(await BayeuxCalls.ConnectAsync(api, clientId))[^1]!["error"]);
        Assert.Null(agent.Refused);
        Assert.InRange(MemoryOf(server.ProcessId) - memoryBefore, long.MinValue, MemoryGrowthMax);
        customers.ForEach(static c => c.Dispose());
    }

    /// <summary>What a process has in memory, in bytes, at its highest.</summary>
    private static long MemoryOf(int processId) =>
        long.Parse(File.ReadLines($"/proc/{processId}/status").Single(static l => l.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
}
