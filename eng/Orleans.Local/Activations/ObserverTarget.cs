using Orleans.Local.Calls;
using Orleans.Local.Scheduling;
using Orleans.Runtime;

namespace Orleans.Local.Activations;

/// <summary>An object that grains can call: one call at a time, in order, in nobody's context.</summary>
internal sealed class ObserverTarget(Engine engine, IGrainObserver observer)
{
    private readonly Lock _lock = new();
    private readonly Queue<Request> _waiting = new();
    private readonly WorkQueue _turns = new(engine, null);
    private bool _busy;

    public static GrainType Type { get; } = GrainType.Create("sys.observer");

    public void Receive(Request request)
    {
        lock (_lock)
        {
            _waiting.Enqueue(request);
            if (_busy) return;
            _busy = true;
        }
        _turns.Start(RunAllAsync);
    }

    private async Task RunAllAsync()
    {
        while (Next() is { } request)
        {
            if (request.IsAbandoned) continue;
            try
            {
                RequestContext.Values = request.Context;
                await ((CallRequest)request).CallAsync(observer);
            }
            catch (Exception error)
            {
                request.Fail(error);
            }
        }
    }

    private Request? Next()
    {
        lock (_lock)
        {
            if (_waiting.TryDequeue(out var request)) return request;
            _busy = false;
            return null;
        }
    }
}
