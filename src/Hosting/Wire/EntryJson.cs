using System.Text.Json;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Hosting.Wire;

/// <summary>An entry of the log as users read it (contract section 4.5).</summary>
internal sealed class EntryJson(Timestamps timestamps, ParticipantJson participants, bool includeMessageType)
{
    public void WriteArray(Utf8JsonWriter json, ImmutableArray<EntryInfo> entries)
    {
        json.WriteStartArray("messages");
        foreach (var entry in entries)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, EntryInfo entry)
    {
        json.WriteStartObject();
        json.WriteNumber("index", entry.Index);
        json.WriteString("type", entry.Kind.ToString());
        json.WritePropertyName("from");
        participants.Write(json, entry.From);
        if (TextField(entry.Kind) is { } field)
        {
            json.WriteString(field, entry.Text);
        }

        if (includeMessageType && entry.MessageType is { } messageType)
        {
            json.WriteString("messageType", messageType);
        }

        json.WriteString("visibility", entry.Visibility.ToString());
        json.WriteString("timestamp", timestamps.Text(entry.At));
        json.WriteNumber("timestampSeconds", entry.At.ToUnixTimeMilliseconds());     // the name lies, the vendor's values are milliseconds
        json.WriteEndObject();
    }

    private static string? TextField(EntryKind kind) => kind switch
    {
        EntryKind.Text => "text",
        EntryKind.PushUrl => "url",
        EntryKind.CustomNotice => "noticeText",
        _ => null,
    };
}
