using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Bayeux.Hosting;
using OrleansChat.Tests.Documents;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Grains;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Limits;

/// <summary><c>docs/reference/limits.md</c>: each row is hit on the running server, and says what happens then.</summary>
public sealed partial class LimitsTests(LowServer low) : IClassFixture<LowServer>
{
    private static readonly Page Page = new("limits.md");

    private static readonly Dictionary<string, Func<LimitsTests, Task>> Checks = new()
    {
        ["Bytes of a text, url or notice"] = static t => t.RequestedAsync(("subject", Long(16 * 1024 + 1))),
        ["Characters of a nickname"] = static t => t.RequestedAsync(("nickname", Long(65))),
        ["Characters of a word such as messageType"] = static t => t.WordAsync(),
        ["Keys of a chat's user data"] = static t => t.RequestedAsync(("userData", new JsonObject(Enumerable.Range(0, 201).Select(static n => KeyValuePair.Create($"k{n}", (JsonNode?)1))))),
        ["Characters of a user data key"] = static t => t.RequestedAsync(("userData", new JsonObject { [Long(257)] = 1 })),
        ["Characters of a chat's user data"] = static t => t.RequestedAsync(("userData", new JsonObject { ["k"] = Long(64 * 1024) })),
        ["Bytes of a body"] = static t => t.BodyAsync($"{{\"x\":\"{Long(128 * 1024)}\"}}", 10, 413),
        ["Depth of JSON"] = static t => t.BodyAsync($"{{\"operationName\":\"Ready\",\"x\":{new string('[', 16)}{new string(']', 16)}}}", 2, 400),
        ["A property twice"] = static t => t.BodyAsync("""{"operationName":"Ready","operationName":"Ready"}""", 2, 400),
        ["Entries of a chat's log"] = static t => t.EntriesAsync(),
        ["Comings of a supervisor into a chat"] = static _ => OnAServerAsync(["--Limits:ComingsMax=1", "--Limits:ParticipantsMax=2", "--Supervision:IntrudeRequiresMonitoring=false"], SupervisorComesAsync),
        ["Comings of agents into a chat"] = static _ => OnAServerAsync(["--Limits:ComingsMax=1", "--Limits:ParticipantsMax=2"], AgentsComeAsync),
        ["Agents in a chat, and supervisors"] = static t => t.ParticipantsAsync(),
        ["Bytes of a request's headers"] = static t => t.HeadAsync($"X-Long: {Long(17 * 1024)}\r\n", 431),
        ["Number of a request's headers"] = static t => t.HeadAsync(string.Concat(Enumerable.Range(0, 65).Select(static n => $"X-{n}: 1\r\n")), 431),
        ["Time for a request's headers"] = static t => t.SlowAsync("GET /health/live HTTP/1.1\r\nHost: x\r\n", "\r\n", 200, 10),
        ["Pace of a request's body"] = static t => t.SlowAsync("POST /api/v2/chats HTTP/1.1\r\nHost: x\r\nContactCenterId: 11111111-1111-1111-1111-111111111111\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", new string(' ', 98) + "}", 400, 5),
        ["Streams of an HTTP/2 connection"] = static _ => Http2Async(),
        ["Bytes of a WebSocket message"] = static t => t.SocketMessageAsync(),
        ["Messages of a Bayeux batch"] = static t => t.BatchAsync(),
        ["Notification sessions of a user"] = static t => t.SessionsAsync(),
        ["Requests of a user"] = static t => t.RequestsAsync(),
        ["Requests without a login of an address"] = static _ => AnonymousAsync(),
        ["Chats that an address requests"] = static t => t.ChatsAsync(),
        ["Wrong passwords for a name from an address"] = static t => t.WrongPasswordsAsync(static low => low.Crowded),
        ["Wrong passwords for a name from anywhere"] = static t => t.WrongPasswordsAsync(static low => low.Server),
        ["Wrong passwords from an address"] = static _ => OnAServerAsync([$"--RateLimits:FailedLoginsOfAddressBurst={LowServer.WrongPasswords}", "--RateLimits:FailedLoginsOfAddressPerMinute=0.01"], static server => WrongPasswordsAsync(server, LowServer.WrongPasswords, static n => $"nobody{n}")),
        ["Handshakes of a user"] = static t => t.HandshakesAsync(),
        ["Notification sessions that do not exist and are asked for, of a user"] = static _ => new UnknownSessionTests().Who_asks_for_too_many_sessions_that_do_not_exist_is_told_to_come_back_later(),
        ["Notifications that wait for a session"] = static t => t.QueueAsync(),
        ["Bytes of these"] = static _ => OnAServerAsync([], QueueBytesAsync),
        ["Subscriptions of one message"] = static t => t.SubscriptionsAsync(),
        ["Bytes of the events of a stream"] = static _ => OnAServerAsync([], StreamBytesAsync),
        ["Bytes that wait for the reader of a stream"] = static _ => new SlowStreamTests().More_than_may_wait_for_a_reader_ends_the_stream(),
        ["Bytes that wait for the reader of a WebSocket"] = static _ => new WebSocketEndTests().A_reader_that_is_too_slow_loses_its_socket_and_nobody_else_feels_it(),
        ["Messages of a user"] = static t => t.MessagesAsync(),
        ["Events of a stream of events"] = static t => t.EventsAsync(),
        ["Connections"] = static t => t.ConnectionsAsync(),
        ["WebSockets"] = static t => t.WebSocketsAsync(),
        ["Bytes that the operating system holds for a client that does not read"] = static _ => SendBufferAsync(),
        ["Streams of events"] = static t => t.StreamsAsync(),
        ["WebSockets and streams of a user"] = static t => t.OfUserAsync(),
    };

