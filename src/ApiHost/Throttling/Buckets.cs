namespace OrleansChat.ApiHost.Throttling;

/// <summary>
/// A bucket of tokens for each of many keys: so many in a row, and they come back at a rate. Bounded in number, for keys may be chosen by whoever
/// attacks: the fullest buckets are forgotten first, which forgives them nothing that time would not have.
/// </summary>
/// <param name="burst">How many in a row; 0: no limit.</param>
/// <param name="perSecond">How many come back.</param>
internal sealed class Buckets(int burst, double perSecond, TimeProvider clock)
{
    /// <summary>About 2 MB.</summary>
    public const int KeysMax = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> _buckets = new(StringComparer.Ordinal);

    /// <summary>How long whoever found nothing should wait.</summary>
    public int RetryAfterSeconds => (int)Math.Clamp(Math.Ceiling(1 / perSecond), 1, 60);

    /// <summary>Takes one, or several; <see langword="false"/> when not so many are left. More than a burst counts as a burst.</summary>
    public bool TryTake(string key, int count = 1)
    {
        if (burst == 0)
        {
            return true;
        }

        var now = clock.GetUtcNow();
        lock (_lock)
        {
            var (tokens, taken) = (TokensOf(key, now), Math.Min(count, burst));
            if (tokens < taken)
            {
                return false;
            }

            if (_buckets.Count >= KeysMax)
            {
                Forget(now);
            }

            _buckets[key] = (tokens - taken, now);
            return true;
        }
    }

    /// <summary>Whether there is one left, without taking it.</summary>
    public bool HasAny(string key)
    {
        lock (_lock)
        {
            return burst == 0 || TokensOf(key, clock.GetUtcNow()) >= 1;
        }
    }

    private double TokensOf(string key, DateTimeOffset now) =>
        _buckets.TryGetValue(key, out var bucket) ? Math.Min(burst, bucket.Tokens + ((now - bucket.At).TotalSeconds * perSecond)) : burst;

    private void Forget(DateTimeOffset now)
    {
        foreach (var key in _buckets.Keys.OrderByDescending(key => TokensOf(key, now)).Take(KeysMax / 2).ToList())
        {
            _buckets.Remove(key);
        }
    }
}
