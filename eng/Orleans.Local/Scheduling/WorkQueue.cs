using Orleans.Runtime;

namespace Orleans.Local.Scheduling;

/// <summary>The turns of one activation: one at a time, in the order they were queued.</summary>
internal sealed class WorkQueue(Engine engine, IGrainContext? context) : TaskScheduler, IThreadPoolWorkItem
{
    // After so many turns the thread goes to somebody else.
    private const int TurnsAtOnceMax = 32;

    private readonly Lock _lock = new();
    private readonly Queue<Task> _turns = new();
    private bool _scheduled;
    private bool _lost;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Starts work as a turn of this queue. Nothing of the starter's execution context comes along.</summary>
    public void Start(Func<Task> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);
            return;
        }
        using var alone = ExecutionContext.SuppressFlow();
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);
    }

    /// <summary>Nothing that is queued here now or later ever runs.</summary>
    public void Lose()
    {
        lock (_lock)
        {
            _lost = true;
            _turns.Clear();
        }
    }

    /// <summary>Runs the next turn, if there is one.</summary>
    public void RunOne()
    {
        if (Next() is { } turn) Run(turn);
        bool more;
        lock (_lock) more = _scheduled = _turns.Count > 0;
        if (more) engine.Schedule(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        for (var turns = 1; turns < TurnsAtOnceMax && Next() is { } turn; turns++) Run(turn);
        RunOne();
    }

    protected override void QueueTask(Task task)
    {
        if (!engine.IsHere) return;
        lock (_lock)
        {
            if (_lost) return;
            _turns.Enqueue(task);
            if (_scheduled) return;
            _scheduled = true;
        }
        engine.Schedule(this);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock) return [.. _turns];
    }

    private Task? Next()
    {
        lock (_lock) return _turns.TryDequeue(out var turn) ? turn : null;
    }

    private void Run(Task turn)
    {
        var before = RuntimeContext.Current;
        RuntimeContext.Current = context;
        try
        {
            TryExecuteTask(turn);
        }
        finally
        {
            RuntimeContext.Current = before;
        }
    }
}
