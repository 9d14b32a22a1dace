using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Grains.Interfaces.Queues;

/// <summary>
/// One queue; the key is <c>{contact centre}/{name}</c>. Offers waiting chats, oldest first, to the available agent who has waited longest.
/// Awaits users and chats. Nothing here is the truth: a chat knows that it waits, a user knows their capacity.
/// </summary>
[Alias("orleanschat.IQueueGrain")]
public interface IQueueGrain : IGrainWithStringKey
{
    /// <summary>A chat tells whether it waits here, and which agent placed it here, who is asked last. Older tellings are dropped. The waiting list is durable on return.</summary>
    [Alias("NoteChatAsync")]
    Task NoteChatAsync(string chatId, long chatVersion, DateTimeOffset? waitingSince, bool isOffered, string? placedBy = null);

    /// <summary>A user tells how available they are.</summary>
    [Alias("NoteAgentAsync")]
    Task NoteAgentAsync(string userId, AgentAvailability availability);

    /// <summary>Woken after a start: chats may wait.</summary>
    [Alias("WakeAsync")]
    Task WakeAsync();
}