    public static TheoryData<string> Rows() => [.. Page.Rows().Select(static row => row[0])];

    [Fact]
    public void Every_row_has_its_test_and_every_test_its_row() => Page.Same(Checks.Keys.Order(StringComparer.Ordinal), Page.Rows().Select(static row => row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void The_defaults_are_the_code_s() => Assert.All(
        Page.Rows().Where(static row => Page.Plain(row[2]).Contains(':', StringComparison.Ordinal)),
        static row =>
        {
            var setting = Settings.All.Single(s => $"{s.Section}:{s.Name}" == Page.Plain(row[2]));
            var said = row[1].Split(' ')[0].Replace(",", "", StringComparison.Ordinal);
            Assert.Equal(setting.Default, row[1].Contains("KiB", StringComparison.Ordinal) ? $"{int.Parse(said, System.Globalization.CultureInfo.InvariantCulture) * 1024}" : said);
        });

    [Fact]
    public void The_end_of_a_log_is_the_code_s() => Assert.All(
        new[] { "docs/reference/limits.md", "docs/ARCHITECTURE.md", "docs/decisions/0024-comings-end.md" },
        static page => Assert.Contains(ChatLimits.Default.LogMax.ToString("N0", System.Globalization.CultureInfo.InvariantCulture), Texts.Read(page), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Rows))]
    public Task Who_exceeds_it_is_told(string limit) => Checks[limit](this);

    private static string Long(int length) => new('x', length);

    private async Task RequestedAsync((string Name, JsonNode? Value) changed)
    {
        using var customer = Api.Customer(low.Server);
        var body = new Dictionary<string, JsonNode?> { ["nickname"] = "Chris", ["subject"] = "Help", [changed.Name] = changed.Value };
        (await customer.PostAsync("/api/v2/chats", "RequestChat", [.. body.Select(static p => (p.Key, p.Value))])).MustBe(10, 400);
    }

    private async Task BodyAsync(string body, int statusCode, int http)
    {
        using var agent = Api.User(low.Server, "agent1");
        (await agent.PostRawAsync("/api/v2/me", body)).MustBe(statusCode, http);
    }

    private async Task EntriesAsync()
    {
        using var customer = await CustomerSide.RequestChatAsync(low.Server);
        for (var entry = 1; entry < LowServer.Entries; entry++)
        {
            _ = (await customer.SayAsync("more")).Ok;
        }

        (await customer.SayAsync("one too many")).MustBe(10, 400);
        _ = (await customer.DoAsync("Complete")).Ok;
    }

    private async Task ParticipantsAsync()
    {
        await using var agent = await Desk.OpenReadyAsync(low.Server, "agent4");
        using var customer = await CustomerSide.RequestChatAsync(low.Server);
        var chatId = await agent.AcceptNextAsync();
        await using var other = await Desk.OpenReadyAsync(low.Server, "agent3");
        (await agent.DoAsync(chatId, "Invite", ("targetPath", $"/users/{other.UserId}"))).MustBe(10, 400);
        await using var supervisor = await Desk.OpenAsync(low.Server, "supervisor1");
        await using var second = await Desk.OpenAsync(low.Server, "supervisor2");
        _ = (await IntrudeAsync(supervisor)).Ok;
        (await IntrudeAsync(second)).MustBe(10, 400);
        _ = (await customer.DoAsync("Complete")).Ok;
        _ = (await agent.DoAsync(chatId, "Complete")).Ok;
        await agent.DoOwnAsync("NotReady");
        await other.DoOwnAsync("NotReady");

        Task<Answer> IntrudeAsync(Desk who) => who.Api.PostAsync($"/api/v2/users/{agent.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", "Monitor"));
    }

