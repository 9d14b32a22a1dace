namespace OrleansChat.Grains;

/// <summary>When a silo last left or died, as this one learned it. What was in its memory only, such as a customer's last sign of life, was lost then, and not when it is next asked for.</summary>
public sealed class Departures
{
    /// <summary>How long after a silence was too long somebody may look: the sweep comes every second, and takes its time after a death.</summary>
    private static readonly TimeSpan LookedAtWithin = TimeSpan.FromSeconds(5);

    /// <summary>For who is found silent for too long like that: something else may have ended the memory of it after all, and who is there is heard of within this.</summary>
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(2);

    private long _lastTicks;

    /// <summary>A silo has left or died; what happened before the last of them is known already. May be called from any thread.</summary>
    public void Happened(DateTimeOffset at)
    {
        for (var last = Interlocked.Read(ref _lastTicks); at.UtcTicks > last; last = Interlocked.Read(ref _lastTicks))
        {
            if (Interlocked.CompareExchange(ref _lastTicks, at.UtcTicks, last) == last) return;
        }
    }

    /// <summary>
    /// From when on a silence counts whose beginning nobody knows any more, since a restart grants the time anew (contract decision 42): from the last departure on, or from what
    /// is stored if that is later; where a silence since then would have been looked at already, so that something else must have ended the memory of it, from now on.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="storedSign">A sign of life that is stored; there may have been later ones.</param>
    /// <param name="silenceMax">How long a silence may be.</param>
    public DateTimeOffset SilentSince(DateTimeOffset now, DateTimeOffset? storedSign, TimeSpan silenceMax)
    {
        var last = new DateTimeOffset(Interlocked.Read(ref _lastTicks), TimeSpan.Zero);
        if (last > now || now - last >= silenceMax + LookedAtWithin) return now;
        var since = storedSign is { } stored && stored > last && stored < now ? stored : last;
        return now - since < silenceMax ? since : now - silenceMax + HeardWithin;
    }
}
