namespace OrleansChat.Domain.Retries;

/// <summary>What is remembered of a request that carried an <c>Idempotency-Key</c> and succeeded (decision 22).</summary>
/// <param name="Digest">Tells what was asked: two requests with the same digest ask the same.</param>
/// <param name="At">When it succeeded.</param>
public sealed record RememberedRequest(string Digest, DateTimeOffset At);

/// <summary>What a request with a key is.</summary>
public enum RetryVerdict
{
    /// <summary>The first with this key, as far as anybody remembers: it is executed.</summary>
    First,

    /// <summary>The same again: it does nothing and gets the first success's answer.</summary>
    Again,

    /// <summary>Another request under a key that is taken: <see cref="Refusal.KeyReused"/>.</summary>
    Other,
}

/// <summary>The rules of requests that may come again (decision 22). Keys of one scope are told apart; the newest are kept.</summary>
public static class Retry
{
    /// <summary>For how long a key gives the first success again.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>Keys of one chat, all its users and its customer together.</summary>
    public const int KeysOfChatMax = 1_000;

    /// <summary>Keys of what one user does outside of chats.</summary>
    public const int KeysOfUserMax = 1_000;

    /// <summary>Keys of the requests for a chat in one contact centre: more than a day of them, so that time forgets them first.</summary>
    public const int KeysOfContactCenterMax = 100_000;

    /// <param name="first">What is remembered under the key, if anything.</param>
    /// <param name="digest">Of the request that came now.</param>
    /// <param name="now">What is older than <see cref="KeptFor"/> is as good as forgotten, whether or not it was erased.</param>
    public static RetryVerdict Judge(RememberedRequest? first, string digest, DateTimeOffset now) =>
        first is null || first.At <= ForgottenBefore(now) ? RetryVerdict.First
        : first.Digest == digest ? RetryVerdict.Again
        : RetryVerdict.Other;

    /// <summary>What succeeded then, or earlier, is forgotten now.</summary>
    public static DateTimeOffset ForgottenBefore(DateTimeOffset now) => now - KeptFor;
}
