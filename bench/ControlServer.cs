using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SQLitePCL;

namespace OrleansChat.Bench;

/// <summary>
/// What the same framework and the same store do with no chat at all: parse the body, insert one row, answer when it is on disk. Inserts that
/// wait share a commit, as in the product: WAL, synchronous=FULL.
/// </summary>
internal sealed class ControlServer : IDisposable
{
    private const int InsertsPerCommit = 1_000;

    private readonly BlockingCollection<(string Chat, string Text, TaskCompletionSource Done)> _waiting = new(10_000);
    private readonly sqlite3 _database;

    private ControlServer(string folder)
    {
        Batteries_V2.Init();
        raw.sqlite3_open(Path.Combine(folder, "control.db"), out _database);
        Execute("PRAGMA journal_mode=WAL");
        Execute("PRAGMA synchronous=FULL");
        Execute("CREATE TABLE said (id INTEGER PRIMARY KEY, chat TEXT NOT NULL, text TEXT NOT NULL)");
        new Thread(Write) { IsBackground = true, Name = "Control journal" }.Start();
    }

    public static async Task<int> RunAsync(string url, string folder)
    {
        using var control = new ControlServer(folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();
        app.MapPost("/api/v2/me/chats/{id}", control.SayAsync);
        await app.StartAsync();
        Console.WriteLine($"The control listens on {url}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    public void Dispose() => _waiting.Dispose();

    private async Task SayAsync(HttpContext context, string id)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((id, (string)body!["text"]!, done));
        await done.Task;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = 16;
        await context.Response.WriteAsync("{\"statusCode\":0}");
    }

    private void Write()
    {
        raw.sqlite3_prepare_v2(_database, "INSERT INTO said (chat, text) VALUES (?, ?)", out var insert);
        var done = new List<TaskCompletionSource>();
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            Execute("BEGIN");
            for (var next = first; ; )
            {
                raw.sqlite3_bind_text(insert, 1, next.Chat);
                raw.sqlite3_bind_text(insert, 2, next.Text);
                raw.sqlite3_step(insert);
                raw.sqlite3_reset(insert);
                done.Add(next.Done);
                if (done.Count == InsertsPerCommit || !_waiting.TryTake(out next))
                {
                    break;
                }
            }

            Execute("COMMIT");
            done.ForEach(static d => d.SetResult());
            done.Clear();
        }
    }

    private void Execute(string sql)
    {
        if (raw.sqlite3_exec(_database, sql) != raw.SQLITE_OK)
        {
            throw new InvalidOperationException(raw.sqlite3_errmsg(_database).utf8_to_string());
        }
    }
}
