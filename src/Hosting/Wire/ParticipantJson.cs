using System.Text.Json;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Hosting.Wire;

/// <summary>
/// A participant as users read them (contract section 4.4). A supervisor's type is <c>Agent</c>; a customer has no uri.
/// </summary>
internal sealed class ParticipantJson(Uris uris)
{
    public void WriteArray(Utf8JsonWriter json, ImmutableArray<ParticipantInfo> participants)
    {
        json.WriteStartArray("participants");
        foreach (var participant in participants)
        {
            Write(json, participant);
        }

        json.WriteEndArray();
    }

    public void Write(Utf8JsonWriter json, ParticipantInfo participant)
    {
        json.WriteStartObject();
        json.WriteString("nickname", participant.Nickname);
        json.WriteString("type", Type(participant.Role));
        if (participant.UserId is { } userId)
        {
            json.WriteString("id", userId);
            json.WriteString("uri", uris.Of(Uris.UserPath(userId)));
            json.WriteString("path", Uris.UserPath(userId));
        }

        json.WriteString("visibility", participant.Visibility.ToString());
        json.WriteString("participantId", participant.ParticipantId);
        json.WriteEndObject();
    }

    /// <summary>A supervisor is an <c>Agent</c> on this wire (decision 1).</summary>
    public static string Type(ParticipantRole role) => role == ParticipantRole.Customer ? "Customer" : "Agent";
}
