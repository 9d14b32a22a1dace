namespace OrleansChat.Domain.Supervision;

/// <summary>What the directory says about who wants to change an agent's channel (contract row 32).</summary>
/// <param name="IsAdmin">Administrators control the agents of their contact centre without a group (decision 38).</param>
public sealed record AgentControlFacts(SupervisorFacts Supervisor, bool IsAdmin)
{
    /// <summary>The refusals of supervision, in the order of decision 12.</summary>
    public Refusal? RefusalFor(string agentId) => !IsAdmin ? Supervisor.RefusalFor(agentId) : (Supervisor with { IsSupervisor = true, SupervisesAgent = true }).RefusalFor(agentId);
}
