using System.Diagnostics;
using Evt = OrleansChat.Domain.Queues.QueueEvent;

namespace OrleansChat.Domain.Queues;

/// <summary>The rules of a queue: who waits, and to whom a chat is offered.</summary>
public static class Routing
{
    /// <summary>A chat tells whether it waits here (<paramref name="since"/>) or not any more, and which agent placed it here.</summary>
    public static Decision<Evt> Note(QueueState queue, string chatId, long chatVersion, DateTimeOffset? since, string? placedBy = null) => (queue.Find(chatId), since) switch
    {
        ({ } known, _) when known.ChatVersion > chatVersion => Decision<Evt>.Nothing,
        ({ } known, { } at) when known.Since == at => Decision<Evt>.Nothing,
        (_, { } at) => new Evt.ChatWaits(chatId, at, chatVersion, placedBy),
        ({ }, null) => new Evt.ChatGone(chatId),
        (null, null) => Decision<Evt>.Nothing,
    };

    public static QueueState Evolve(QueueState before, Evt happened)
    {
        var queue = before with { Version = before.Version + 1 };
        return happened switch
        {
            Evt.ChatGone e => queue with { Waiting = queue.Waiting.RemoveAll(w => w.ChatId == e.ChatId) },
            Evt.ChatWaits e => Insert(queue with { Waiting = queue.Waiting.RemoveAll(w => w.ChatId == e.ChatId) }, new WaitingChat(e.ChatId, e.Since, e.ChatVersion, e.PlacedBy)),
            _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
        };
    }

    /// <summary>
    /// The agents to ask for a chat, in order: available, with a free place, who has waited longest first; ties by user id. Who placed the chat here gave
    /// it away, and comes last: they get it back only while nobody else can take it.
    /// </summary>
    public static IEnumerable<QueueAgent> Candidates(IEnumerable<QueueAgent> agents, int chatsPerAgent, string? placedBy = null) =>
        agents.Where(a => a.IsAvailable && a.OpenChats < chatsPerAgent).OrderBy(a => a.UserId == placedBy).ThenBy(static a => a.WaitingSince).ThenBy(static a => a.UserId, StringComparer.Ordinal);

    private static QueueState Insert(QueueState queue, WaitingChat chat)
    {
        var place = queue.Waiting.FindIndex(w => w.Since > chat.Since);
        return queue with { Waiting = place < 0 ? queue.Waiting.Add(chat) : queue.Waiting.Insert(place, chat) };
    }
}
