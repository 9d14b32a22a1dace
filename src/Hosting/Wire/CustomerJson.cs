using System.Globalization;
using System.Text.Json;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Hosting.Wire;

/// <summary>A chat as its customer reads it (contract section 7): no more fields than these (decision 40).</summary>
internal static class CustomerJson
{
    private static readonly string[] Capabilities = ["SendMessage", "SendStartTypingNotification", "SendStopTypingNotification", "Complete"];

    /// <param name="handle">The id that the customer knows the chat by.</param>
    public static void WriteChat(Utf8JsonWriter json, string handle, CustomerChatReply chat)
    {
        json.WriteStartObject("chat");
        json.WriteString("id", handle);
        json.WriteString("state", chat.State.ToString());
        json.WriteStartArray("capabilities");
        foreach (var capability in chat.State == CustomerChatState.Idle ? [] : Capabilities)
        {
            json.WriteStringValue(capability);
        }

        json.WriteEndArray();
        json.WriteStartArray("participants");
        foreach (var participant in chat.Participants)
        {
            WriteParticipant(json, participant);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteEntries(Utf8JsonWriter json, ImmutableArray<EntryInfo> entries)
    {
        json.WriteStartArray("messages");
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteNumber("index", entry.Index);
            json.WriteString("type", entry.Kind.ToString());
            if (TextField(entry.Kind) is { } field)
            {
                json.WriteString(field, entry.Text);
            }

            json.WritePropertyName("from");
            WriteParticipant(json, entry.From);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParticipant(Utf8JsonWriter json, ParticipantInfo participant)
    {
        json.WriteStartObject();
        json.WriteString("nickname", participant.Nickname);
        json.WriteString("participantId", participant.CustomerNumber.ToString(CultureInfo.InvariantCulture));
        json.WriteString("type", ParticipantJson.Type(participant.Role));
        json.WriteEndObject();
    }

    private static string? TextField(EntryKind kind) => kind switch
    {
        EntryKind.PushUrl => "url",
        EntryKind.Text or EntryKind.CustomNotice => "text",
        _ => null,
    };
}
