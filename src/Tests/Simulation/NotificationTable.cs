#if ORLEANS_LOCAL
using System.Buffers.Binary;
using OrleansChat.Grains.Interfaces.Inboxes;

namespace OrleansChat.Tests.Simulation;

/// <summary>Keeps notifications as they are and writes only their numbers: a thousand runs have no time for JSON.</summary>
internal sealed class NotificationTable : INotificationWriter
{
    private readonly List<NotificationInfo> _written = [];

    public (string Channel, ReadOnlyMemory<byte> DataJson) Write(NotificationInfo notification)
    {
        var number = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, _written.Count);
        _written.Add(notification);
        return (notification.Kind == NotificationKind.ChannelStateChange ? "/v2/me/channels" : "/v2/me/chats", number);
    }

    public NotificationInfo Read(ReadOnlyMemory<byte> dataJson) => _written[BinaryPrimitives.ReadInt32LittleEndian(dataJson.Span)];
}
#endif
