using System.Text.Json;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Hosting.Wire;

/// <summary>A media channel's state with the vendor's well-known ids (contract section 3.3).</summary>
internal static class ChannelJson
{
    public static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<ChannelInfo> channels, Fields fields)
    {
        json.WriteStartArray(name);
        foreach (var channel in channels)
        {
            Write(json, channel, fields);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ChannelInfo channel, Fields fields)
    {
        json.WriteStartObject();
        if (fields.Has("channel"))
        {
            json.WriteString("channel", channel.Name);
        }

        if (channel.State != AgentState.Offline && fields.Has("dndState"))
        {
            json.WriteString("dndState", channel.DoNotDisturb ? "On" : "Off");
        }

        if (fields.Has("userState"))
        {
            var (id, displayName, state) = StateOf(channel.State);
            json.WriteStartObject("userState");
            json.WriteString("id", id);
            json.WriteString("displayName", displayName);
            json.WriteString("state", state);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The fields that are single words.</summary>
    public static (string Name, string? Value)[] Words(ChannelInfo channel) =>
        [("channel", channel.Name), ("dndState", channel.State == AgentState.Offline ? null : channel.DoNotDisturb ? "On" : "Off")];

    public static (string Id, string DisplayName, string State) StateOf(AgentState state) => state switch
    {
        AgentState.Ready => ("9430250E-0A1B-421F-B372-F29E69366DED", "Ready", "Ready"),
        AgentState.NotReady => ("900D55CC-2BB0-431F-8BF9-D3525B383BE6", "Not Ready", "NotReady"),
        AgentState.Offline => ("0F7F5003-EF26-4D13-A6EF-D0C7EC819BEB", "Offline", "LoggedOut"),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
