using System.Text.Json;

namespace OrleansChat.Bayeux.Messages;

/// <summary>
/// One message of a client (Bayeux 1.0, section 3), as far as the server cares. Fields it does not know are ignored. A field of the wrong type
/// counts as absent, except where the difference matters.
/// </summary>
public sealed record BayeuxMessage
{
    /// <summary>The channel as sent, or <see langword="null"/> when there is none or it is longer than allowed or no text.</summary>
    public string? Channel { get; init; }

    /// <summary>
    /// <c>400::channel_missing</c>, <c>405::channel_invalid</c>, <c>405::message_id_invalid</c>, or <see langword="null"/>: nothing wrong with the envelope.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>The id as sent, text or number; repeated in the reply with the same type. <see langword="null"/>: none, or not valid.</summary>
    public JsonElement? Id { get; init; }

    /// <summary>The clientId, or <see langword="null"/> when there is none that any server could have made.</summary>
    public string? ClientId { get; init; }

    /// <summary>Connect: the transport; <see langword="null"/> when absent.</summary>
    public string? ConnectionType { get; init; }

    /// <summary>Handshake: the protocol version.</summary>
    public string? Version { get; init; }

    /// <summary>Handshake: the transports of the client.</summary>
    public ImmutableArray<string> SupportedConnectionTypes { get; init; } = [];

    /// <summary>Subscribe and unsubscribe: the channels; empty when missing.</summary>
    public ImmutableArray<string> Subscriptions { get; init; } = [];

    /// <summary>One of the subscriptions is no text, or too long, or there are too many.</summary>
    public bool SubscriptionsAreMalformed { get; init; }

    /// <summary>The subscription field as sent, repeated in the reply.</summary>
    public JsonElement? Subscription { get; init; }

    /// <summary>Publish: the data.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>The extensions as sent; may hold credentials: never logged, never repeated.</summary>
    public JsonElement? Ext { get; init; }

    /// <summary>Handshake: <c>ext.ack</c> is <c>true</c> or <c>{"enabled":true}</c>.</summary>
    public bool AckWanted { get; init; }

    /// <summary>Connect: <c>ext.ack</c>, or −1 when there is none or it is no integer.</summary>
    public long Ack { get; init; } = -1;

    /// <summary>The message has an advice.</summary>
    public bool HasAdvice { get; init; }

    /// <summary><c>advice.timeout</c> in ms, 0 and up; −1 when there is none, or it is negative or no number.</summary>
    public int AdviceTimeoutMs { get; init; } = -1;

    /// <summary>Keeps clientId and ext out of logs.</summary>
    public override string ToString() => Channel ?? nameof(BayeuxMessage);
}
