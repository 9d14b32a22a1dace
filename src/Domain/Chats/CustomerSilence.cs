namespace OrleansChat.Domain.Chats;

/// <summary>From when on a customer is silent, where the last sign of life was known to a silo's memory only and is lost.</summary>
public static class CustomerSilence
{
    /// <summary>How long after a silence was too long somebody may look: the sweep comes every second, and takes its time after a death.</summary>
    private static readonly TimeSpan LookedAtWithin = TimeSpan.FromSeconds(5);

    /// <summary>For who is found silent for too long like that: something else may have ended the memory of it after all, and who is there is heard of within this.</summary>
    private static readonly TimeSpan HeardWithin = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A restart grants the time anew (contract decision 42): the silence counts from the last departure of a silo on, or from what is stored if that is later; where a silence
    /// since then would have been looked at already, so that something else must have ended the memory of it, from now on.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="lastDeparture">When a silo last left or died.</param>
    /// <param name="storedSign">A sign of life that is stored; there may have been later ones.</param>
    /// <param name="silenceMax">How long a silence may be.</param>
    public static DateTimeOffset Since(DateTimeOffset now, DateTimeOffset lastDeparture, DateTimeOffset? storedSign, TimeSpan silenceMax)
    {
        if (lastDeparture > now || now - lastDeparture >= silenceMax + LookedAtWithin) return now;
        var since = storedSign is { } stored && stored > lastDeparture && stored < now ? stored : lastDeparture;
        return now - since < silenceMax ? since : now - silenceMax + HeardWithin;
    }
}
