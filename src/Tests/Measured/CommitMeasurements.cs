using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OrleansChat.Grains.Interfaces.Telemetry;

namespace OrleansChat.Tests.Measured;

/// <summary>
/// What the journals that are opened after it, by whoever made it, count of their commits. Other journals of this process are not meant.
/// </summary>
internal sealed class CommitMeasurements : IDisposable
{
    private static readonly AsyncLocal<CommitMeasurements?> Mine = new();

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<int> _sizes = [];
    private long _appends;
    private int _durations;

    public CommitMeasurements()
    {
        Mine.Value = this;
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Note(() => Interlocked.Add(ref _appends, count)));
        _listener.SetMeasurementEventCallback<int>((_, size, _, _) => Note(() => _sizes.Enqueue(size)));
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Note(() => Interlocked.Increment(ref _durations)));
        _listener.EnableMeasurementEvents(Metrics.Appends);
        _listener.EnableMeasurementEvents(Metrics.CommitSize);
        _listener.EnableMeasurementEvents(Metrics.CommitDuration);
    }

    /// <summary>Complete when what was awaited of the journals is.</summary>
    public (long Appends, string Sizes, int Durations) Taken => (Interlocked.Read(ref _appends), string.Join(' ', _sizes), _durations);

    public void Dispose() => _listener.Dispose();

    private void Note(Action what)
    {
        if (Mine.Value == this) what();
    }
}
