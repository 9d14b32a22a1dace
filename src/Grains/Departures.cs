namespace OrleansChat.Grains;

/// <summary>When a silo last left or died, as this one learned it. What was in its memory only, such as a customer's last sign of life, was lost then, and not when it is next asked for.</summary>
public sealed class Departures
{
    private long _lastTicks;

    /// <summary>A silo has left or died. May be called from any thread.</summary>
    public void Happened(DateTimeOffset at) => Interlocked.Exchange(ref _lastTicks, at.UtcTicks);

    /// <summary>
    /// From when on a silence counts whose beginning nobody knows any more: from the last departure on, if a silence since then were not yet too long; otherwise, and
    /// where there was none, from now on.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="silenceMax">How long a silence may be.</param>
    public DateTimeOffset SilentSince(DateTimeOffset now, TimeSpan silenceMax)
    {
        var last = new DateTimeOffset(Interlocked.Read(ref _lastTicks), TimeSpan.Zero);
        return last <= now && now - last < silenceMax ? last : now;
    }
}
