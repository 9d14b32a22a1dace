using System.Text.Json;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Hosting.Wire;

/// <summary>A chat as its users read it (contract section 4.1): all of it, or the named fields.</summary>
internal sealed class ChatJson(Uris uris, Timestamps timestamps, ParticipantJson participants)
{
    public const string Inbound = "Inbound";

    /// <summary>The fields that are single words, in the order in which <see cref="Words"/> gives them.</summary>
    public static readonly ImmutableArray<string> WordNames = ["id", "uri", "path", "state", "chatType", "receivedDate", "supervisorMode"];

    public void Write(Utf8JsonWriter json, ChatInfo chat, Fields fields)
    {
        json.WriteStartObject();
        foreach (var (name, value) in Words(chat))
        {
            if (fields.Has(name))
            {
                json.WriteString(name, value);
            }
        }

        if (fields.Has("capabilities"))
        {
            WriteCapabilities(json, chat);
        }

        if (fields.Has("participants"))
        {
            participants.WriteArray(json, chat.Participants);
        }

        if (fields.Has("userData"))
        {
            json.WritePropertyName("userData");
            UserDataJson.Write(json, chat.UserData);
        }

        json.WriteEndObject();
    }

    /// <summary>The fields that are single words: what a list can be filtered by.</summary>
    /// <remarks>The mode is named while the supervisor is invited; in the chat it follows from the participants (golden samples).</remarks>
    public IEnumerable<(string Name, string Value)> Words(ChatInfo chat)
    {
        yield return ("id", chat.Id);
        yield return ("uri", uris.Of(Uris.ChatPath(chat.Id)));
        yield return ("path", Uris.ChatPath(chat.Id));
        yield return ("state", chat.State.ToString());
        yield return ("chatType", Inbound);
        yield return ("receivedDate", timestamps.Text(chat.ReceivedAt));
        if (chat is { State: ParticipantState.Invited, Mode: { } mode })
        {
            yield return ("supervisorMode", mode.ToString());
        }
    }

    private static void WriteCapabilities(Utf8JsonWriter json, ChatInfo chat)
    {
        json.WriteStartArray("capabilities");
        foreach (var capability in chat.Capabilities)
        {
            json.WriteStringValue(capability.ToString());
        }

        json.WriteEndArray();
    }
}
