using Orleans.Local.Activations;
using Orleans.Local.Simulation;
using Orleans.Runtime;

namespace Orleans.Local.Streams;

/// <summary>Who reads which stream of the silo.</summary>
internal sealed class StreamHub(LocalSilo silo)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Provider, StreamId Stream), List<Subscription>> _readers = [];
    private long _batches;
    private int _subscriptions;

    /// <summary>What becomes of an event on its way to one reader; a simulation may lose or repeat it.</summary>
    public Func<StreamId, object?, StreamEventFate> Fate { get; set; } = static (_, _) => StreamEventFate.Deliver;

    public Subscription Subscribe(string provider, StreamId stream, object owner)
    {
        lock (_lock)
        {
            var number = ++_subscriptions;
            var subscription = new Subscription(silo, new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), owner);
            Readers(provider, stream).Add(subscription);
            return subscription;
        }
    }

    public void Unsubscribe(string provider, StreamId stream, Subscription subscription)
    {
        subscription.End();
        lock (_lock) Readers(provider, stream).Remove(subscription);
    }

    public IReadOnlyList<Subscription> Of(string provider, StreamId stream, object owner)
    {
        lock (_lock) return [.. Readers(provider, stream).Where(subscription => subscription.Owner.Equals(owner))];
    }

    /// <summary>A client went away, and its subscriptions with it.</summary>
    public void Forget(object owner)
    {
        lock (_lock)
        {
            foreach (var readers in _readers.Values)
            {
                foreach (var mine in readers.Where(subscription => subscription.Owner.Equals(owner))) mine.End();
                readers.RemoveAll(subscription => subscription.Owner.Equals(owner));
            }
        }
    }

    public void Publish(string provider, StreamId stream, IReadOnlyList<object?> items)
    {
        lock (_lock)
        {
            var number = _batches++;
            var batch = items.Select((item, index) => new StreamEvent(item, number, index).Isolated).ToList();
            foreach (var reader in Readers(provider, stream))
            {
                var arriving = batch.SelectMany(it => Enumerable.Repeat(it, Copies(stream, it.Item))).ToList();
                if (arriving.Count > 0) reader.Enqueue(arriving);
            }
        }
    }

    private int Copies(StreamId stream, object? item) => Fate(stream, item) switch
    {
        StreamEventFate.Drop => 0,
        StreamEventFate.Repeat => 2,
        _ => 1,
    };

    private List<Subscription> Readers(string provider, StreamId stream)
    {
        if (_readers.TryGetValue((provider, stream), out var readers)) return readers;
        return _readers[(provider, stream)] = [];
    }
}
