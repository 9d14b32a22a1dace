namespace Orleans.Configuration;

/// <summary>When activations end. Idle ones are collected here only by <see cref="Runtime.IManagementGrain.ForceActivationCollection"/>.</summary>
public class GrainCollectionOptions
{
    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>When an activation counts as idle.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>When activations of a class, by its full name, count as idle.</summary>
    public Dictionary<string, TimeSpan> ClassSpecificCollectionAge { get; set; } = [];

    /// <summary>How long a grain may take to activate.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a grain may take to deactivate.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>How turns are scheduled; nothing of it acts here.</summary>
public class SchedulingOptions
{
    /// <summary>After which delay of a turn a warning is logged.</summary>
    public TimeSpan DelayWarningThreshold { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an activation keeps its thread.</summary>
    public TimeSpan ActivationSchedulingQuantum { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>After which length of a turn a warning is logged.</summary>
    public TimeSpan TurnWarningLengthThreshold { get; set; } = TimeSpan.FromSeconds(1);
}
