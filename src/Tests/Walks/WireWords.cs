using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Walks;

/// <summary>What came over the wire, each as one line that a model can predict. A field that nobody knows fails: it could tell something.</summary>
internal static class WireWords
{
    private static readonly string[] ChatFields = ["id", "uri", "path", "state", "chatType", "receivedDate", "supervisorMode", "capabilities", "participants", "userData"];
    private static readonly string[] EntryFields = ["index", "type", "from", "text", "url", "noticeText", "visibility", "timestamp", "timestampSeconds"];
    private static readonly string[] PersonFields = ["nickname", "type", "id", "uri", "path", "visibility", "participantId"];
    private static readonly string[] NotificationFields = ["messageType", "notificationType", "referenceId", "chat", "chatUri", "chatPath", "messages", "errorMessage"];
    private static readonly string[] ChannelFields = ["channel", "dndState", "userState"];
    private static readonly string[] CustomerChatFields = ["id", "state", "capabilities", "participants"];
    private static readonly string[] CustomerEntryFields = ["index", "type", "text", "url", "from"];
    private static readonly string[] CustomerPersonFields = ["nickname", "participantId", "type"];

    public static string Notification(JsonObject data)
    {
        if (data["channels"] is JsonArray channels)
        {
            Known(data, ["messageType", "notificationType", "channels"]);
            return Channels(channels);
        }

        Known(data, NotificationFields);
        var what = data["chat"] is JsonObject chat ? Chat(chat) : $"{data["chatPath"]}: {Entries(data["messages"]!.AsArray())}";
        var why = data["errorMessage"] is { } message ? $" '{message}'" : "";
        return $"{data["notificationType"]} {data["referenceId"]?.ToJsonString() ?? "-"} {what}{why}";
    }

    /// <summary>What a notification is about: a chat's id, or nothing for the channels. Only what is about the same comes in order.</summary>
    public static string Subject(JsonObject data) => (string?)data["chat"]?["id"] ?? ((string?)data["chatPath"])?.Split('/')[^1] ?? "";

    public static string Channels(JsonArray channels) => string.Join(", ", channels.Select(static c =>
    {
        Known(c!.AsObject(), ChannelFields);
        return $"Channel {c["channel"]} {c["userState"]!["state"]} {c["dndState"]}".TrimEnd();
    }));

    public static string Chat(JsonObject chat)
    {
        Known(chat, ChatFields);
        return $"/chats/{chat["id"]} {chat["state"]} {chat["supervisorMode"]?.ToString() ?? "-"} {Words(chat["capabilities"])} ({People(chat["participants"])}) {chat["userData"]!.ToJsonString()}";
    }

    public static string Entries(JsonArray entries) => string.Join(" | ", entries.Select(static e => Entry(e!.AsObject())));

    public static string CustomerChat(JsonObject chat)
    {
        Known(chat, CustomerChatFields);
        return $"{chat["id"]} {chat["state"]} {Words(chat["capabilities"])} ({string.Join(", ", chat["participants"]!.AsArray().Select(static p => CustomerPerson(p!.AsObject())))})";
    }

    public static string CustomerEntries(JsonArray entries) => string.Join(" | ", entries.Select(static e =>
    {
        Known(e!.AsObject(), CustomerEntryFields);
        return $"{e["index"]} {e["type"]} {CustomerPerson(e["from"]!.AsObject())} '{e["text"] ?? e["url"]}'";
    }));

    private static string Entry(JsonObject entry)
    {
        Known(entry, EntryFields);
        return $"{entry["index"]} {entry["type"]} {Person(entry["from"]!.AsObject())} '{entry["text"] ?? entry["url"] ?? entry["noticeText"]}' {entry["visibility"]}";
    }

    private static string People(JsonNode? people) => string.Join(", ", people!.AsArray().Select(static p => Person(p!.AsObject())));

    private static string Person(JsonObject person)
    {
        Known(person, PersonFields);
        return $"{person["nickname"]} {person["type"]} {person["visibility"]} {person["id"]?.ToString() ?? "-"} {person["participantId"]}";
    }

    private static string CustomerPerson(JsonObject person)
    {
        Known(person, CustomerPersonFields);
        return $"{person["nickname"]} {person["type"]} {person["participantId"]}";
    }

    private static string Words(JsonNode? list) => string.Join(",", list!.AsArray().Select(static word => (string?)word));

    private static void Known(JsonObject json, string[] fields) => Assert.Empty(json.Select(static pair => pair.Key).Except(fields));
}
