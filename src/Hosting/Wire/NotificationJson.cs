using System.Buffers;
using System.Text.Json;
using OrleansChat.Grains.Interfaces.Inboxes;

namespace OrleansChat.Hosting.Wire;

/// <summary>A notification in the wire's words (contract sections 3.3 and 4.6): the <c>data</c> of a Bayeux delivery, and its channel.</summary>
internal sealed class NotificationJson(Uris uris, ChatJson chats, EntryJson entries) : INotificationWriter
{
    public const string ChatsChannel = "/v2/me/chats";
    public const string ChannelsChannel = "/v2/me/channels";

    public (string Channel, ReadOnlyMemory<byte> DataJson) Write(NotificationInfo notification)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WireJson.Options))
        {
            Write(json, notification);
        }

        return (notification.Kind == NotificationKind.ChannelStateChange ? ChannelsChannel : ChatsChannel, buffer.WrittenMemory);
    }

    private void Write(Utf8JsonWriter json, NotificationInfo notification)
    {
        var (messageType, notificationType) = Types(notification.Kind);
        json.WriteStartObject();
        json.WriteString("messageType", messageType);
        json.WriteString("notificationType", notificationType);
        if (notification.ReferenceId is { } referenceId)
        {
            json.WriteNumber("referenceId", referenceId);
        }

        if (notification.ErrorMessage is { } why)
        {
            json.WriteString("errorMessage", why);
        }

        if (notification.Chat is { } chat)
        {
            json.WritePropertyName("chat");
            chats.Write(json, chat, Fields.All);
        }
        else if (notification.Channel is { } channel)
        {
            ChannelJson.WriteArray(json, "channels", [channel], Fields.All);
        }
        else
        {
            json.WriteString("chatUri", uris.Of(Uris.ChatPath(notification.ChatId)));
            json.WriteString("chatPath", Uris.ChatPath(notification.ChatId));
            entries.WriteArray(json, notification.Entries);
        }

        json.WriteEndObject();
    }

    /// <summary>Every event has both words: clients that subscribe to everything read them before anything else.</summary>
    private static (string MessageType, string NotificationType) Types(NotificationKind kind) => kind switch
    {
        NotificationKind.StatusChange or NotificationKind.ParticipantsUpdated or NotificationKind.PropertiesUpdated or NotificationKind.Error => ("ChatStateChangeMessage", kind.ToString()),
        NotificationKind.NewMessages => ("MessageLogUpdated", nameof(NotificationKind.NewMessages)),
        NotificationKind.ChannelStateChange => ("ChannelStateChangeMessageV2", nameof(NotificationKind.StatusChange)),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
