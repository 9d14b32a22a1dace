using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Operations;

/// <summary>
/// A scene with a chat in every state, to which nothing that is refused does anything: everything that anybody can read of it is known. <c>main</c>:
/// the conference of <see cref="Scenes"/>. <c>pending</c>: ann, with bob invited, cat asked for advice, vic invited to monitor, and as much user data as
/// there may be. <c>offer</c>: offered to ann. <c>wrap</c>: ann wraps up. <c>gone</c>: ann, whose customer has gone. <c>failed</c>: bob, who came too late.
/// <c>theirs</c>: dan's. <c>ended</c>: was ann's. <c>none</c>: no chat. Of each there is the customer's <c>…handle</c>. Tom monitors ann; eve has no session.
/// </summary>
internal sealed class Standing(Floor floor)
{
    /// <summary>Everybody in <c>main</c> has used it there, for something that is refused to nobody.</summary>
    public const string UsedKey = "used";

    private const string Chris = """chris RequestChat {"nickname":"Chris","subject":"Help","endpoint":"first"}""";
    private const string Mine = $"""
        . {Chris}
        ~ ann Invited
        . ann Accept
        """;

    private static readonly (string Name, string Script)[] Chats =
    [
        ("main", Scenes.All["conference"]),
        ("pending", Mine.Replace("first\"", "first\",\"userData\":@FULL", StringComparison.Ordinal) + """

            . ann Invite {"targetPath":"/users/@bob"}
            . ann Consult {"targetPath":"/users/@cat"}
            . vic Monitor
            . vic Intrude
            ~ vic Invited
            . vic CancelSupervisorMonitoring
            """),
        ("wrap", $"{Mine}\n. ann Leave"),
        ("gone", $"{Mine}\n. chris Complete"),
        ("failed", Mine + """

            . ann Transfer {"targetPath":"/users/@bob"}
            . chris Complete
            . bob Accept
            """),
        ("ended", $"{Mine}\n. ann Complete\n~ ann Completed"),
        ("theirs", """
            . dan Ready
            . chris RequestChat {"nickname":"Chris","subject":"Help","endpoint":"second"}
            ~ dan Invited
            . dan Accept
            . dan NotReady
            """),
        ("offer", $". {Chris}\n~ ann Invited\n. tom Monitor"),
    ];

    /// <summary>With the subject, 200 keys.</summary>
    private static readonly string Full = $"{{{string.Join(',', Enumerable.Range(1, 199).Select(static n => $"\"k{n}\":{n}"))}}}";

    private readonly List<string> _chats = [];
    private string _before = "";

    public Floor Floor => floor;

    public static async Task<Standing> OpenAsync(FloorServer server)
    {
        var standing = new Standing(await Floor.OpenAsync(server));
        await standing.BuildAsync();
        return standing;
    }

    /// <summary>Everybody reads what they read before, and was told nothing.</summary>
    public async Task NothingHappenedAsync(string after)
    {
        var told = await ToldAsync();
        Assert.True(told.Count == 0, $"After {after}:\n{string.Join('\n', told)}");
        var now = await EverythingAsync();
        Assert.True(_before == now, $"After {after}:\n{now}\nbefore:\n{_before}");
    }

    private async Task BuildAsync()
    {
        floor.Name("none", "ZZZZZZZZZZZZZZZZ");
        floor.Name("nonehandle", Guid.NewGuid().ToString());
        var player = new Player(floor, new Row(0, "", [], []));
        foreach (var (name, script) in Chats)
        {
            await player.PrepareAsync(new Play("", script.Replace("@FULL", Full, StringComparison.Ordinal)));
            floor.Name(name, floor.ChatId);
            floor.Name($"{name}handle", floor.Filled("@handle"));
            _chats.Add(name);
        }

        foreach (var name in new[] { "ann", "bob", "cat", "sue", "tom", "una" })
        {
            _ = (await floor[name].Api.PostOnceAsync(UsedKey, floor.Filled("/api/v2/me/chats/@main"), "SetInFocus", ("first", true))).Ok;
        }

        floor.Turn(floor.Filled("@mainhandle"));
        await ToldAsync();
        _before = await EverythingAsync();
    }

    /// <summary>In every chat in which somebody can make it so, a fence; all that was told but these.</summary>
    private async Task<List<string>> ToldAsync()
    {
        var told = new List<string>();
        foreach (var name in _chats.Where(static name => name is not ("ended" or "offer" or "pending")))
        {
            floor.Turn(floor.Filled($"@{name}handle"));
            told.AddRange((await floor.ToldAsync(new Dictionary<string, int>(), "", null)).Where(static t => !t.StartsWith("chris", StringComparison.Ordinal)));
        }

        return told;
    }

    private async Task<string> EverythingAsync()
    {
        var users = await Task.WhenAll(floor.Parties.Select(async party =>
        {
            var me = (await party.Api.GetAsync("/api/v2/me?subresources=*")).Body;
            var chats = me["user"]!["chats"]!.AsArray().Select(static c => (string)c!["id"]!);
            var logs = await Task.WhenAll(chats.Select(id => party.Api.GetAsync($"/api/v2/me/chats/{id}/messages")));
            return string.Join('\n', logs.Select(static l => l.Body).Prepend(me).Select(static body => body.ToJsonString()));
        }));
        var paths = _chats.SelectMany(static name => new[] { $"/api/v2/chats/@{name}handle", $"/api/v2/chats/@{name}handle/messages?index=0" });
        var customers = await Task.WhenAll(paths.Select(path => floor.Customer.GetAsync(floor.Filled(path))));
        var audit = await floor["boss"].Api.GetAsync("/api/v2/audit?limit=500");
        return string.Join('\n', [.. users, .. customers.Append(audit).Select(static a => a.Body.ToJsonString())]);
    }
}
