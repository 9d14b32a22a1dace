using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>Reading on after a kill: what was not yet known to be acknowledged is told again first (decision 45).</summary>
internal static class PastRepeats
{
    /// <summary>Reads until a chat is told to be in this state; the chat.</summary>
    public static async Task<JsonObject> UntilStateAsync(this Desk desk, string state)
    {
        while (true)
        {
            if ((await desk.NextAsync())["chat"] is JsonObject chat && (string?)chat["state"] == state)
            {
                return chat;
            }
        }
    }

    /// <summary>Reads until exactly these entries come together.</summary>
    public static async Task UntilEntriesAsync(this Desk desk, string entries)
    {
        string read;
        do
        {
            read = string.Join(", ", ((await desk.NextAsync())["messages"]?.AsArray() ?? []).Select(static m => $"{m!["index"]} {m["type"]} {m["from"]!["nickname"]} {m["text"]}".TrimEnd()));
        }
        while (read != entries);
    }

    /// <summary>Accepts the chat that is offered; its id.</summary>
    public static async Task<string> AcceptOfferedAsync(this Desk desk)
    {
        var chatId = (string)(await desk.UntilStateAsync("Invited"))["id"]!;
        _ = (await desk.DoAsync(chatId, "Accept")).Ok;
        await desk.UntilStateAsync("Chatting");
        return chatId;
    }
}
