namespace OrleansChat.Bayeux.Channels;

/// <summary>Channel names and patterns (Bayeux 1.0, section 2.2). Comparison is exact: case counts, nothing is decoded, trimmed or normalised.</summary>
/// <remarks>A name is <c>/segment(/segment)*</c>; a segment is one or more of <c>A–Z a–z 0–9 - _ ! ~ ( ) $ @</c>.</remarks>
public static class ChannelName
{
    /// <summary>Whether a text is a channel's name, of any length. A pattern is none.</summary>
    public static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != '/') return false;
        var segment = 0;
        foreach (var character in text[1..])
        {
            if (character == '/')
            {
                if (segment == 0) return false;
                segment = 0;
            }
            else if (IsSegmentCharacter(character)) segment++;
            else return false;
        }

        return segment > 0;
    }

    /// <summary>Whether a text is a pattern: <c>/*</c> or <c>/**</c>, alone or after a name. A star elsewhere makes it neither name nor pattern.</summary>
    public static bool IsPattern(ReadOnlySpan<char> text)
    {
        var parent = text.EndsWith("/**") ? text[..^3] : text.EndsWith("/*") ? text[..^2] : "?";
        return parent.IsEmpty || IsName(parent);
    }

    /// <summary>Below <c>/meta/</c>: the protocol's own, never delivered, never subscribed.</summary>
    public static bool IsMeta(ReadOnlySpan<char> channel) => channel is "/meta" || channel.StartsWith("/meta/");

    /// <summary>Below <c>/service/</c>: between one client and the server, never broadcast; subscriptions are granted and not recorded.</summary>
    public static bool IsService(ReadOnlySpan<char> channel) => channel is "/service" || channel.StartsWith("/service/");

    /// <summary>
    /// Whether a delivery on <paramref name="channel"/> (a name) belongs to a subscription (a name or a pattern): <c>/a/*</c> is exactly one more
    /// segment, <c>/a/**</c> one or more; neither is <c>/a</c> itself.
    /// </summary>
    public static bool Matches(ReadOnlySpan<char> subscription, ReadOnlySpan<char> channel)
    {
        if (subscription.SequenceEqual(channel)) return true;
        if (subscription.EndsWith("/**")) return IsBelow(subscription[..^2], channel);
        return subscription.EndsWith("/*") && IsBelow(subscription[..^1], channel) && !channel[(subscription.Length - 1)..].Contains('/');
    }

    private static bool IsBelow(ReadOnlySpan<char> parentWithSlash, ReadOnlySpan<char> channel) =>
        channel.Length > parentWithSlash.Length && channel.StartsWith(parentWithSlash);

    private static bool IsSegmentCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '!' or '~' or '(' or ')' or '$' or '@';
}