    private static async Task SupervisorComesAsync(RunningServer server)
    {
        await using var agent = await Desk.OpenReadyAsync(server, "agent4");
        using var customer = await CustomerSide.RequestChatAsync(server);
        var chatId = await agent.AcceptNextAsync();
        await using var supervisor = await Desk.OpenAsync(server, "supervisor1");
        await using var second = await Desk.OpenAsync(server, "supervisor2");
        _ = (await IntrudeAsync(supervisor)).Ok;
        _ = (await supervisor.DoAsync(chatId, "Accept")).Ok;
        (await supervisor.DoAsync(chatId, "SwitchToCoach")).MustBe(10, 400);
        _ = (await supervisor.DoAsync(chatId, "Leave")).Ok;
        (await IntrudeAsync(supervisor)).MustBe(10, 400);
        _ = (await IntrudeAsync(second)).Ok;

        Task<Answer> IntrudeAsync(Desk who) => who.Api.PostAsync($"/api/v2/users/{agent.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", "Monitor"));
    }

    private static async Task AgentsComeAsync(RunningServer server)
    {
        await using var agent = await Desk.OpenReadyAsync(server, "agent1");
        using var customer = await CustomerSide.RequestChatAsync(server);
        var chatId = await agent.AcceptNextAsync();
        _ = (await agent.DoAsync(chatId, "Complete", ("queueName", "chat-in"))).Ok;
        await agent.NextChatAsync("StatusChange", "Completed");
        Assert.Equal(chatId, await agent.AcceptNextAsync());
        (await agent.DoAsync(chatId, "Complete", ("queueName", "chat-in"))).MustBe(10, 400);
        (await agent.DoAsync(chatId, "Invite", ("queueName", "chat-in"))).MustBe(10, 400);
        _ = (await agent.DoAsync(chatId, "Consult", ("queueName", "chat-in"))).Ok;
        _ = (await agent.DoAsync(chatId, "Complete")).Ok;
    }

    private async Task WordAsync()
    {
        using var agent = Api.User(low.Server, "agent1");
        (await agent.PostAsync("/api/v2/me/chats/ZZZZZZZZZZZZZZZZ", "SendMessage", ("text", "x"), ("messageType", Long(257)))).MustBe(10, 400);
    }

    private async Task HeadAsync(string headers, int http)
    {
        using var connection = await RawConnection.OpenAsync(low.Server.Port);
        await connection.SendAsync($"GET /health/live HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        Assert.Equal(http, await connection.StatusAsync());
    }

    /// <summary>It is the time that closes the connection: with the rest at once there is an answer, and without it not before the time.</summary>
    private async Task SlowAsync(string beginning, string rest, int http, int seconds)
    {
        using var prompt = await RawConnection.OpenAsync(low.Server.Port);
        await prompt.SendAsync(beginning);
        await prompt.SendAsync(rest);
        Assert.Equal(http, await prompt.StatusAsync());
        using var slow = await RawConnection.OpenAsync(low.Server.Port);
        var started = Stopwatch.GetTimestamp();
        await slow.SendAsync(beginning);
        Assert.Contains(await slow.StatusAsync(), new[] { 0, 408 });
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromSeconds(seconds - 1), TimeSpan.FromSeconds(seconds + 30));
    }

    /// <summary>The server's first frame is its settings: MAX_CONCURRENT_STREAMS is number 3.</summary>
    private static async Task Http2Async()
    {
        var port = RunningServer.FreePort();
        await OnAServerAsync([$"--Kestrel:Endpoints:Both:Url=http://127.0.0.1:{port}", "--Kestrel:Endpoints:Both:Protocols=Http2"], async _ =>
        {
            using var connection = await RawConnection.OpenAsync(port);
            await connection.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            await connection.SendAsync([0, 0, 0, 4, 0, 0, 0, 0, 0]);
            var frame = await connection.ReadAsync();
            Assert.Equal(4, frame[3]);
            var settings = frame[9..(9 + (frame[1] << 8) + frame[2])].Chunk(6).ToDictionary(static s => BinaryPrimitives.ReadUInt16BigEndian(s), static s => BinaryPrimitives.ReadUInt32BigEndian(s.AsSpan(2)));
            Assert.Equal(100u, settings[3]);
        });
    }

    /// <summary>For a limit that others on the same server would feel.</summary>
    private static async Task OnAServerAsync(string[] arguments, Func<RunningServer, Task> act)
    {
        var server = new RunningServer { Arguments = arguments };
        await server.InitializeAsync();
        try
        {
            await act(server);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
