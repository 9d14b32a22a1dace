namespace OrleansChat.Domain.Chats;

/// <summary>What a queue is to know of a chat.</summary>
/// <param name="Since">Since when the chat waits in the queue, or asks for one of its agents; <see langword="null"/>: neither.</param>
/// <param name="IsOffered">An agent of the queue is asked and has not answered.</param>
/// <param name="PlacedBy">The agent who placed the chat in the queue.</param>
public readonly record struct QueueNote(DateTimeOffset? Since, bool IsOffered, string? PlacedBy = null)
{
    public static QueueNote Of(ChatState chat, string queueName) => new(
        chat.IsWaiting ? (chat.QueueName == queueName ? chat.WaitingSince : null) : chat.Asks.Find(ask => ask.QueueName == queueName)?.Since,
        chat.Participants.Any(p => p.State == ParticipantState.Invited && p.QueueName == queueName),
        chat.IsWaiting && chat.QueueName == queueName ? chat.PlacedBy : null);

    /// <summary>The queues that may know of the chat.</summary>
    public static IEnumerable<string> QueuesOf(ChatState chat) =>
        chat.Asks.Select(static ask => ask.QueueName).OfType<string>().Concat(chat.QueueName.Length > 0 ? [chat.QueueName] : []);
}
