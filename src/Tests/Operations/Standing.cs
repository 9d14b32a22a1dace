using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Operations;

/// <summary>
/// A scene with a chat in every state, to which nothing that is refused does anything: everything that anybody can read of it is known. <c>main</c>:
/// the conference of <see cref="Scenes"/>. <c>pending</c>: ann, with bob invited, cat asked for advice, vic invited to monitor, and as much user data as
/// there may be. <c>full</c>: ann and bob, sue who monitors, and as much said to everybody, to agents and to supervisors as there may be; ann and chris type.
/// <c>crowd</c>: ann, who asked in as many as there may be. <c>worn</c>: ann, sue and una, who came and switched as often as they may, like tom, who left; and as much said
/// to everybody as there may be. <c>offer</c>: offered to ann. <c>wrap</c>: ann wraps up. <c>gone</c>: ann, whose customer has gone. <c>failed</c>: bob, who came too late.
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
        ("full", $$"""
            {{Mine}}
            . ann Invite {"targetPath":"/users/@bob"}
            . bob Accept
            . sue Monitor
            . sue Intrude
            . sue Accept
            . sue CancelSupervisorMonitoring
            . chris SendStartTypingNotification
            . ann SendStartTypingNotification
            . ann SendStartTypingToAgentsNotification
            {{Said("""ann SendUrl {"url":"https://example.org/"}""", 5)}}
            {{Said("""ann SendCustomNoticeToAgents {"noticeText":"n"}""", 1)}}
            {{Said("""sue SendMessage {"text":"unseen"}""", 1)}}
            """),
        ("crowd", $$"""
            {{Mine}}
            . ann Invite {"targetPath":"/users/@bob"}
            . ann Invite {"targetPath":"/users/@cat"}
            . ann Invite {"targetPath":"/users/@dan"}
            . ann Invite {"queueName":"second"}
            """),
        ("worn", $$"""
            {{Mine}}
            {{Worn("sue", "Coach", "BargeIn", "Coach", "Monitor", "Coach", "Monitor")}}
            {{Worn("una", "BargeIn", "Coach", "Monitor", "Coach", "Monitor", "BargeIn")}}
            {{Worn("tom", "Coach", "Monitor", "Coach", "Monitor", "Coach", "Monitor")}}
            . tom Leave
            {{Said("""ann SendUrl {"url":"https://example.org/"}""", 7)}}
            """),
        ("offer", $". {Chris}\n~ ann Invited\n. tom Monitor"),
    ];

    /// <summary>With the subject, 200 keys.</summary>
    private static readonly string Full = $"{{{string.Join(',', Enumerable.Range(1, 199).Select(static n => $"\"k{n}\":{n}"))}}}";

    private readonly List<string> _chats = [];
    private string _before = "";

    public Floor Floor => floor;

    /// <summary>Said until a visibility has as many entries as there may be.</summary>
    private static string Said(string words, int entriesBefore) => string.Join('\n', Enumerable.Repeat($". {words}", FloorServer.Entries - entriesBefore));

    /// <summary>Intrudes in the first mode, and switches until there is no more switching.</summary>
    private static string Worn(string name, params string[] modes)
    {
        Assert.Equal(FloorServer.Comings, modes.Length);
        string[] enters = ["Monitor", $"Intrude {{\"supervisorVisibilityMode\":\"{modes[0]}\"}}", "Accept", "CancelSupervisorMonitoring"];
        return string.Join('\n', enters.Concat(modes.Skip(1).Select(static mode => $"SwitchTo{mode}")).Select(words => $". {name} {words}"));
    }

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
