using System.Diagnostics;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;

namespace OrleansChat.Domain.Supervision;

/// <summary>
/// Which events are acts of supervision (decision 18): a pure function of the events. In a chat it is read from what became of each supervisor, so
/// that no way of ending a chat is forgotten.
/// </summary>
public static class SupervisionAudit
{
    /// <summary>What an event of a chat did to its supervisors, in the order of the participants.</summary>
    public static IEnumerable<AuditRecord> Of(ChatState before, ChatEvent happened, ChatState after) =>
        from now in after.Participants
        where now.Role == ParticipantRole.Supervisor
        let act = ActOf(before.Find(now.UserId), now, happened)
        where act is not null
        select new AuditRecord(act.Value, now.UserId, now.UserName, now.AgentId ?? "", after.Id, now.Mode, null, happened.At);

    /// <summary>What an event of a user did to the monitoring of them.</summary>
    public static IEnumerable<AuditRecord> Of(string agentId, UserState before, UserEvent happened) => happened switch
    {
        UserEvent.MonitoringStarted e => [Of(SupervisionAct.MonitoringStarted, agentId, e.Monitoring, e.At)],
        UserEvent.MonitoringEnded e when before.MonitoringBy(e.SupervisorId) is { } monitoring => [Of(ActOf(e.End), agentId, monitoring, e.At)],
        _ => [],
    };

    private static AuditRecord Of(SupervisionAct act, string agentId, Monitoring monitoring, DateTimeOffset at) =>
        new(act, monitoring.SupervisorId, monitoring.SupervisorName, agentId, "", monitoring.Mode, monitoring.Scope, at);

    private static SupervisionAct? ActOf(Participant? before, Participant now, ChatEvent happened) => now.State switch
    {
        _ when before is not null && (before.State, before.Mode, before.InvitedVersion) == (now.State, now.Mode, now.InvitedVersion) => null,
        ParticipantState.Invited => now.Source == InvitationSource.Intrude ? SupervisionAct.Intruded : SupervisionAct.Invited,
        ParticipantState.Chatting => before is { IsChatting: true } ? SupervisionAct.Switched : SupervisionAct.Accepted,
        _ when happened is ChatEvent.Left { LoggedOut: true } or ChatEvent.InvitationEnded { End: InvitationEnd.LoggedOut } => SupervisionAct.LoggedOut,
        ParticipantState.Completed => before is { IsChatting: true } ? SupervisionAct.Left : SupervisionAct.Rejected,
        _ => SupervisionAct.Revoked,
    };

    private static SupervisionAct ActOf(MonitoringEnd end) => end switch
    {
        MonitoringEnd.Cancelled => SupervisionAct.MonitoringCancelled,
        MonitoringEnd.UsedUp => SupervisionAct.MonitoringUsedUp,
        MonitoringEnd.LoggedOut => SupervisionAct.MonitoringLoggedOut,
        MonitoringEnd.RightLost => SupervisionAct.MonitoringRightLost,
        _ => throw new UnreachableException($"No act for {end}."),
    };
}
