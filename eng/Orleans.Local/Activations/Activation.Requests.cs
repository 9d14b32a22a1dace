using Orleans.Local.Calls;
using Orleans.Runtime;

namespace Orleans.Local.Activations;

// Which request may start when: one at a time, but for those that may interleave.
internal sealed partial class Activation
{
    private readonly List<Request> _waiting = [];
    private readonly List<Request> _running = [];
    private Request? _blocking;

    /// <summary>
    /// Takes a request in: it starts at once, later, or in the next activation. <see langword="false"/>: this one is gone, and nobody finds it any more.
    /// </summary>
    public bool TryReceive(Request request)
    {
        lock (_lock)
        {
            if (_state != State.Gone)
            {
                if (request.OfThisActivation && _state == State.Deactivating) return true;
                _waiting.Add(request);
                if (_state == State.New) Activate();
                else if (_state == State.Valid) StartWhatMay();
                return true;
            }
        }
        if (request.OfThisActivation) return true;
        Silo.Remove(this);                      // whoever ends it may not have come to that yet
        return false;
    }

    /// <summary>A turn of this activation that is no request.</summary>
    public void Start(Func<Task> work) => _turns.Start(work);

    // Within the lock.
    private void StartWhatMay()
    {
        for (var index = 0; index < _waiting.Count;)
        {
            var request = _waiting[index];
            if (request.IsAbandoned)
            {
                _waiting.RemoveAt(index);
                continue;
            }
            if (!MayStart(request))
            {
                index++;
                continue;
            }
            _waiting.RemoveAt(index);
            _running.Add(request);
            if (!request.AlwaysInterleave) _blocking ??= request;
            _turns.Start(() => RunAsync(request));
        }
    }

    private bool MayStart(Request request) =>
        _running.Count == 0
        || request.AlwaysInterleave
        || _blocking is null
        || (_blocking.ReadOnly && request.ReadOnly)
        || Class.MayInterleave(request.Invokable)
        || Class.MayInterleave(_blocking.Invokable);

    private async Task RunAsync(Request request)
    {
        try
        {
            RequestContext.Values = request.Context;
            await request.RunAsync(this);
        }
        catch (Exception error)
        {
            request.Fail(error);
        }
        finally
        {
            Ended(request);
        }
    }

    private void Ended(Request request)
    {
        lock (_lock)
        {
            _running.Remove(request);
            if (ReferenceEquals(_blocking, request)) _blocking = null;
            if (_running.Count == 0 && request.IsSignOfLife) _idleSince = Silo.Engine.Time.GetUtcNow();
            if (_state == State.Valid) StartWhatMay();
            else if (_state == State.Deactivating && _running.Count == 0) _turns.Start(FinishAsync);
        }
    }
}
