using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Audit;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Retries;

namespace OrleansChat.Grains.Chats;

/// <summary>How every operation of a chat is handled: known from before, or decided, appended, folded, told.</summary>
internal sealed partial class ChatGrain
{
    private Task<ChatReply> HandleCustomerAsync(string handleHash, ChatCommand command, RequestKey? key)
    {
        SeenCustomer(handleHash);
        return HandleAsync(command, key);
    }

    private async Task<ChatReply> HandleAsync(ChatCommand command, RequestKey? key = null, Cause? cause = null)
    {
        var request = KeyedRequest.OfChat(Stream, key);
        var outcome = await _requests.OnceAsync(request, () => HandleAsync(command, request, cause));
        if (outcome.IsAgain && outcome.Answer.Version > _chat.Version)
        {
            throw Overtaken();                                         // who is told of a version must find it here
        }

        return outcome.ToReply() with { NotesDue = outcome.Refusal is null && command.CallerId is { } callerId && _teller.NotesDue(callerId) };
    }

    private async Task<Outcome> HandleAsync(ChatCommand command, KeyedRequest? request, Cause? cause, string handleSalt = "")
    {
        var decision = Chat.Decide(_chat, command, clock.GetUtcNow(), limits);
        if (decision.Refusal is { } why)
        {
            Log.Refused(logger, ChatId, command.GetType().Name, why);
            return new Outcome(new Answer(_chat.Version), why);
        }

        // With a key, what changes nothing is remembered too: later the same might change something.
        var answer = new Answer(_chat.Version + decision.Events.Length, cause?.ReferenceId ?? 0, handleSalt);
        if (!decision.Events.IsEmpty || request is not null)
        {
            await AppendAsync(cause is null ? decision.Events : [.. decision.Events.Select(e => e with { Cause = e.Cause ?? cause })], _requests.ToStore(request, answer));
        }

        return new Outcome(answer);
    }

    private async Task AppendAsync(ImmutableArray<ChatEvent> events, NewRequest? request)
    {
        var steps = events.Aggregate(ImmutableList<ChatStep>.Empty, (sofar, happened) => sofar.Add(Step(sofar.IsEmpty ? _chat : sofar[^1].After, happened)));
        var after = steps.IsEmpty ? _chat : steps[^1].After;
        try
        {
            // No token: what was decided is finished.
            await journal.AppendAsync(new JournalAppend(Stream, _chat.Version, [.. events.Select(ChatReplay.Codec.Encode)], Due(after))
            {
                Request = request,
                Audit = [.. steps.SelectMany(static s => SupervisionAudit.Of(s.Before, s.Event, s.After)).Select(record => record.ToRow(after.ContactCenterId))],
            });
        }
        catch (Exception error) when (error is not RequestKnownException)
        {
            Log.AppendFailed(logger, ChatId, _chat.Version, error);
            DeactivateOnIdle();                                        // outcome unknown: the next activation re-reads
            throw new StoreUnavailableException("The chat's events could not be stored; retry.");
        }

        var wasAt = _chat.Version;
        _chat = after;
        steps.ForEach(_teller.Tell);
        if (wasAt / SnapshotEvery != after.Version / SnapshotEvery)
        {
            journal.SaveSnapshot(Stream, ChatReplay.Snapshot(after));
        }
    }

    /// <summary>An append of a former activation came late: this one ends, and the next one reads it.</summary>
    private StoreUnavailableException Overtaken()
    {
        Log.Overtaken(logger, ChatId, _chat.Version);
        DeactivateOnIdle();
        return new StoreUnavailableException("The chat was overtaken by a late append; retry.");
    }

    private static ChatStep Step(ChatState before, ChatEvent happened) => new(before, happened, Chat.Evolve(before, happened));
}
