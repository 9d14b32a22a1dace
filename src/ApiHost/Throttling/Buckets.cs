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
    private readonly Dictionary<string, (double Tokens, int Held, DateTimeOffset At)> _buckets = new(StringComparer.Ordinal);

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
            var ((tokens, held), taken) = (Of(key, now), Math.Min(count, burst));
            if (tokens - held < taken)
            {
                return false;
            }

            MakeRoom(now);
            _buckets[key] = (tokens - taken, held, now);
            return true;
        }
    }

    /// <summary>Whether there is one left that is not used up; it may be held.</summary>
    public bool HasAny(string key)
    {
        lock (_lock)
        {
            return burst == 0 || Of(key, clock.GetUtcNow()).Tokens >= 1;
        }
    }

    /// <summary>Holds one, of which it turns out later whether it is used up: <see cref="LetGo"/>.</summary>
    public Hold TryHold(string key)
    {
        if (burst == 0)
        {
            return Hold.Held;
        }

        var now = clock.GetUtcNow();
        lock (_lock)
        {
            var (tokens, held) = Of(key, now);
            if (tokens - held < 1)
            {
                return tokens < 1 ? Hold.UsedUp : Hold.Busy;
            }

            MakeRoom(now);
            _buckets[key] = (tokens, held + 1, now);
            return Hold.Held;
        }
    }

    /// <summary>Uses up one that is held, or gives it back.</summary>
    public void LetGo(string key, bool isUsed)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            if (burst > 0)
            {
                var (tokens, held) = Of(key, now);
                _buckets[key] = (tokens - (isUsed ? 1 : 0), held - 1, now);
            }
        }
    }

    private (double Tokens, int Held) Of(string key, DateTimeOffset now) =>
        _buckets.TryGetValue(key, out var bucket) ? (Math.Min(burst, bucket.Tokens + ((now - bucket.At).TotalSeconds * perSecond)), bucket.Held) : (burst, 0);

    private void MakeRoom(DateTimeOffset now)
    {
        if (_buckets.Count < KeysMax)
        {
            return;
        }

        foreach (var key in _buckets.Where(static b => b.Value.Held == 0).Select(static b => b.Key).OrderByDescending(key => Of(key, now).Tokens).Take(KeysMax / 2).ToList())
        {
            _buckets.Remove(key);
        }
    }
}

/// <summary>Whether a token could be held.</summary>
internal enum Hold
{
    Held,

    /// <summary>Others hold what is left; some of it may come back.</summary>
    Busy,

    /// <summary>None is left.</summary>
    UsedUp,
}
