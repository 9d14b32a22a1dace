using Orleans.Local.Activations;
using Orleans.Local.Scheduling;
using Orleans.Runtime;

namespace Orleans.Local.Simulation;

/// <summary>
/// Runs a silo on the calling thread, with an order drawn from a seed and a time of its own: the same seed gives the same run.
/// Register it in the services of the host before the silo is used, or use <see cref="SimulatedSilo"/>.
/// </summary>
public sealed class SimulationScheduler
{
    private readonly SimulatedTime _time;
    private readonly WorkQueue _driver;
    private LocalSilo? _silo;
    private int _thread;
    private volatile string? _stray;

    /// <summary>A run for this seed, starting at this time.</summary>
    public SimulationScheduler(int seed, DateTimeOffset? start = null)
    {
        Seed = seed;
        Engine = new SimulatedEngine(this, new Random(seed));
        _time = new SimulatedTime(this, start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _driver = new WorkQueue(Engine, null);
    }

    /// <summary>What the order is drawn from.</summary>
    public int Seed { get; }

    /// <summary>The time of everything in this run; register it where the product asks for a <see cref="TimeProvider"/>.</summary>
    public TimeProvider Time => _time;

    /// <summary>How many steps were made: a cheap fingerprint of the run.</summary>
    public long Steps { get; private set; }

    /// <summary>How much time may pass in one <see cref="Run(Task)"/> before it is taken for a deadlock.</summary>
    public TimeSpan RunMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many steps one <see cref="RunUntilIdle"/> may take before it is taken for an endless loop.</summary>
    public long StepsMax { get; init; } = 10_000_000;

    /// <summary>Decides about each stream event on its way to each reader; unset, all arrive.</summary>
    public Func<StreamId, object?, StreamEventFate>? StreamEvents
    {
        get;
        set
        {
            field = value;
            if (_silo is not null) _silo.Streams.Fate = value ?? Deliver;
        }
    }

    internal SimulatedEngine Engine { get; }

    /// <summary>Whether a run failed in a way after which nothing more can be said about it.</summary>
    internal bool IsBroken { get; private set; }

    /// <summary>Runs everything that can happen without time passing.</summary>
    public void RunUntilIdle() => Here(Exhaust);

    /// <summary>Runs until the task has ended, letting time pass when nothing else can happen; its exception is thrown here.</summary>
    public void Run(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        Here(() => Drive(task));
        task.GetAwaiter().GetResult();
    }

    /// <summary>Runs work, whose awaits stay on this thread, to its end.</summary>
    public void Run(Func<Task> work) => Run<object?>(async () =>
    {
        await work();
        return null;
    });

    /// <summary>Runs work, whose awaits stay on this thread, to its end.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var ended = new TaskCompletionSource<T>();
        Here(() => _driver.Start(() => EndAsync(work, ended)));
        Run(ended.Task);
        return ended.Task.Result;
    }

    /// <summary>Runs work to its end, for tests that like to await; the task has ended when this returns.</summary>
    public Task RunAsync(Func<Task> work)
    {
        Run(work);
        return Task.CompletedTask;
    }

    /// <summary>Lets this much time pass; timers fire in order, and everything runs that can.</summary>
    public void Advance(TimeSpan time) => Here(() =>
    {
        Exhaust();
        for (var left = time; ;)
        {
            var step = _time.NextDue is { } due && due < left ? due : left;
            left -= step;
            Pass(step);
            if (left <= TimeSpan.Zero) return;
        }
    });

    /// <summary>The activation vanishes without deactivating. Whether there was one.</summary>
    public bool CrashActivation(GrainId grainId, CrashedCallers callers = CrashedCallers.Fail)
    {
        if (_silo?.Find(grainId) is not { } activation) return false;
        Here(() => activation.Crash(callers == CrashedCallers.Fail));
        return true;
    }

    internal void Attach(LocalSilo silo)
    {
        _silo = silo;
        silo.Streams.Fate = StreamEvents ?? Deliver;
    }

    /// <summary>Whether this is the simulated thread. Work that comes from another one breaks the run, which could not be repeated.</summary>
    internal bool IsHere()
    {
        if (_thread == 0 || _thread == Environment.CurrentManagedThreadId) return true;
        _stray ??= Environment.StackTrace;
        return false;
    }

    private static StreamEventFate Deliver(StreamId stream, object? item) => StreamEventFate.Deliver;

    private static async Task EndAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> ended)
    {
        try
        {
            ended.SetResult(await work());
        }
        catch (Exception error)
        {
            ended.SetException(error);
        }
    }

    private void Drive(Task task)
    {
        var limit = _time.GetUtcNow() + RunMax;
        while (!task.IsCompleted)
        {
            if (!Engine.IsIdle)
            {
                Step();
                continue;
            }
            if (_time.NextDue is not { } due)
            {
                // Time for stray work to give itself away; the run has failed in any case.
                SpinWait.SpinUntil(() => _stray is not null, TimeSpan.FromMilliseconds(100));
                throw Stuck("Nothing can happen any more, but the task has not ended.");
            }
            if (_time.GetUtcNow() + due > limit) throw Stuck($"The task has not ended within {RunMax} of simulated time.");
            _time.Move(due);
            _time.FireDue();
        }
    }

    private void Pass(TimeSpan time)
    {
        _time.Move(time);
        _time.FireDue();
        Exhaust();
    }

    private void Exhaust()
    {
        for (var steps = 0L; !Engine.IsIdle; steps++)
        {
            if (steps == StepsMax) throw Stuck($"After {StepsMax} steps there is still something to do.");
            Step();
        }
    }

    private void Step()
    {
        if (_stray is not null) throw Stuck("The run cannot be repeated.");
        Steps++;
        Engine.Step();
    }

    private InvalidOperationException Stuck(string how)
    {
        IsBroken = true;
        var stray = _stray is null ? "" : $" Work came from another thread:\n{_stray}";
        return new($"Seed {Seed}, step {Steps}: {how}{stray}");
    }

    private void Here(Action action)
    {
        var (context, thread) = (SynchronizationContext.Current, _thread);
        SynchronizationContext.SetSynchronizationContext(null);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            action();
        }
        finally
        {
            _thread = thread;
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
