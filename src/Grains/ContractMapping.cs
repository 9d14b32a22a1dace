using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Grains;

/// <summary>The domain's views as grain contracts, and back.</summary>
internal static class ContractMapping
{
    public static ChatInfo ToInfo(this ChatView chat) => new(chat.Id, chat.State, chat.ReceivedAt, chat.Capabilities,
        [.. chat.Participants.Select(ToInfo)], [.. chat.UserData.Select(ToInfo)], chat.Mode);

    public static ParticipantInfo ToInfo(this ParticipantView who) => new(who.Nickname, who.Role, who.UserId, who.Visibility, who.ParticipantId, who.CustomerNumber);

    public static EntryInfo ToInfo(this EntryView entry) => new(entry.Index, entry.Kind, entry.Visibility, entry.From.ToInfo(), entry.Text, entry.MessageType, entry.At);

    public static UserDataInfo ToInfo(this UserDataItem item) => new(item.Key, item.Text, item.IsNumber);

    public static UserDataItem ToItem(this UserDataInfo item) => new(item.Key, item.Text, item.IsNumber);

    public static ImmutableArray<UserDataItem> ToItems(this ImmutableArray<UserDataInfo> items) => [.. items.Select(ToItem)];

    public static ChannelInfo ToInfo(this Channel channel) => new(channel.Name, channel.State, channel.DoNotDisturb);

    public static MonitoringInfo ToInfo(this Monitoring wish) => new(wish.SupervisorId, wish.SupervisorName, wish.Mode, wish.Nickname);

    public static Monitoring ToMonitoring(this MonitoringInfo wish) => new(wish.SupervisorId, wish.SupervisorName, wish.Mode, MonitoringScope.AllChats, wish.Nickname);

    public static Farewell? ToFarewell(this FarewellInfo? farewell) => farewell is null ? null : new(farewell.Text, farewell.MessageType);

    public static SupervisorFacts ToFacts(this SupervisorFactsInfo facts) => new(facts.UserId, facts.UserName, facts.IsSupervisor, facts.AgentKnown, facts.SupervisesAgent);

    /// <summary>A notification, except the history, whose texts whoever tells it reads first.</summary>
    public static NotificationInfo ToInfo(this Notification notification) => notification switch
    {
        Notification.StatusChange n => Of(NotificationKind.StatusChange, n.Chat, n.ReferenceId),
        Notification.ParticipantsUpdated n => Of(NotificationKind.ParticipantsUpdated, n.Chat, n.ReferenceId),
        Notification.PropertiesUpdated n => Of(NotificationKind.PropertiesUpdated, n.Chat, n.ReferenceId),
        Notification.Error n => Of(NotificationKind.Error, n.Chat, n.ReferenceId) with { ErrorMessage = n.Message },
        Notification.NewMessages n => NewMessages(n.ChatId, [.. n.Entries.Select(ToInfo)], n.ReferenceId),
        _ => throw new ArgumentOutOfRangeException(nameof(notification), notification, null),
    };

    public static NotificationInfo NewMessages(string chatId, ImmutableArray<EntryInfo> entries, int? referenceId) =>
        new(NotificationKind.NewMessages, chatId, Entries: entries, ReferenceId: referenceId);

    private static NotificationInfo Of(NotificationKind kind, ChatView chat, int? referenceId) => new(kind, chat.Id, chat.ToInfo(), [], ReferenceId: referenceId);
}
