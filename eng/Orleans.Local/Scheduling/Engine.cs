namespace Orleans.Local.Scheduling;

/// <summary>What makes turns and messages go: the thread pool, or a simulation on one thread.</summary>
internal abstract class Engine
{
    /// <summary>The time of grain timers.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>The time of response time-outs.</summary>
    public abstract TimeProvider CallTime { get; }

    /// <summary>How the answers to calls continue at the caller.</summary>
    public abstract TaskCreationOptions Answers { get; }

    /// <summary>Whether work may be queued from this thread.</summary>
    public virtual bool IsHere => true;

    /// <summary>The queue has turns to run.</summary>
    public abstract void Schedule(WorkQueue queue);

    /// <summary>A message leaves; what it does on arrival never throws and never waits.</summary>
    public abstract void Post(Action arrive);
}

/// <summary>The engine of every silo that is not simulated.</summary>
internal sealed class ThreadPoolEngine(TimeProvider time) : Engine
{
    public override TimeProvider Time => time;

    public override TimeProvider CallTime => TimeProvider.System;

    public override TaskCreationOptions Answers => TaskCreationOptions.RunContinuationsAsynchronously;

    public override void Schedule(WorkQueue queue) => ThreadPool.UnsafeQueueUserWorkItem(queue, preferLocal: false);

    public override void Post(Action arrive) => arrive();
}
