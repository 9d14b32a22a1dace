using Orleans.Local.Scheduling;

namespace Orleans.Local.Simulation;

/// <summary>Holds everything that could happen next; which of it does is drawn.</summary>
internal sealed class SimulatedEngine(SimulationScheduler scheduler, Random draw) : Engine
{
    private readonly List<Action> _possible = [];

    public override TimeProvider Time => scheduler.Time;

    public override TimeProvider CallTime => scheduler.Time;

    // Continuations go to the queue that awaits, never to the thread pool.
    public override TaskCreationOptions Answers => TaskCreationOptions.None;

    public override bool IsHere => scheduler.IsHere();

    public bool IsIdle => _possible.Count == 0;

    public override void Schedule(WorkQueue queue) => Post(queue.RunOne);

    public override void Post(Action arrive)
    {
        if (IsHere) _possible.Add(arrive);
    }

    /// <summary>Lets one possible thing happen.</summary>
    public void Step()
    {
        var chosen = draw.Next(_possible.Count);
        var step = _possible[chosen];
        _possible[chosen] = _possible[^1];
        _possible.RemoveAt(_possible.Count - 1);
        step();
    }
}
