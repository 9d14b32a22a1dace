using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.ApiHost.Chats;

/// <summary>One answer's entries (decision 29), fetched from the chat in as many messages as their size needs.</summary>
internal static class MessagePages
{
    /// <param name="first">What the chat said to the request itself.</param>
    /// <param name="askFrom">The entries from an index on. A refusal on the way is the answer: the caller has lost the chat meanwhile.</param>
    public static async Task<MessagesReply> CollectAsync(MessagesReply first, Func<int, Task<MessagesReply>> askFrom)
    {
        var (entries, last) = (first.Entries, first);
        while (last is { Refusal: null, Entries: [.., var newest] } && newest.Index + 1 < last.NextIndex && entries.Length < MessagesReply.EntriesMax)
        {
            last = await askFrom(newest.Index + 1);
            entries = entries.AddRange(last.Entries.Take(MessagesReply.EntriesMax - entries.Length));
        }

        return last with { Entries = last.Refusal is null ? entries : [] };
    }
}
