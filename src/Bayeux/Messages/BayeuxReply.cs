using System.Text.Json;

namespace OrleansChat.Bayeux.Messages;

/// <summary>The reply to one message (Bayeux 1.0, section 3): never with <c>data</c>, for by that clients tell events from replies.</summary>
public sealed record BayeuxReply
{
    private BayeuxReply() { }

    /// <summary>Success.</summary>
    public static BayeuxReply Ok(BayeuxMessage message) => new() { Channel = message.Channel, Id = message.Id, Successful = true };

    /// <summary>Refusal. Advice goes with handshake and connect replies only.</summary>
    public static BayeuxReply No(BayeuxMessage message, string error, Advice? advice = null) =>
        new() { Channel = message.Channel, Id = message.Id, Error = error, Advice = advice };

    /// <summary>What the server sends on its own when it ends a session over WebSocket.</summary>
    public static BayeuxReply Kicked { get; } = new() { Channel = MetaChannel.Disconnect, Successful = true };

    /// <summary>The message's channel; <see langword="null"/> when it had none.</summary>
    public string? Channel { get; private init; }

    /// <summary>The message's id, of the same type.</summary>
    public JsonElement? Id { get; private init; }

    /// <summary>Success.</summary>
    public bool Successful { get; private init; }

    /// <summary>See <see cref="BayeuxError"/>; <see langword="null"/> on success.</summary>
    public string? Error { get; private init; }

    /// <summary>What the client does next.</summary>
    public Advice? Advice { get; init; }

    /// <summary>Handshake: the new session.</summary>
    public string? ClientId { get; init; }

    /// <summary>Handshake: the transports of the server, best first.</summary>
    public ImmutableArray<string> SupportedConnectionTypes { get; init; } = [];

    /// <summary>Subscribe, unsubscribe: the field as the client sent it.</summary>
    public JsonElement? Subscription { get; init; }

    /// <summary>Handshake: the ack extension is on.</summary>
    public bool AckGranted { get; init; }

    /// <summary>Connect: <c>ext.ack</c>.</summary>
    public long? AckNumber { get; init; }

    /// <summary>Keeps the clientId out of logs.</summary>
    public override string ToString() => $"{Channel} {Error ?? "ok"}";
}
