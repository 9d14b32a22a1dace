using System.Net.WebSockets;
using System.Text;

namespace OrleansChat.Bench;

/// <summary>What input costs that is refused: CPU of the server for each kind, and whether its memory grows.</summary>
internal static class BadInput
{
    private const int Times = 50;

    /// <summary>Nothing, and then everything so often: what only fills what the garbage collector keeps comes to an end.</summary>
    private const int Rounds = 9;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <summary>By name, bodies for the notification endpoint and for an operation alike.</summary>
    private static readonly (string Name, byte[] Body)[] Bodies =
    [
        ("10,000 messages", Text($"[{string.Join(',', Enumerable.Repeat("{\"channel\":\"/x\"}", 10_000))}]")),
        ("depth 10,000", Text(new string('[', 10_000) + new string(']', 10_000))),
        ("an array of 1,000,000", Text($"[{string.Join(',', Enumerable.Repeat('1', 1_000_000))}]")),
        ("an array of 60,000", Text($"[{string.Join(',', Enumerable.Repeat('1', 60_000))}]")),
        ("1 MB of text", Text($"{{\"operationName\":\"SendMessage\",\"text\":\"{new string('x', 1 << 20)}\"}}")),
        ("a key twice", Text("{\"operationName\":\"Leave\",\"operationName\":\"Leave\"}")),
        ("10,000 keys", Text($"{{{string.Join(',', Enumerable.Range(0, 10_000).Select(static n => $"\"{n}\":1"))}}}")),
        ("NaN", Text("{\"operationName\":NaN}")),
        ("a lone surrogate", Text("{\"operationName\":\"\\ud800\"}")),
        ("a byte order mark", [0xEF, 0xBB, 0xBF, .. Text("{\"operationName\":1}")]),
        ("UTF-16", Encoding.Unicode.GetBytes("{\"operationName\":\"Leave\"}")),
        ("invalid UTF-8", [.. Text("{\"operationName\":\""), 0xC3, 0x28, .. Text("\"}")]),
    ];

    /// <summary>What a WebSocket is closed for.</summary>
    private static readonly (string Name, byte[] Frame)[] Frames =
    [
        ("a frame of 1 MiB", Text($"[{{\"channel\":\"/x\",\"data\":\"{new string('x', 1 << 20)}\"}}]")),
        ("a frame of depth 30,000", Text(new string('[', 30_000) + new string(']', 30_000))),
        ("a frame of 30,000 numbers", Text($"[{string.Join(',', Enumerable.Repeat('1', 30_000))}]")),
    ];

    public static async Task<IReadOnlyList<Row>> MeasureAsync(BenchOptions options)
    {
        var floor = new Floor(1);
        await using var server = await ServerProcess.StartAsync(options, floor);
        await using var open = await floor.OpenAsync(server, static (_, _, _) => { });
        var cookie = open.Agent(0).Cookie;
        string[] paths = ["/api/v2/notifications", $"/api/v2/me/chats/{open.Chats[0]}"];
        (string Name, Func<Task> AskAsync)[] kinds =
        [
            .. Bodies.SelectMany(bad => paths.Select(path => ($"{bad.Name} at {(path == paths[0] ? "notifications" : "an operation")}", (Func<Task>)(() => MustBeRefusedAsync(server, path, cookie, bad.Body))))),
            .. Frames.Select(bad => (bad.Name, (Func<Task>)(() => MustBeClosedAsync(server, cookie, bad.Frame)))),
        ];
        foreach (var (_, askAsync) in kinds) await askAsync();                            // once, so that all code is compiled

        var (dearest, memory) = ((Name: "", Milliseconds: 0.0), new List<string>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, askAsync) in round == 0 ? [] : kinds)
            {
                var cpu = server.Costs.CpuTime;
                for (var n = 0; n < Times; n++) await askAsync();
                var each = (server.Costs.CpuTime - cpu).TotalMilliseconds / Times;
                dearest = each > dearest.Milliseconds ? (name, each) : dearest;
            }

            await Task.Delay(Settling);
            memory.Add(Figures.Of(server.Costs.ResidentBytes / 1048576.0, "MiB"));
        }

        return
        [
            new($"{Bodies.Length} kinds of bad bodies at two endpoints and {Frames.Length} of frames, {Times} times each, CPU of the dearest", $"{Figures.Of(dearest.Milliseconds, "ms", "N2")} ({dearest.Name})", "≤ 50 ms"),
            new($"… memory of the server before, and after each of {Rounds - 1} rounds", string.Join(", ", memory), "flat"),
        ];
    }

    private static async Task MustBeRefusedAsync(ServerProcess server, string path, string cookie, byte[] body)
    {
        // A Bayeux endpoint may say no in a message of an answer that is 200.
        if (await AskAsync(server, path, cookie, body) == 200 && !path.EndsWith("notifications", StringComparison.Ordinal)) throw new InvalidOperationException($"A bad body was taken at {path}.");
    }

    /// <summary>A socket of its own, from the upgrade to the close.</summary>
    private static async Task MustBeClosedAsync(ServerProcess server, string cookie, byte[] frame)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", cookie);
        socket.Options.SetRequestHeader("Origin", server.Address.ToString().TrimEnd('/'));
        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/api/v2/notifications" }.Uri, default);
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, default);
            if ((await socket.ReceiveAsync(new byte[256], default)).MessageType != WebSocketMessageType.Close) throw new InvalidOperationException("A bad frame was taken.");
        }
        catch (WebSocketException)
        {
            // The server need not read it to its end.
        }
    }

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>On a connection of its own: the server may close it before it has read all. Then the status is 0.</summary>
    private static async Task<int> AskAsync(ServerProcess server, string path, string cookie, byte[] body)
    {
        using var line = await SenderLine.OpenAsync(server.Port, path, cookie);
        var head = $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nCookie: {cookie}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        try
        {
            return await line.AskAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body]);
        }
        catch (Exception error) when (error is System.Net.Sockets.SocketException or InvalidOperationException)
        {
            return 0;
        }
    }
}
