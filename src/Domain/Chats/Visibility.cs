namespace OrleansChat.Domain.Chats;

/// <summary>Who may see something, from wide to narrow; the v2 wire spelling (decision 1).</summary>
public enum Visibility
{
    All,
    Agents,
    Supervisors,
}

/// <summary>A class of viewers that reads the same log with the same indexes (decision 3).</summary>
public enum Audience
{
    Customer,
    Agent,
    Supervisor,
}

/// <summary>The law of visibility (decisions 1–3): the one place that says who may see what. Every way out of the server passes it.</summary>
public static class VisibilityLaw
{
    /// <summary>Customers see All; agents see All and Agents; supervisors see everything.</summary>
    public static bool MaySee(this Audience audience, Visibility visibility) => (audience, visibility) switch
    {
        (_, Visibility.All) => true,
        (Audience.Agent or Audience.Supervisor, Visibility.Agents) => true,
        (Audience.Supervisor, Visibility.Supervisors) => true,
        _ => false,
    };

    /// <summary>The narrower of two: what a sender with the one visibility says with the other is seen by (decision 2).</summary>
    public static Visibility Narrower(Visibility one, Visibility other) => one > other ? one : other;

    /// <summary>The wider of two: what a mode switch is read by.</summary>
    public static Visibility Wider(Visibility one, Visibility other) => one < other ? one : other;

    /// <summary>What a supervisor's mode makes visible: Monitor → Supervisors, Coach → Agents, BargeIn → All.</summary>
    public static Visibility Of(SupervisorMode mode) => mode switch
    {
        SupervisorMode.Monitor => Visibility.Supervisors,
        SupervisorMode.Coach => Visibility.Agents,
        SupervisorMode.BargeIn => Visibility.All,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}

/// <summary>How a supervisor takes part.</summary>
public enum SupervisorMode
{
    Monitor,
    Coach,
    BargeIn,
}
