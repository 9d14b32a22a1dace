using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OrleansChat.Grains.Interfaces.Telemetry;

/// <summary>What the product measures. <c>docs/reference/telemetry.md</c> lists it. No measurement names a chat or a person.</summary>
public static class Metrics
{
    /// <summary>The name to listen to.</summary>
    public const string MeterName = "OrleansChat";

    public static readonly Meter Meter = new(MeterName);

    private static readonly ConcurrentDictionary<object, Func<int>> Hosts = new();

    /// <summary>Without advice, an exporter's first bucket would end at 5: nothing faster could be told apart.</summary>
    private static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    private static readonly InstrumentAdvice<int> Sizes = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000] };

    public static readonly Counter<long> Appends = Meter.CreateCounter<long>("orleanschat.journal.appends", "{append}", "Appends that are on disk.");

    public static readonly Histogram<int> CommitSize = Meter.CreateHistogram("orleanschat.journal.commit.size", "{write}", "Writes that shared one commit, without lazy ones.", advice: Sizes);

    public static readonly Histogram<double> CommitDuration =
        Meter.CreateHistogram("orleanschat.journal.commit.duration", "s", "From the first statement of a commit to its sync.", advice: Durations);

    public static readonly Histogram<double> TellingDelay =
        Meter.CreateHistogram("orleanschat.telling.delay", "s", "How long a chat's oldest event waited until everybody was told: by so much the told watermark lags.", advice: Durations);

    public static readonly Gauge<double> OutboxAge =
        Meter.CreateGauge<double>("orleanschat.outbox.age", "s", "How long the chat or user that waits longest, to be told or for a deadline that is due, has been found waiting by this silo.");

    public static readonly Gauge<int> Members = Meter.CreateGauge<int>("orleanschat.members", "{silo}", "Silos of the cluster as this silo sees them; the tag status says in which state. Not of the single process.");

    public static readonly UpDownCounter<int> Sessions = Meter.CreateUpDownCounter<int>("orleanschat.sessions", "{session}", "Notification sessions in memory.");

    public static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("orleanschat.deliveries", "{delivery}", "Notifications passed to connections of this host.");

    public static readonly ObservableUpDownCounter<int> Held =
        Meter.CreateObservableUpDownCounter("orleanschat.connections.held", static () => Hosts.Values.Sum(static count => count()), "{connection}", "Held polls, sockets and streams of events with a session, on this host.");

    public static readonly Counter<long> Refusals = Meter.CreateCounter<long>("orleanschat.refusals", "{reply}", "REST replies that are no success; the tag statusCode says which.");

    public static readonly UpDownCounter<int> Chats = Meter.CreateUpDownCounter<int>("orleanschat.chats.active", "{chat}", "Chats in memory.");

    public static readonly UpDownCounter<int> Waiting = Meter.CreateUpDownCounter<int>("orleanschat.queue.waiting", "{chat}", "Chats that wait in the queues in memory.");

    /// <summary>Counts what <paramref name="host"/> holds from now on; <see cref="Forget"/> ends it.</summary>
    public static void Observe(object host, Func<int> held) => Hosts[host] = held;

    /// <summary>A host that stops holds nothing.</summary>
    public static void Forget(object host) => Hosts.TryRemove(host, out _);
}
