#if ORLEANS_LOCAL
using System.Diagnostics;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using Evt = OrleansChat.Domain.Users.UserEvent;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>One user's truth: session, channel, logins, who monitors them; and that what chats told them was so.</summary>
internal sealed class UserTruth(string id, Truth truth, Action<string> fail)
{
    private readonly Dictionary<string, long> _noted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Monitoring Wish, long Commit)> _monitors = new(StringComparer.Ordinal);
    private readonly HashSet<string> _endedLogins = new(StringComparer.Ordinal);
    private int _referenceIds;

    public long Version { get; private set; }
    public bool SessionOn { get; private set; }
    public AgentState State { get; private set; } = AgentState.Offline;
    public bool DoNotDisturb { get; private set; }
    public int Generation { get; private set; }

    /// <summary>The acts of supervision of the append under way, in order (decision 18).</summary>
    public List<Supervised> Acts { get; } = [];

    /// <summary>Whoever was called into a chat, because they monitor the user.</summary>
    public List<Evt.MonitorsCalled> Called { get; } = [];

    /// <summary>The commit of the user's last log-out; 0: none.</summary>
    public long LoggedOutAt { get; private set; }

    /// <summary>Who monitors the user, and the commit since which they do.</summary>
    public IEnumerable<(string SupervisorId, long Since)> MonitoredBy => _monitors.Select(static m => (m.Key, m.Value.Commit));

    /// <summary>Whether this login, begun in some generation, is over.</summary>
    public bool HasEnded(string loginId, int generation) => generation < Generation || _endedLogins.Contains(loginId);

    public void Take(IEnumerable<Evt> happened)
    {
        Acts.Clear();
        foreach (var one in happened)
        {
            Version++;
            Take(one);
        }
    }

    private void Take(Evt happened)
    {
        switch (happened)
        {
            case Evt.SessionStarted:
                Must(!SessionOn, happened);
                (SessionOn, State, DoNotDisturb) = (true, AgentState.NotReady, false);
                break;
            case Evt.SessionEnded:
                (SessionOn, State, DoNotDisturb, LoggedOutAt) = (false, AgentState.Offline, false, truth.Commits);
                break;
            case Evt.ChannelChanged e:
                Must(SessionOn && (e.State, e.DoNotDisturb) != (State, DoNotDisturb) && !(e.State == AgentState.Offline && e.DoNotDisturb), happened);
                (State, DoNotDisturb) = (e.State, e.DoNotDisturb);
                break;
            case Evt.ChatNoted e:
                // A chat tells what was so, and in order.
                Must(truth.Find(e.ChatId)?.StateAt(id, e.NotedVersion) == e.State && e.NotedVersion > _noted.GetValueOrDefault(e.ChatId), happened);
                _noted[e.ChatId] = e.NotedVersion;
                break;
            case Evt.MonitorsCalled e:
                Must(truth.Find(e.ChatId)?.StateAt(id, e.ChatVersion) == ParticipantState.Chatting && e.Monitors.All(m => _monitors.GetValueOrDefault(m.SupervisorId).Wish == m), happened);
                Called.Add(e);
                break;
            case Evt.MonitoringStarted e:
                _monitors[e.Monitoring.SupervisorId] = (e.Monitoring, truth.Commits);
                Acts.Add(new Supervised(SupervisionAct.MonitoringStarted, e.Monitoring.SupervisorId, id, "", e.Monitoring.Mode));
                break;
            case Evt.MonitoringEnded e:
                if (!_monitors.Remove(e.SupervisorId, out var ended))
                {
                    Must(e.End is MonitoringEnd.LoggedOut or MonitoringEnd.RightLost, happened);
                    break;
                }

                var monitoring = ended.Wish;
                Must(e.End != MonitoringEnd.UsedUp || monitoring?.Scope == MonitoringScope.NextChat, happened);
                Acts.Add(new Supervised(ActOf(e.End), e.SupervisorId, id, "", monitoring?.Mode));
                break;
            case Evt.ReferenceIdsReserved e:
                Must(e.Through > _referenceIds, happened);
                _referenceIds = e.Through;
                break;
            case Evt.LoginEnded e:
                _endedLogins.Add(e.LoginId);
                break;
            case Evt.LoginsEnded:
                Generation++;
                break;
            default:
                throw new UnreachableException($"The simulation's truth does not know {happened.GetType().Name}.");
        }
    }

    private static SupervisionAct ActOf(MonitoringEnd end) => end switch
    {
        MonitoringEnd.Cancelled => SupervisionAct.MonitoringCancelled,
        MonitoringEnd.UsedUp => SupervisionAct.MonitoringUsedUp,
        MonitoringEnd.LoggedOut => SupervisionAct.MonitoringLoggedOut,
        _ => SupervisionAct.MonitoringRightLost,
    };

    private void Must(bool isLegal, Evt happened)
    {
        if (!isLegal) fail($"{SimulatedFloor.NameOf($"user/{id}")} stores at version {Version} what may not happen: {happened}");
    }
}
#endif
