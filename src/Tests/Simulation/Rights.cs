#if ORLEANS_LOCAL
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Tests.Simulation.Truths;

namespace OrleansChat.Tests.Simulation;

/// <summary>Who may supervise whom by the configuration that was last reviewed: nobody else is let into a chat, or begins to monitor (decision 17 of the records).</summary>
internal sealed class Rights(SimulatedFloor floor)
{
    /// <summary>What was asked just before the review may be carried out just after it, if nothing holds it up.</summary>
    private static readonly TimeSpan InFlight = TimeSpan.FromSeconds(1);

    private PeopleDirectory? _reviewed;
    private DateTimeOffset _reviewedAt;

    /// <summary>A review of these people has succeeded.</summary>
    public void Reviewed(PeopleDirectory people) => (_reviewed, _reviewedAt) = (people, floor.Clock.GetUtcNow());

    public void MustAllow(Supervised act)
    {
        var isEntering = act.Act is SupervisionAct.Intruded or SupervisionAct.Invited or SupervisionAct.MonitoringStarted;
        if (!isEntering || !ReferenceEquals(_reviewed, floor.InForce.Current) || _reviewed.SupervisesAnyOf(act.SupervisorId, [act.AgentId])) return;
        var since = floor.Clock.GetUtcNow() - _reviewedAt;
        if (since > InFlight + floor.Faults.HeldUpMax) floor.Fail($"{act} is done without the right, which was lost {since} before");
    }
}
#endif
