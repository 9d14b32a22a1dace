namespace OrleansChat.Bayeux.Sessions;

/// <summary>
/// The one growing number of a session (ack extension): <c>epoch · 2³² + counter</c>. Every queued delivery takes the next one and every
/// <c>/meta/connect</c> takes one too. It fits into a JavaScript number, and no number ever means two things: who takes a session over after a
/// crash starts a new epoch.
/// </summary>
public static class Position
{
    /// <summary>The highest epoch: 2²⁰, so that a position stays below 2⁵³.</summary>
    public const int EpochMax = 1 << 20;

    /// <summary>The position before the first of an epoch (0 to <see cref="EpochMax"/>).</summary>
    public static long Start(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(epoch, EpochMax);
        return (long)epoch << 32;
    }

    /// <summary>The epoch that a position belongs to.</summary>
    public static int EpochOf(long position) => (int)(position >> 32);
}
