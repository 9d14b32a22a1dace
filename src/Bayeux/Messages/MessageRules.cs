using OrleansChat.Bayeux.Channels;

namespace OrleansChat.Bayeux.Messages;

/// <summary>What can be refused by looking at a message alone. Each rule gives an <c>error</c>, or <see langword="null"/> when nothing is wrong.</summary>
public static class MessageRules
{
    /// <summary>Handshake (Bayeux 1.0, section 4.1): version 1.0 in any spelling, and a transport in common.</summary>
    public static string? Handshake(BayeuxMessage message, ImmutableArray<string> serverTypes)
    {
        if (message.Version is not { Length: > 0 } version) return BayeuxError.VersionMissing;
        if (!IsVersion1(version)) return BayeuxError.VersionUnsupported;
        return message.SupportedConnectionTypes.Any(serverTypes.Contains)
            ? null
            : BayeuxError.ConnectionTypesNotSupported(message.SupportedConnectionTypes);
    }

    /// <summary>Connect (section 4.2): the connection type may be missing, but must not be one that the server does not have.</summary>
    public static string? Connect(BayeuxMessage message, ImmutableArray<string> serverTypes) =>
        message.ConnectionType is { } type && !serverTypes.Contains(type) ? BayeuxError.ConnectionTypesNotSupported([type]) : null;

    /// <summary>Subscribe (section 4.4): one or more names or patterns, nothing of the protocol's own.</summary>
    public static string? Subscribe(BayeuxMessage message) =>
        Unsubscribe(message) ?? (message.Subscriptions.FirstOrDefault(channel => ChannelName.IsMeta(channel)) is { } meta ? BayeuxError.SubscribeDenied(meta) : null);

    /// <summary>Unsubscribe (section 4.5): one or more names or patterns.</summary>
    public static string? Unsubscribe(BayeuxMessage message)
    {
        if (message.SubscriptionsAreMalformed) return BayeuxError.SubscriptionInvalid;
        if (message.Subscriptions.IsEmpty) return BayeuxError.SubscriptionMissing;
        return message.Subscriptions.All(channel => ChannelName.IsName(channel) || ChannelName.IsPattern(channel)) ? null : BayeuxError.SubscriptionInvalid;
    }

    /// <summary>Publish (section 5.1): to a name, never a pattern, with data.</summary>
    public static string? Publish(BayeuxMessage message)
    {
        if (!ChannelName.IsName(message.Channel)) return BayeuxError.PublishDenied(message.Channel!);
        return message.Data is null ? BayeuxError.DataMissing : null;
    }

    private static bool IsVersion1(string version) =>
        version is "1" or "1.0" || (version.StartsWith("1.0", StringComparison.Ordinal) && version.Length <= 16 && !char.IsAsciiDigit(version[3]));
}
