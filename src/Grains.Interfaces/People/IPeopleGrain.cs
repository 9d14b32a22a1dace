namespace OrleansChat.Grains.Interfaces.People;

/// <summary>
/// The one grain of all people; the key is <see cref="Key"/>. Remembers what everybody was allowed to, and takes from whoever lost something
/// what they still hold: logins, notification sessions, monitorings, chats. Awaits users, inboxes, chats and queues; nobody awaits it but the
/// silo's watch and the sweeper.
/// </summary>
[Alias("orleanschat.IPeopleGrain")]
public interface IPeopleGrain : IGrainWithStringKey
{
    const string Key = "all";

    /// <summary>
    /// Compares the people in force with those of the last review. The losses are durable before they take effect, and on return they have taken
    /// it, but for those that failed: each user's is tried again by itself, after a second, two, four, at last every minute, when the sweeper asks for a
    /// review, and holds up no other and no later change. Nothing lost: nothing happens.
    /// </summary>
    [Alias("ReviewAsync")]
    Task ReviewAsync();
}
