using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Permissions;

/// <summary>
/// Several contact centres, strictly apart, seen from either side: whatever id of the other one a request names, and wherever it names it, the answer is to
/// the byte that for an id that does not exist; headers change nothing.
/// </summary>
[Collection(WhoMayWhat.Name)]
public sealed class SeveralContactCentresTests(PermissionServer server)
{
    private const string NoChat = "ZZZZZZZZZZZZZZZZ";
    private const string NoUser = "00000000000000000000000000000000";

    /// <summary>Who asks what; <c>own</c> is the asker's chat. What stands in braces is of the other contact centre, or of none.</summary>
    private static readonly (string Who, string Path, string? Body)[] Rows =
    [
        .. OperationCatalogue.OfChats.Where(static o => !o.Name.Contains("nvite") && o.Name is not ("Transfer" or "Consult" or "RemoveParticipantFromConference"))
            .SelectMany(static o => new[] { ("ann", "/me/chats/{chat}", (string?)o.Body()), ("ann", "/chats/{chat}", o.Body()) }),
        .. OperationCatalogue.OfMonitoring.Concat(OperationCatalogue.OfAgentControl).Select(static o => ("max", "/users/{user}/channels/chat", (string?)o.Body())),
        .. OperationCatalogue.OfAgentControl.Select(static o => ("boss", "/users/{user}/channels/chat", (string?)o.Body())),
        ("max", "/users/{user}/chats/{chat}", """{"operationName":"Intrude","supervisorVisibilityMode":"Coach"}"""),
        ("max", "/users/{ann}/chats/{chat}", """{"operationName":"Intrude","supervisorVisibilityMode":"Coach"}"""),
        ("max", "/users/{user}/chats/own", """{"operationName":"Intrude"}"""),
        .. new[] { "Transfer", "Invite", "Consult" }.SelectMany(static o => new[]
        {
            ("ann", "/me/chats/own", (string?)$$"""{"operationName":"{{o}}","targetPath":"/users/{user}"}"""), ("ann", "/me/chats/own", $$"""{"operationName":"{{o}}","targetUri":"http://x.example/api/v2/users/{user}"}"""),
            ("ann", "/me/chats/own", $$"""{"operationName":"{{o}}","queueName":"{queue}"}"""), ("ann", "/me/chats/own", $$"""{"operationName":"{{o}}","targetPath":"/queues/{queue}"}"""),
        }),
        ("ann", "/me/chats/own", """{"operationName":"RemoveParticipantFromConference","targetPath":"/users/{user}"}"""),
        ("ann", "/me/chats/own", """{"operationName":"RemoveParticipantFromConference","targetPath":"/users/{participant}"}"""),
        ("ann", "/me/chats/own", """{"operationName":"Complete","queueName":"{queue}"}"""),
        ("customer", "/chats", """{"operationName":"RequestChat","nickname":"n","subject":"s","endpoint":"{queue}"}"""),
        .. OperationCatalogue.OfCustomers.SelectMany(static o => new[] { ("customer", "/chats/{handle}", (string?)o.Body()), ("customer", "/chats/{chat}", o.Body()) }),
        .. new[] { "", "/messages", "/messages?index=1" }.SelectMany(static rest => new[] { ("ann", $"/me/chats/{{chat}}{rest}", (string?)null), ("mona", $"/chats/{{chat}}{rest}", null), ("customer", $"/chats/{{handle}}{rest}", null) }),
        ("ann", "/me/chats?fields=*&id={chat}", null), ("ann", "/me/chats?fields=*&id={handle}", null),
        .. new[] { "chatId={chat}", "supervisor={user}", "agent={user}", "agent={user}&chatId={chat}" }.Select(static filter => ("boss", $"/audit?{filter}", (string?)null)),
    ];

    /// <summary>What somebody may try to be taken for.</summary>
    private static readonly string[] Spoofs = ["ContactCenterId", "X-Forwarded-For", "ssid", "surl", "X-Original-URL", "X-User-Id"];

    [Theory]
    [InlineData(PermissionServer.Near, PermissionServer.Far)]
    [InlineData(PermissionServer.Far, PermissionServer.Near)]
    public async Task Ids_of_another_one_are_ids_of_nothing(string mine, string theirs)
    {
        await using var own = await PermissionStage.OpenAsync(server, mine);
        await using var other = await PermissionStage.OpenAsync(server, theirs);
        var participant = await other.ParticipantOfAnnAsync();
        var wrong = new List<string>();
        foreach (var (who, path, body) in Rows)
        {
            var (theirIds, noIds) = (new Ids(other.ChatId, PermissionServer.UserId(theirs + "ann"), $"{theirs}quiet", other.Handle, participant), new Ids(NoChat, NoUser, "nowhere", Guid.NewGuid().ToString(), "0123456789abcdef"));
            var (foreign, nothing) = (await AskAsync(own, mine + who, path, body, theirIds), await AskAsync(own, mine + who, path, body, noIds));
            if (foreign != nothing) wrong.Add($"{who} {path} {body}:\n  {foreign}\n  {nothing}");
            foreach (var spoof in Spoofs.Where(_ => who != "customer"))
            {
                var spoofed = await AskAsync(own, mine + who, path, body, theirIds, (spoof, spoof == "ContactCenterId" ? PermissionServer.CenterOf(theirs) : theirIds.User));
                if (spoofed != nothing) wrong.Add($"{who} {path} {body} as {spoof}:\n  {spoofed}\n  {nothing}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        await own.NothingHappenedAsync();
        await other.NothingHappenedAsync();
    }

    private static async Task<string> AskAsync(PermissionStage own, string who, string path, string? body, Ids ids, params (string Name, string Value)[] headers)
    {
        var answer = await own.SendAsync(who, ids.In(path.Replace("own", own.ChatId, StringComparison.Ordinal)), ids.In(body), headers);
        return $"{(int)answer.Http} {answer.Body.ToJsonString()}";
    }

    private sealed record Ids(string Chat, string User, string Queue, string Handle, string Participant)
    {
        [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
        public string? In(string? text) => text?.Replace("{chat}", Chat, StringComparison.Ordinal).Replace("{user}", User, StringComparison.Ordinal).Replace("{queue}", Queue, StringComparison.Ordinal)
            .Replace("{handle}", Handle, StringComparison.Ordinal).Replace("{participant}", Participant, StringComparison.Ordinal);
    }
}
