using Orleans.Local.Activations;
using Orleans.Local.Calls;
using Orleans.Local.Isolation;
using Orleans.Local.Scheduling;
using Orleans.Runtime;

namespace Orleans.Local.Streams;

/// <summary>Hands a batch of events to an observer.</summary>
internal delegate Task Delivery(IReadOnlyList<StreamEvent> batch);

/// <summary>An event in its stream.</summary>
internal readonly record struct StreamEvent(object? Item, long Batch, int Index)
{
    public StreamEvent Isolated => this with { Item = Copier.Copy(Item) };
}

/// <summary>One reader of one stream: gets batches in order, the next when the one before was handled.</summary>
internal sealed class Subscription(LocalSilo silo, Guid id, object owner)
{
    private static readonly TimeSpan BackoffFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(30);

    // What a pulling agent spends on one event before it gives up.
    private static readonly TimeSpan DeliveryMax = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<IReadOnlyList<StreamEvent>> _batches = new();
    private readonly WorkQueue _turns = new(silo.Engine, null);
    private bool _busy;
    private volatile bool _ended;

    public Guid Id => id;

    /// <summary>The <see cref="GrainId"/> or the client that reads.</summary>
    public object Owner => owner;

    /// <summary>How a client reads; grains keep it in their activation.</summary>
    public Delivery? OfClient { get; set; }

    public void End() => _ended = true;

    public void Enqueue(IReadOnlyList<StreamEvent> batch)
    {
        lock (_lock)
        {
            _batches.Enqueue(batch);
            if (_busy) return;
            _busy = true;
        }
        _turns.Start(DeliverAllAsync);
    }

    private async Task DeliverAllAsync()
    {
        while (Next() is { } batch) await DeliverAsync(batch);
    }

    private IReadOnlyList<StreamEvent>? Next()
    {
        lock (_lock)
        {
            if (!_ended && _batches.TryDequeue(out var batch)) return batch;
            _busy = false;
            return null;
        }
    }

    private async Task DeliverAsync(IReadOnlyList<StreamEvent> batch)
    {
        var started = silo.Engine.CallTime.GetTimestamp();
        for (var backoff = BackoffFirst; !_ended; backoff = Min(backoff * 2, BackoffMax))
        {
            try
            {
                await DeliverOnceAsync([.. batch.Select(it => it.Isolated)]);
                return;
            }
            catch (Exception) when (silo.Engine.CallTime.GetElapsedTime(started) + backoff < DeliveryMax)
            {
                await Task.Delay(backoff, silo.Engine.CallTime);
            }
            catch (Exception)
            {
                return;
            }
        }
    }

    private Task DeliverOnceAsync(IReadOnlyList<StreamEvent> batch)
    {
        if (Owner is not GrainId grain) return OfClient?.Invoke(batch) ?? Task.CompletedTask;
        var request = new DeliveryRequest(this, batch, silo.Engine) { Target = grain };
        silo.Engine.Post(() => silo.Deliver(request));
        return request.Delivered;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed class DeliveryRequest(Subscription subscription, IReadOnlyList<StreamEvent> batch, Engine engine) : Request
    {
        private readonly TaskCompletionSource _delivered = new(engine.Answers);

        public Task Delivered => _delivered.Task;

        public override bool IsAbandoned => false;

        public override async Task RunAsync(Activation activation)
        {
            if (!subscription._ended && activation.StreamObservers.GetValueOrDefault(subscription.Id) is { } deliver) await deliver(batch);
            engine.Post(() => _delivered.TrySetResult());
        }

        public override void Fail(Exception error) => engine.Post(() => _delivered.TrySetException(error));
    }
}
