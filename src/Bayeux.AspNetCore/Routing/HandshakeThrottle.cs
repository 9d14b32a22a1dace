namespace OrleansChat.Bayeux.AspNetCore.Routing;

/// <summary>Handshakes per subject: a bucket that refills. A session that never connects is the cheapest attack on a Bayeux server.</summary>
internal sealed class HandshakeThrottle(TimeProvider time, BayeuxOptions options)
{
    // Full buckets are forgotten when there are this many, so that subjects chosen by an attacker cannot fill the memory.
    private const int BucketsMax = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Tokens, DateTimeOffset At)> _buckets = [];

    /// <summary>Takes one; <see langword="false"/> when there is none left.</summary>
    public bool TryTake(string subject)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var tokens = Refilled(_buckets.TryGetValue(subject, out var bucket) ? bucket : (options.HandshakesBurstMax, now), now);
            if (tokens < 1) return false;
            if (_buckets.Count >= BucketsMax) ForgetFull(now);
            _buckets[subject] = (tokens - 1, now);
            return true;
        }
    }

    private double Refilled((double Tokens, DateTimeOffset At) bucket, DateTimeOffset now) =>
        Math.Min(options.HandshakesBurstMax, bucket.Tokens + ((now - bucket.At).TotalSeconds * options.HandshakesPerSecond));

    private void ForgetFull(DateTimeOffset now)
    {
        foreach (var (subject, bucket) in _buckets)
        {
            if (Refilled(bucket, now) >= options.HandshakesBurstMax) _buckets.Remove(subject);
        }

        // All of them busy: then a fresh start for everybody is the smaller evil.
        if (_buckets.Count >= BucketsMax) _buckets.Clear();
    }
}
