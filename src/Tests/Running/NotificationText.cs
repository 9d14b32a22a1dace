using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Running;

/// <summary>
/// A notification as one line, so that a party's whole life can be listed: its type, the user's state, what the user may do (by the name of
/// the documented list), who is there, the entries, the reference. A visibility other than All stands behind a name as <c>~Agents</c> and
/// behind an entry as <c>(Agents)</c>.
/// </summary>
internal static class NotificationText
{
    private const string Common = "Leave SetInFocus SetDisposition AttachUserData DeleteUserData UpdateUserData Transfer Invite Consult SendToAgents " +
        "SendStartTypingToAgentsNotification SendStopTypingToAgentsNotification SendMessage SendStartTypingNotification SendStopTypingNotification";

    private static readonly Dictionary<string, string> CapabilityLists = new()
    {
        ["Accept Reject"] = "[Invited]",
        ["Transfer Leave Invite Consult SetInFocus SetDisposition AttachUserData DeleteUserData UpdateUserData SendToAgents SendStartTypingToAgentsNotification " +
            "SendStopTypingToAgentsNotification Complete SendMessage SendStartTypingNotification SendStopTypingNotification"] = "[Agent]",
        ["Transfer SetInFocus SetDisposition AttachUserData DeleteUserData UpdateUserData Complete"] = "[WrapUp]",
        ["SetInFocus Complete SetDisposition AttachUserData DeleteUserData UpdateUserData"] = "[JoinFailed]",
        [$"{Common} SwitchToCoach SwitchBargeIn"] = "[Monitor]",
        [$"{Common} SwitchToMonitor SwitchBargeIn"] = "[Coach]",
        [$"{Common} SwitchToMonitor SwitchToCoach"] = "[BargeIn]",
        [""] = "[]",
    };

    public static string Of(JsonObject notification)
    {
        var reference = notification["referenceId"] is { } number ? $" ref {number}" : "";
        return $"{Words(notification)}{reference}";
    }

    /// <summary>Entries as <c>index type nickname text</c> each.</summary>
    public static string Entries(JsonArray messages) => string.Join(", ", messages.Select(static m => Entry(m!)));

    private static string Words(JsonObject notification) => ((string?)notification["messageType"], (string?)notification["notificationType"]) switch
    {
        ("ChannelStateChangeMessageV2", _) => string.Join(", ", notification["channels"]!.AsArray().Select(static c => $"Channel {c!["channel"]} {c["userState"]!["state"]} {c["dndState"]}".TrimEnd())),
        ("MessageLogUpdated", "NewMessages") => $"NewMessages {Entries(notification["messages"]!.AsArray())}",
        ("ChatStateChangeMessage", "StatusChange" or "ParticipantsUpdated" or "PropertiesUpdated") => $"{notification["notificationType"]} {Chat(notification["chat"]!)}",
        ("ChatStateChangeMessage", "Error") => $"Error {Chat(notification["chat"]!)} '{notification["errorMessage"]}'",
        _ => notification.ToJsonString(),
    };

    private static string Chat(JsonNode chat)
    {
        var capabilities = string.Join(' ', chat["capabilities"]!.AsArray().Select(static c => (string?)c));
        var mode = chat["supervisorMode"] is { } named ? $" as {named}" : "";
        var participants = string.Join(", ", chat["participants"]!.AsArray().Select(static p => Name(p!)));
        return $"{chat["state"]}{mode} {CapabilityLists.GetValueOrDefault(capabilities, capabilities)} {participants}".TrimEnd();
    }

    private static string Entry(JsonNode entry)
    {
        var text = entry["text"] ?? entry["url"] ?? entry["noticeText"];
        var visibility = (string?)entry["visibility"] is { } word and not "All" ? $" ({word})" : "";
        return $"{entry["index"]} {entry["type"]} {Name(entry["from"]!)}{visibility} {text}".TrimEnd();
    }

    private static string Name(JsonNode participant) =>
        (string?)participant["visibility"] is { } word and not "All" ? $"{participant["nickname"]}~{word}" : $"{participant["nickname"]}";
}
