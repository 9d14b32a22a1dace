using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Described;

/// <summary>Everybody does everything that there is a reply or a notification for, once, and some things that are refused.</summary>
internal static class BusyHour
{
    /// <param name="team">Who plays.</param>
    /// <param name="told">Every notification, as <c>{"channel":…,"data":…}</c>.</param>
    public static async Task PlayAsync(Team team, List<JsonObject> told)
    {
        await using var ann = await team.OpenAsync(team.Ann);
        await using var sue = await team.OpenAsync(team.Sue);
        using var anns = await EventSide.OpenAsync(team.Server, team.Ann);
        using var sues = await EventSide.OpenAsync(team.Server, team.Sue);
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
        foreach (var (operation, field) in new[] { ("SendMessage", "text"), ("SendToAgents", "text"), ("SendCustomNotice", "noticeText"), ("SendCustomNoticeToAgents", "noticeText"), ("SendStartTypingNotification", "x"), ("SetInFocus", "x") })
        {
            _ = (await ann.DoAsync(chatId, operation, (field, "hello"))).Ok;
            _ = (await sue.DoAsync(chatId, operation, (field, "hello"))).Ok;
        }

        _ = (await ann.DoAsync(chatId, "SendUrl", ("url", "https://example.org/"))).Ok;
        _ = (await ann.DoAsync(chatId, "AttachUserData", ("userData", new JsonObject { ["k"] = "v" }))).Ok;
        _ = (await ann.DoAsync(chatId, "DeleteUserData", ("keys", new JsonArray("k")))).Ok;
        _ = (await ann.DoAsync(chatId, "SetDisposition", ("disposition", "Done"))).Ok;
        foreach (var mode in new[] { "SwitchToBargeIn", "SwitchToMonitor", "SwitchToCoach" }) _ = (await sue.DoAsync(chatId, mode)).Ok;
        _ = (await chris.SayAsync("hello")).Ok;
        _ = (await chris.DoAsync("SendStartTypingNotification")).Ok;
        await ReadAsync(ann.Api, chatId);
        await ReadAsync(sue.Api, chatId);
        foreach (var path in new[] { chris.Path, $"{chris.Path}/messages", $"{chris.Path}/messages?index=0", $"{chris.Path}/messages?index=x" }) _ = await chris.Api.GetAsync(path);
        _ = await ann.Api.PostAsync($"/api/v2/users/{sue.UserId}/chats/{chatId}", "Intrude");
        _ = await ann.DoAsync("ZZZZZZZZZZZZZZZZ", "Accept");
        _ = (await sue.DoAsync(chatId, "Leave")).Ok;
        _ = (await sue.Api.PostAsync($"/api/v2/users/{ann.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", "Monitor"))).Ok;
        _ = (await ann.DoAsync(chatId, "Leave")).Ok;
        await ReadAsync(ann.Api, chatId);
        _ = (await ann.DoAsync(chatId, "Complete")).Ok;
        foreach (var state in new[] { "DoNotDisturbOn", "DoNotDisturbOff" }) _ = (await ann.Api.PostAsync("/api/v2/me/channels/chat", state)).Ok;
        told.AddRange(await UntilAsync(anns, static d => (string?)d["channels"]?[0]?["dndState"] == "Off" && (string?)d["channels"]?[0]?["userState"]?["state"] == "Ready", skip: 1));
        told.AddRange(await UntilAsync(sues, static d => (string?)d["chat"]?["state"] == "Revoked", skip: 0));
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

    private static async Task<List<JsonObject>> UntilAsync(EventSide stream, Func<JsonObject, bool> isLast, int skip)
    {
        var all = new List<JsonObject>();
        while (true)
        {
            var next = await stream.NextAsync();
            if (next.Type.Length > 0) continue;
            all.Add(next.Data);
            if (isLast(next.Data["data"]!.AsObject()) && skip-- == 0) return all;
        }
    }
}
