namespace OrleansChat.Grains;

/// <summary>When a silo last left or died, as this one learned it. What was in its memory only, such as a customer's last sign of life, was lost then, and not when it is next asked for.</summary>
public sealed class Departures
{
    private long _lastTicks;

    /// <summary>The last that is known of; none yet: long ago. May be read from any thread.</summary>
    public DateTimeOffset Last => new(Interlocked.Read(ref _lastTicks), TimeSpan.Zero);

    /// <summary>A silo has left or died; what happened before the last of them is known already. May be called from any thread.</summary>
    public void Happened(DateTimeOffset at)
    {
        for (var last = Interlocked.Read(ref _lastTicks); at.UtcTicks > last; last = Interlocked.Read(ref _lastTicks))
        {
            if (Interlocked.CompareExchange(ref _lastTicks, at.UtcTicks, last) == last) return;
        }
    }
}
