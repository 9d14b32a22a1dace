#if ORLEANS_LOCAL
using System.Diagnostics;
using OrleansChat.Domain.Queues;
using Evt = OrleansChat.Domain.Queues.QueueEvent;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>One queue's truth: nothing waits in it that does not, and nothing goes from it that waits (I10).</summary>
internal sealed class QueueTruth(string key, Truth truth, Action<string> fail)
{
    private readonly Dictionary<string, Evt.ChatWaits> _waiting = new(StringComparer.Ordinal);

    private string Name => key.Split('/')[^1];

    public bool Has(string chatId) => _waiting.ContainsKey(chatId);

    public void Take(Evt happened)
    {
        switch (happened)
        {
            case Evt.ChatWaits e:
                if (truth.Find(e.ChatId) is not { } chat || chat.Version < e.ChatVersion) fail($"{Name} takes {e.ChatId} in at version {e.ChatVersion}, which it does not have");
                _waiting[e.ChatId] = e;
                break;
            case Evt.ChatGone e:
                // It may wait anew by now, and then tells so.
                if (!_waiting.Remove(e.ChatId, out var waited)) fail($"{Name} drops {e.ChatId}, which is not in it");
                else if (truth.Find(e.ChatId) is { } gone && gone.QueueName == Name && gone.WaitsSince == waited.Since) fail($"{Name} drops {e.ChatId}, which waits since {waited.Since}");
                break;
            default:
                throw new UnreachableException($"The simulation's truth does not know {happened.GetType().Name}.");
        }
    }
}
#endif
