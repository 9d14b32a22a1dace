namespace Orleans.Local.Simulation;

/// <summary>What becomes of a stream event on its way to one reader.</summary>
public enum StreamEventFate
{
    /// <summary>It arrives.</summary>
    Deliver,

    /// <summary>It is lost.</summary>
    Drop,

    /// <summary>It arrives twice.</summary>
    Repeat,
}

/// <summary>What the callers of a crashed activation see.</summary>
public enum CrashedCallers
{
    /// <summary>An exception, at once.</summary>
    Fail,

    /// <summary>Nothing, until their time is out.</summary>
    WaitForTimeout,
}
