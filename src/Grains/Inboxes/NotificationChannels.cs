using System.Collections.Frozen;
using OrleansChat.Bayeux.Channels;

namespace OrleansChat.Grains.Inboxes;

/// <summary>The channels that a user may subscribe to: the same names for all, the content is each user's own (decision 43).</summary>
internal static class NotificationChannels
{
    private static readonly FrozenSet<string> Granted = new[]
    {
        "/**", "/v2/me/*", "/v2/me/**", "/v2/me/devices", "/v2/me/calls", "/v2/me/chats", "/v2/me/channels", "/v2/me/emails", "/v2/me/interactions",
        "/v2/me/workitems", "/v2/me/workbins", "/v2/me/outbound", "/notifications/services",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsGranted(string channel) => Granted.Contains(channel) || ChannelName.IsService(channel);
}
