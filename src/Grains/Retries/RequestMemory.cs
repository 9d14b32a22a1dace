using System.Text.Json;
using OrleansChat.Domain.Retries;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Retries;

/// <summary>
/// What a grain knows of requests that may come again (decision 22): looked up before the decision on a request with a key, stored with its
/// append. A request without a key costs nothing here.
/// </summary>
internal sealed class RequestMemory(IJournal journal, TimeProvider clock)
{
    /// <summary>The first success's outcome where the request came before, else that of carrying it out now.</summary>
    /// <param name="request"><see langword="null"/>: it has no key.</param>
    /// <param name="carryOut">Appends with <see cref="ToStore"/>. Nothing may have looked at the chat before.</param>
    public async Task<Outcome> OnceAsync(KeyedRequest? request, Func<Task<Outcome>> carryOut)
    {
        if (await FindAsync(request) is { } known)
        {
            return known;
        }

        try
        {
            return await carryOut();
        }
        catch (RequestKnownException)
        {
            // Another grain carried it out meanwhile: the key's scope is wider than one stream.
            return await FindAsync(request) ?? throw new StoreUnavailableException("The request's key was taken and is free again; retry.");
        }
    }

    /// <summary>What the append stores beside its events.</summary>
    public NewRequest? ToStore(KeyedRequest? request, Answer answer)
    {
        var now = clock.GetUtcNow();
        return request is null ? null : new NewRequest(
            new RequestRow(request.Scope, request.Key.Key, request.Key.Digest, now, JsonSerializer.SerializeToUtf8Bytes(answer)), Retry.ForgottenBefore(now), request.KeysMax);
    }

    private async Task<Outcome?> FindAsync(KeyedRequest? request)
    {
        if (request is null)
        {
            return null;
        }

        var row = await journal.FindRequestAsync(request.Scope, request.Key.Key);
        return Retry.Judge(row is null ? null : new RememberedRequest(row.Digest, row.At), request.Key.Digest, clock.GetUtcNow()) switch
        {
            RetryVerdict.Again => new Outcome(JsonSerializer.Deserialize<Answer>(row!.Json.Span)!, IsAgain: true),
            RetryVerdict.Other => new Outcome(new Answer(0), Refusal.KeyReused),
            _ => null,
        };
    }
}
