using System.Text.Json;
using System.Text.Unicode;
using OrleansChat.Bayeux.Channels;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.Messages;

/// <summary>
/// Reads what a client sends (Bayeux 1.0, section 3): an array of messages or one bare message. Tolerant about fields, strict about JSON: a
/// body that two parsers could read differently (a key twice, bad UTF-8) is refused as a whole.
/// </summary>
public static class BayeuxParser
{
    /// <summary>Reads a body. Never throws on what a client can send; time grows linearly with its length.</summary>
    public static ParsedBody Parse(ReadOnlySpan<byte> utf8, MessageLimits limits)
    {
        if (!Utf8.IsValid(utf8)) return new([], BodyProblem.NotJson);
        if (Scan(utf8, limits) is var problem and not BodyProblem.None) return new([], problem);
        JsonElement root;
        try
        {
            root = JsonElement.Parse(utf8, new() { MaxDepth = limits.DepthMax, AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return new([], BodyProblem.NotJson);
        }

        if (root.ValueKind == JsonValueKind.Object) return new([ReadMessage(root, limits)], BodyProblem.None);
        if (root.ValueKind != JsonValueKind.Array || root.GetArrayLength() == 0) return new([], BodyProblem.NotMessages);

        var messages = ImmutableArray.CreateBuilder<BayeuxMessage>(root.GetArrayLength());
        foreach (var element in root.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object) return new([], BodyProblem.NotMessages);
            messages.Add(ReadMessage(element, limits));
        }

        return new(messages.MoveToImmutable(), BodyProblem.None);
    }

    // Tokens only, nothing is built: garbage costs nothing. Texts with escapes are decoded once to find lone surrogates.
    private static BodyProblem Scan(ReadOnlySpan<byte> utf8, MessageLimits limits)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.DepthMax });
        var messages = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped) _ = reader.GetString();
                if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.StartObject } && ++messages > limits.MessagesMax) return BodyProblem.TooManyMessages;
            }

            return BodyProblem.None;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return BodyProblem.NotJson;
        }
    }

    private static BayeuxMessage ReadMessage(JsonElement message, MessageLimits limits)
    {
        var (channel, channelProblem) = ReadChannel(message, limits);
        var (id, idProblem) = ReadId(message, limits);
        var ext = Field(message, "ext", JsonValueKind.Object);
        var ack = ext is { } fields && fields.TryGetProperty("ack", out var value) ? value : default;
        var advice = Field(message, "advice", JsonValueKind.Object);
        var (subscriptions, malformed) = ReadSubscriptions(message, limits);
        var clientId = Text(message, "clientId");
        return new()
        {
            Channel = channel,
            Problem = channelProblem ?? idProblem,
            Id = id,
            ClientId = ClientId.IsWellFormed(clientId) ? clientId : null,
            ConnectionType = Text(message, "connectionType"),
            Version = Text(message, "version"),
            SupportedConnectionTypes = Texts(message, "supportedConnectionTypes"),
            Subscriptions = subscriptions,
            SubscriptionsAreMalformed = malformed,
            Subscription = message.TryGetProperty("subscription", out var subscription) ? subscription : null,
            Data = message.TryGetProperty("data", out var data) ? data : null,
            Ext = ext,
            AckWanted = ack.ValueKind == JsonValueKind.True || Field(ack, "enabled", JsonValueKind.True) is not null,
            Ack = ack.ValueKind == JsonValueKind.Number && ack.TryGetInt64(out var number) && number >= 0 ? number : -1,
            HasAdvice = advice is not null,
            AdviceTimeoutMs = ReadTimeoutMs(advice),
        };
    }

    private static (string? Channel, string? Problem) ReadChannel(JsonElement message, MessageLimits limits)
    {
        if (!message.TryGetProperty("channel", out var field)) return (null, BayeuxError.ChannelMissing);
        if (field.ValueKind != JsonValueKind.String) return (null, BayeuxError.ChannelInvalid);
        var channel = field.GetString()!;
        if (channel.Length > limits.ChannelCharactersMax) return (null, BayeuxError.ChannelInvalid);
        return ChannelName.IsName(channel) || ChannelName.IsPattern(channel) ? (channel, null) : (channel, BayeuxError.ChannelInvalid);
    }

    private static (JsonElement? Id, string? Problem) ReadId(JsonElement message, MessageLimits limits)
    {
        if (!message.TryGetProperty("id", out var id) || id.ValueKind == JsonValueKind.Null) return (null, null);
        var isValid = id.ValueKind is JsonValueKind.String or JsonValueKind.Number && id.GetRawText().Length <= limits.IdCharactersMax + 2;
        return isValid ? (id, null) : (null, BayeuxError.MessageIdInvalid);
    }

    private static (ImmutableArray<string> Channels, bool Malformed) ReadSubscriptions(JsonElement message, MessageLimits limits)
    {
        if (!message.TryGetProperty("subscription", out var field)) return ([], false);
        JsonElement[] elements = field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray()] : [field];
        var malformed = elements.Length > limits.ChannelsPerSubscribeMax
            || elements.Any(element => element.ValueKind != JsonValueKind.String || element.GetString()!.Length > limits.ChannelCharactersMax);
        return malformed ? ([], true) : ([.. elements.Select(element => element.GetString()!).Distinct()], false);
    }

    private static int ReadTimeoutMs(JsonElement? advice)
    {
        var timeout = Field(advice ?? default, "timeout", JsonValueKind.Number);
        return timeout is { } number && number.TryGetDouble(out var ms) && ms >= 0 ? (int)Math.Min(ms, int.MaxValue) : -1;
    }

    private static JsonElement? Field(JsonElement owner, string name, JsonValueKind kind) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var field) && field.ValueKind == kind ? field : null;

    private static string? Text(JsonElement message, string name) => Field(message, name, JsonValueKind.String)?.GetString();

    private static ImmutableArray<string> Texts(JsonElement message, string name) =>
        Field(message, name, JsonValueKind.Array) is { } array
            ? [.. array.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.String).Select(element => element.GetString()!)]
            : [];
}
