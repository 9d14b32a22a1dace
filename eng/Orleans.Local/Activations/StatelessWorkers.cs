using Orleans.Local.Calls;

namespace Orleans.Local.Activations;

/// <summary>The activations of one stateless worker: a request goes to an idle one, else to a new one, else to the least busy one.</summary>
internal sealed class StatelessWorkers(int workersMax, Func<Activation> create)
{
    private readonly Lock _lock = new();
    private readonly List<Activation> _workers = [];

    public IReadOnlyList<Activation> All
    {
        get
        {
            lock (_lock) return [.. _workers];
        }
    }

    /// <summary>As that of an activation.</summary>
    public bool TryReceive(Request request) => Choose().TryReceive(request);

    public void Remove(Activation worker)
    {
        lock (_lock) _workers.Remove(worker);
    }

    private Activation Choose()
    {
        lock (_lock)
        {
            var least = _workers.MinBy(worker => worker.Load);
            if (least is not null && (least.Load == 0 || _workers.Count >= workersMax)) return least;
            var worker = create();
            _workers.Add(worker);
            return worker;
        }
    }
}
