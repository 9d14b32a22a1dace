namespace OrleansChat.Grains.Interfaces.Inboxes;

/// <summary>
/// Writes notifications in the wire's words. Done where they are told and not in the API host, so that a notification is written once for all
/// who read the same, and sessions hold bytes whose size is known.
/// </summary>
public interface INotificationWriter
{
    /// <summary>The Bayeux channel, and the message's <c>data</c> as UTF-8 JSON.</summary>
    (string Channel, ReadOnlyMemory<byte> DataJson) Write(NotificationInfo notification);
}
