namespace OrleansChat.Bayeux.Messages;

/// <summary>The channels of the protocol itself (Bayeux 1.0, section 4). Nothing else below <c>/meta/</c> exists.</summary>
public static class MetaChannel
{
    /// <summary>Opens a session.</summary>
    public const string Handshake = "/meta/handshake";

    /// <summary>Waits for deliveries.</summary>
    public const string Connect = "/meta/connect";

    /// <summary>Subscribes.</summary>
    public const string Subscribe = "/meta/subscribe";

    /// <summary>Unsubscribes.</summary>
    public const string Unsubscribe = "/meta/unsubscribe";

    /// <summary>Ends the session.</summary>
    public const string Disconnect = "/meta/disconnect";
}
