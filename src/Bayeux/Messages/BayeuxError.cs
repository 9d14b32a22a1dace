using OrleansChat.Bayeux.Channels;

namespace OrleansChat.Bayeux.Messages;

/// <summary>
/// The <c>error</c> field (Bayeux 1.0, section 3.9): <c>code:arguments:text</c>. Clients show the text, scripts match the whole. What the client
/// sent is repeated only when it is a valid channel or a plain word.
/// </summary>
public static class BayeuxError
{
    /// <summary>Unknown, expired or foreign clientId, or none: one text for all, so that nobody learns which.</summary>
    public const string UnknownClient = "402::Unknown client";

    /// <summary>Credentials missing or refused in a handshake.</summary>
    public const string HandshakeDenied = "403::Handshake denied";

    /// <summary>Handshake without a version.</summary>
    public const string VersionMissing = "400::version_missing";

    /// <summary>Handshake with a version other than 1.0.</summary>
    public const string VersionUnsupported = "300::Version not supported";

    /// <summary>Subscribe or unsubscribe without a channel.</summary>
    public const string SubscriptionMissing = "403::subscription_missing";

    /// <summary>A subscription that is neither name nor pattern.</summary>
    public const string SubscriptionInvalid = "403::subscription_invalid";

    /// <summary>Over the limit of subscriptions.</summary>
    public const string SubscriptionsTooMany = "403::subscriptions_too_many";

    /// <summary>A message without a channel.</summary>
    public const string ChannelMissing = "400::channel_missing";

    /// <summary>A channel that is no valid name.</summary>
    public const string ChannelInvalid = "405::channel_invalid";

    /// <summary>An id that is neither a short text nor a number. It is not repeated.</summary>
    public const string MessageIdInvalid = "405::message_id_invalid";

    /// <summary>A publish without data.</summary>
    public const string DataMissing = "400::data_missing";

    /// <summary>Overload, or a part of the server is away: come back later.</summary>
    public const string TryLater = "503::Try again later";

    /// <summary>The server has none of these transports.</summary>
    public static string ConnectionTypesNotSupported(IEnumerable<string> types) =>
        $"301:{string.Join(',', types.Where(IsPlainWord).Take(8))}:Connection types not supported";

    /// <summary>A channel that this user may not subscribe to.</summary>
    public static string SubscribeDenied(string channel) => $"403:{Printable(channel)}:subscribe_denied";

    /// <summary>A channel that this user may not publish to.</summary>
    public static string PublishDenied(string channel) => $"403:{Printable(channel)}:publish_denied";

    /// <summary>A channel below <c>/meta/</c> that does not exist.</summary>
    public static string ForbiddenChannel(string channel) => $"403:{Printable(channel)}:Forbidden channel";

    private static string Printable(string channel) => ChannelName.IsName(channel) || ChannelName.IsPattern(channel) ? channel : "";

    private static bool IsPlainWord(string text) => text.Length <= 32 && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
