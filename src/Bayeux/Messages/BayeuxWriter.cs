using System.Buffers;
using System.Text.Json;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.Messages;

/// <summary>
/// Writes what the server sends (Bayeux 1.0, section 3): always an array, events before replies, so that a client stores an ack number only after
/// the events it stands for.
/// </summary>
public static class BayeuxWriter
{
    /// <summary>Writes one body or frame. At least one of the two must not be empty: clients take an empty array for a failure.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<Delivery> deliveries, ReadOnlySpan<BayeuxReply> replies)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartArray();
        foreach (var delivery in deliveries) WriteEvent(json, delivery);
        foreach (var reply in replies) WriteReply(json, reply);
        json.WriteEndArray();
    }

    private static void WriteEvent(Utf8JsonWriter json, Delivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("channel"u8, delivery.Channel);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(delivery.DataJson.Span, skipInputValidation: true);
        json.WriteEndObject();
    }

    private static void WriteReply(Utf8JsonWriter json, BayeuxReply reply)
    {
        json.WriteStartObject();
        if (reply.Channel is not null) json.WriteString("channel"u8, reply.Channel);
        WriteElement(json, "id"u8, reply.Id);
        json.WriteBoolean("successful"u8, reply.Successful);
        WriteElement(json, "subscription"u8, reply.Subscription);
        if (reply.ClientId is not null) WriteHandshake(json, reply, reply.ClientId);
        if (reply.Error is not null) json.WriteString("error"u8, reply.Error);
        if (reply.AckNumber is { } number) WriteExt(json, number);
        if (reply.Advice is not null) WriteAdvice(json, reply.Advice);
        json.WriteEndObject();
    }

    private static void WriteHandshake(Utf8JsonWriter json, BayeuxReply reply, string clientId)
    {
        json.WriteString("clientId"u8, clientId);
        json.WriteString("version"u8, "1.0"u8);
        json.WriteString("minimumVersion"u8, "1.0"u8);
        json.WriteStartArray("supportedConnectionTypes"u8);
        foreach (var type in reply.SupportedConnectionTypes) json.WriteStringValue(type);
        json.WriteEndArray();
        if (!reply.AckGranted) return;
        json.WriteStartObject("ext"u8);
        json.WriteBoolean("ack"u8, true);
        json.WriteEndObject();
    }

    private static void WriteExt(Utf8JsonWriter json, long number)
    {
        json.WriteStartObject("ext"u8);
        json.WriteNumber("ack"u8, number);
        json.WriteEndObject();
    }

    private static void WriteAdvice(Utf8JsonWriter json, Advice advice)
    {
        json.WriteStartObject("advice"u8);
        json.WriteString("reconnect"u8, advice.Reconnect switch { Reconnect.Retry => "retry"u8, Reconnect.Handshake => "handshake"u8, _ => "none"u8 });
        json.WriteNumber("interval"u8, advice.IntervalMs);
        json.WriteNumber("timeout"u8, advice.TimeoutMs);
        if (advice.MultipleClients) json.WriteBoolean("multiple-clients"u8, true);
        json.WriteEndObject();
    }

    private static void WriteElement(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement? element)
    {
        if (element is not { } value) return;
        json.WritePropertyName(name);
        value.WriteTo(json);
    }
}
