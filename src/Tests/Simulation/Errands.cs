#if ORLEANS_LOCAL
using System.Globalization;
using OrleansChat.Domain;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.Tests.Simulation;

/// <summary>
/// Runs errands as clients do: with a key and again when nobody says what became of the first request, without one and once; at times twice at the same
/// moment, again after success, or with another body under the same key. What is answered must be true (I1, I3, I5).
/// </summary>
internal sealed class Errands(SimulatedFloor floor)
{
    private const int TriesMax = 12;

    private int _keys;

    private Dice Dice => floor.Dice;

    /// <summary>The first success, the refusal, or <see langword="null"/>: nobody knows.</summary>
    public async Task<ChatReply?> RunAsync(Errand errand)
    {
        var key = Dice.Next(2) == 0 ? NewKey() : null;
        var acknowledged = errand.ChatId is { } chatId ? floor.Truth.Find(chatId)?.AcknowledgedLength(2) ?? 0 : 0;
        for (var tries = 1; ; tries++)
        {
            var reply = key is not null && Dice.Next(12) == 0 ? await TwiceAsync(errand, key, acknowledged) : await OnceAsync(errand, key, acknowledged, isFirst: tries == 1);
            if (reply is { Refusal: null } && key is not null && Dice.Next(5) == 0) await AgainAsync(errand, key, reply);
            if (reply is not null || key is null || tries == TriesMax || (!floor.IsCalm && Dice.Next(8) == 0)) return reply;
            floor.History.Reached.Add("tried again");
            await floor.PauseAsync(50, 2_000);
        }
    }

    public RequestKey NewKey() => new((++_keys).ToString("x64", CultureInfo.InvariantCulture), Digest('a'));

    /// <summary>Another body under the same key.</summary>
    public static RequestKey Other(RequestKey key) => key with { Digest = Digest('b') };

    private static string Digest(char of) => new(of, 64);

    private async Task<ChatReply?> OnceAsync(Errand errand, RequestKey? key, int acknowledged, bool isFirst)
    {
        var wasKnown = floor.Truth.Keys.IsKnown(key);
        if (await AskAsync(errand, key, errand.Text ?? "") is not { } reply) return null;
        floor.History.Add($"{errand}: {(reply.Refusal is { } why ? $"{why}" : $"done at {reply.Version}{(reply.IsAgain ? " before" : "")}")}{(key is null ? "" : $" with key {key.Key[^4..]}")}");
        if (reply.Refusal is not null)
        {
            if (wasKnown) floor.Fail($"{errand} was carried out before, and is refused now: {reply.Refusal}");
            if (isFirst && errand.Text is { } refused && Index(errand, refused) > 0) floor.Fail($"{errand} was refused and stored");
            return reply;
        }

        if (key is not null) floor.Truth.Keys.MustAnswer(key, wasKnown, reply.IsAgain, reply.Version, $"{reply.Version} {reply.ReferenceId}", $"{errand}");
        MustHaveHappened(errand, reply, acknowledged);
        return reply;
    }

    /// <summary>The second waits for the first, or comes to a grain that has just begun.</summary>
    private async Task<ChatReply?> TwiceAsync(Errand errand, RequestKey key, int acknowledged)
    {
        floor.History.Reached.Add("twice at the same moment");
        var both = await Task.WhenAll(OnceAsync(errand, key, acknowledged, isFirst: false), OnceAsync(errand, key, acknowledged, isFirst: false));
        return both[0] is { Refusal: null } ? both[0] : both[1] ?? both[0];
    }

    private async Task AgainAsync(Errand errand, RequestKey key, ChatReply first)
    {
        if (Dice.Next(2) == 0)
        {
            if (await AskAsync(errand, key, errand.Text ?? "") is { } again && (!again.IsAgain || (again.Version, again.ReferenceId, again.Refusal) != (first.Version, first.ReferenceId, null)))
            {
                floor.Fail($"{errand} was answered {first}, and then {again}");
            }

            return;
        }

        var other = floor.NewText();
        if (await AskAsync(errand, Other(key), other) is not { } reply) return;
        floor.History.Reached.Add("key reused");
        if (reply.Refusal != Refusal.KeyReused || Index(errand, other) > 0) floor.Fail($"{errand} with another body under its key was answered {reply}");
    }

    private async Task<ChatReply?> AskAsync(Errand errand, RequestKey? key, string text)
    {
        ChatReply? reply = null;
        var isServed = await floor.TryAsync(async () =>
        {
            var referenceId = errand.WantsReference ? await errand.User!.NextReferenceIdAsync() : 0;
            reply = await errand.DoAsync(new Attempt(key, referenceId, text));
        });
        if (!isServed) floor.History.Add($"{errand}: nobody knows");
        return reply;
    }

    private void MustHaveHappened(Errand errand, ChatReply reply, int acknowledged)
    {
        if (reply.Version > floor.Truth.VersionOf(errand.Stream)) floor.Fail($"{errand} was acknowledged at {reply.Version}, and there is {floor.Truth.VersionOf(errand.Stream)}");
        if (errand.ChatId is null || floor.Truth.Find(errand.ChatId) is not { } chat) return;
        chat.Acknowledged = Math.Max(chat.Acknowledged, reply.Version);
        if (errand.Text is { } text && chat.Log.IndexOf(text) <= acknowledged) floor.Fail($"{errand} was acknowledged, and is at {chat.Log.IndexOf(text)} where {acknowledged} came before");
        if (!errand.Leads.IsEmpty && !(chat.StateAt(errand.User!.UserId, reply.Version) is { } state && errand.Leads.Contains(state)))
        {
            floor.Fail($"{errand} was acknowledged at {reply.Version}, and leads to {chat.StateAt(errand.User!.UserId, reply.Version)}");
        }
    }

    private int Index(Errand errand, string text) => errand.ChatId is { } chatId ? floor.Truth.Find(chatId)?.Log.IndexOf(text) ?? 0 : 0;
}
#endif
