using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Described;

/// <summary>Everybody does everything that there is a reply or a notification for, once, and some things that are refused.</summary>
internal static class BusyHour
{
    /// <param name="team">Who plays.</param>
    /// <param name="told">Every event: a notification is <c>{"channel":…,"data":…}</c>, the server's own words have a type.</param>
    public static async Task PlayAsync(Team team, List<ServerSentEvent> told)
    {
        await using var ann = await team.OpenAsync(team.Ann);
        await using var sue = await team.OpenAsync(team.Sue);
        await using var bob = await team.SupervisorAsync(team.Bob);
        using var anns = await EventSide.OpenAsync(team.Server, team.Ann);
        using var sues = await EventSide.OpenAsync(team.Server, team.Sue);
        using var bobs = await EventSide.OpenAsync(team.Server, team.Bob);
        using var anonymous = Api.Anonymous(team.Server);
        _ = await anonymous.GetAsync("/api/v2/diagnostics/version");
        _ = await anonymous.GetAsync("/api/v2/me");
        _ = await ann.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat", "voice")));
        await ann.DoOwnAsync("Ready");
        _ = (await sue.MonitorAsync(ann, "Coach", ("nickname", "Sue"))).Ok;
        using var chris = await team.CustomerAsync(userData: new JsonObject { ["number"] = 1.50, ["none"] = null, ["text"] = "x" });
        var chatId = await ann.NextChatIdAsync();
        await ReadAsync(ann.Api, chatId);
        _ = await ann.DoAsync(chatId, "SendMessage", ("text", "too early"));
        _ = (await ann.DoAsync(chatId, "Accept", ("nickname", "Ann"))).Ok;
        await sue.NextChatIdAsync();
        _ = (await sue.DoAsync(chatId, "Accept")).Ok;
        (string Operation, string Field)[] spoken =
        [
            ("SendMessage", "text"), ("SendToAgents", "text"), ("SendCustomNotice", "noticeText"), ("SendCustomNoticeToAgents", "noticeText"), ("SendStartTypingNotification", "x"),
            ("SendStopTypingNotification", "x"), ("SetInFocus", "x"),
        ];
        foreach (var (operation, field) in spoken)
        {
            _ = (await ann.DoAsync(chatId, operation, (field, "hello"))).Ok;
            _ = (await sue.DoAsync(chatId, operation, (field, "hello"))).Ok;
        }

        _ = (await ann.DoAsync(chatId, "SendUrl", ("url", "https://example.org/"))).Ok;
        _ = (await ann.DoAsync(chatId, "AttachUserData", ("userData", new JsonObject { ["k"] = "v" }))).Ok;
        _ = (await ann.DoAsync(chatId, "DeleteUserData", ("keys", new JsonArray("k")))).Ok;
        _ = (await ann.DoAsync(chatId, "SetDisposition", ("disposition", "Done"))).Ok;
        foreach (var mode in new[] { "SwitchToBargeIn", "SwitchToMonitor", "SwitchToCoach" })
        {
            _ = (await sue.DoAsync(chatId, mode)).Ok;
            _ = (await sue.DoAsync(chatId, "SendMessage", ("text", mode))).Ok;
        }

        _ = (await chris.SayAsync("hello")).Ok;
        _ = (await chris.DoAsync("SendStartTypingNotification")).Ok;
        await ReadAsync(ann.Api, chatId);
        await ReadAsync(sue.Api, chatId);
        foreach (var path in new[] { chris.Path, $"{chris.Path}/messages", $"{chris.Path}/messages?index=0", $"{chris.Path}/messages?index=x" }) _ = await chris.Api.GetAsync(path);
        _ = await ann.Api.PostAsync($"/api/v2/users/{sue.UserId}/chats/{chatId}", "Intrude");
        _ = await ann.DoAsync("ZZZZZZZZZZZZZZZZ", "Accept");
        _ = (await sue.DoAsync(chatId, "Leave")).Ok;
        _ = (await sue.Api.PostAsync($"/api/v2/users/{ann.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", "Monitor"))).Ok;
        _ = (await sue.DoAsync(chatId, "Reject")).Ok;
        _ = (await sue.Api.PostAsync($"/api/v2/users/{ann.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", "BargeIn"))).Ok;
        _ = (await ann.DoAsync(chatId, "Leave")).Ok;
        await ReadAsync(ann.Api, chatId);
        _ = (await ann.DoAsync(chatId, "Complete")).Ok;
        await AskAsync(team, ann, bob, chatId);
        foreach (var state in new[] { "NotReady", "DoNotDisturbOn", "Offline" }) _ = (await ann.Api.PostAsync("/api/v2/me/channels/chat", state)).Ok;
        told.AddRange(await UntilAsync(anns, static e => (string?)e.Data["data"]?["channels"]?[0]?["userState"]?["state"] == "LoggedOut"));
        _ = (await ann.Api.PostAsync("/api/v2/me", "LogoutEverywhere")).Ok;
        told.AddRange(await UntilAsync(anns, static e => e.Type == "end"));
        told.AddRange(await UntilAsync(sues, static e => (string?)e.Data["data"]?["chat"]?["state"] == "Revoked"));
        told.AddRange(await UntilAsync(bobs, static e => (string?)e.Data["data"]?["chat"]?["state"] == "JoinFailed"));
    }

    /// <summary>Another chat, into which bob is asked in every way; in the end he comes too late.</summary>
    private static async Task AskAsync(Team team, Desk ann, Desk bob, string before)
    {
        using var dana = await team.CustomerAsync("Dana");
        var chatId = before;
        while (chatId == before) chatId = await ann.NextChatIdAsync();
        (string, JsonNode?) target = ("targetUri", $"/users/{bob.UserId}");
        _ = (await ann.DoAsync(chatId, "Accept")).Ok;
        _ = (await ann.DoAsync(chatId, "Transfer", target)).Ok;
        _ = (await bob.DoAsync(chatId, "Reject")).Ok;
        _ = (await ann.DoAsync(chatId, "Consult", target)).Ok;
        _ = (await bob.DoAsync(chatId, "Accept")).Ok;
        _ = (await ann.DoAsync(chatId, "Invite", target)).Ok;
        _ = (await ann.DoAsync(chatId, "RemoveParticipantFromConference", target)).Ok;
        _ = (await ann.DoAsync(chatId, "Consult", target)).Ok;
        _ = (await ann.DoAsync(chatId, "CancelConsult")).Ok;
        _ = (await ann.DoAsync(chatId, "Transfer", target)).Ok;
        _ = (await dana.DoAsync("Complete")).Ok;
        _ = (await bob.DoAsync(chatId, "Accept")).Ok;
        _ = (await bob.Api.GetAsync("/api/v2/me/chats?fields=*")).Ok;
        _ = (await bob.DoAsync(chatId, "Complete")).Ok;
    }

    private static async Task ReadAsync(Api api, string chatId)
    {
        foreach (var path in new[]
        {
            "/api/v2/me", "/api/v2/me?subresources=*", "/api/v2/me/channels", "/api/v2/me/channels?fields=*", "/api/v2/settings/agent-states", "/api/v2/me/chats", "/api/v2/me/chats?fields=*", "/api/v2/me/chats?fields=id,state",
            $"/api/v2/me/chats/{chatId}", $"/api/v2/chats/{chatId}", $"/api/v2/me/chats/{chatId}/messages", $"/api/v2/chats/{chatId}/messages?index=1", $"/api/v2/me/chats/{chatId}/messages?index=-1",
        })
        {
            _ = await api.GetAsync(path);
        }
    }

    /// <summary>The id of the next chat that the desk is told of.</summary>
    private static async Task<string> NextChatIdAsync(this Desk desk)
    {
        while (true)
        {
            if ((await desk.NextAsync())["chat"] is { } chat) return (string)chat["id"]!;
        }
    }

    private static async Task<List<ServerSentEvent>> UntilAsync(EventSide stream, Predicate<ServerSentEvent> isLast)
    {
        var all = new List<ServerSentEvent>();
        do all.Add(await stream.NextAsync());
        while (!isLast(all[^1]));
        return all;
    }
}
