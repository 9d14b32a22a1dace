using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer of an activation; it ends with the activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets when it fires next, and how long after the end of each callback it fires again.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>When and how a timer fires.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>A timer that does not interleave with requests.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this() => (DueTime, Period) = (dueTime, period);

    /// <summary>When it fires first; <see cref="Timeout.InfiniteTimeSpan"/>: not yet.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>The time from the end of a callback to the next; <see cref="Timeout.InfiniteTimeSpan"/>: once only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether callbacks interleave with requests.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a callback counts as a sign of life against collection.</summary>
    public bool KeepAlive { get; init; }
}
