using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Interfaces.Inboxes;

namespace OrleansChat.Grains.Users;

/// <summary>What a user's own steps tell their inbox: only the channel state.</summary>
internal static class UserTellings
{
    public static ImmutableArray<TellingItem> Of(UserStep step, INotificationWriter writer)
    {
        if (step.Before.Chat == step.After.Chat)
        {
            return [];
        }

        var (channel, json) = writer.Write(new NotificationInfo(NotificationKind.ChannelStateChange, Channel: step.After.Chat.ToInfo(), Entries: []));
        return [new TellingItem(step.After.Version, channel, json)];
    }
}
