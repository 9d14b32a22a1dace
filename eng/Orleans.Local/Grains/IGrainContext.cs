namespace Orleans.Runtime;

/// <summary>An activation, as its own grain sees it.</summary>
public interface IGrainContext
{
    /// <summary>How others reach the grain.</summary>
    GrainReference GrainReference { get; }

    /// <summary>Which grain it is.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object; none before it is made.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of this activation's own scope.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Ends when the activation is gone.</summary>
    Task Deactivated { get; }

    /// <summary>Deactivates once the running requests have ended.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
