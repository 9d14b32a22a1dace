#if ORLEANS_LOCAL
using System.Diagnostics;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>Who is asked in by whom, and what a chat must look like after every append (I10).</summary>
internal sealed partial class ChatTruth
{
    private readonly List<Asking> _askings = [];
    private readonly List<string> _handedOverBy = [];

    private readonly Dictionary<string, DateTimeOffset> _declined = new(StringComparer.Ordinal);

    public IEnumerable<Asking> Askings => _askings;

    /// <summary>An agent is asked, and has not answered.</summary>
    public bool IsOffered => Present.Any(static s => s is { IsInvited: true, Source: InvitationSource.Routing });

    /// <summary>When a user last declined what a queue offered; then it is not offered to them for 60 s (decision 31).</summary>
    public DateTimeOffset DeclinedAt(string userId) => _declined.GetValueOrDefault(userId);

    private void TakeAsking(Evt happened)
    {
        switch (happened)
        {
            case Evt.Asked e:
                // Nobody gives a newcomer more visibility than they have.
                Must(Find(e.UserId) is { } asker && (asker.IsChatting || (asker.State == ParticipantState.LeftChat && e.Kind == InvitationSource.Transfer))
                    && asker.Visibility <= (e.Kind == InvitationSource.Consult ? Visibility.Agents : Visibility.All), happened);
                Must((e.TargetId is null) != (e.QueueName is null) && !_askings.Exists(a => a.TargetId == e.TargetId && a.QueueName == e.QueueName), happened);
                _askings.Add(new Asking(e.UserId, e.Kind, e.TargetId, e.QueueName, e.Due));
                break;
            case Evt.AskEnded e:
                var ended = _askings.Find(a => a.TargetId == e.TargetId && a.QueueName == e.QueueName);
                Must(ended?.UserId == e.UserId && (e.End != InvitationEnd.NoAnswer || ended.Due <= e.At), happened);
                _askings.RemoveAll(a => a.TargetId == e.TargetId && a.QueueName == e.QueueName);
                break;
            case Evt.InvitationEnded e:
                Must(Find(e.UserId) is { IsInvited: true } invited && (e.End != InvitationEnd.NoAnswer || invited.AnswerDue <= e.At), happened);   // one answer to every offer (I10)
                _askings.RemoveAll(a => a.TargetId == e.UserId);
                if (Find(e.UserId)!.QueueName is not null && e.End is InvitationEnd.Rejected or InvitationEnd.NoAnswer) _declined[e.UserId] = e.At;
                Become(e.UserId, e.End == InvitationEnd.Rejected ? ParticipantState.Completed : ParticipantState.Revoked, ActOf(e.End));
                break;
            case Evt.Invited e:
                Invite(e);
                break;
            default:
                throw new UnreachableException($"The simulation's truth does not know {happened.GetType().Name}.");
        }
    }

    private void Invite(Evt.Invited e)
    {
        var stint = new Stint(e, Version);
        Must(!Stint.IsOpenState(StateOf(e.UserId)), e);
        Must((e.Role == ParticipantRole.Supervisor) == (e.Mode is not null) && (e.Role == ParticipantRole.Supervisor) == (e.AnswerDue is null), e);
        Must(e.Source switch
        {
            InvitationSource.Routing => Waits && e.QueueName == QueueName && e.AskedBy is null && !Present.Any(static s => s is { IsInvited: true, Source: InvitationSource.Routing }),
            InvitationSource.Intrude or InvitationSource.Monitoring =>
                e.Role == ParticipantRole.Supervisor && e.AgentId is not null && Present.Any(static s => s is { IsChatting: true, IsSupervisor: false }),
            _ => e.Role == ParticipantRole.Agent && _askings.Exists(a => a.LedTo(stint)) && !Present.Any(s => s.IsInvited && e.QueueName is not null && s.QueueName == e.QueueName),
        }, e);
        if (!_stints.TryGetValue(e.UserId, out var stints)) _stints.Add(e.UserId, stints = []);
        stints.Add(stint);
        if (stint.IsSupervisor) Acts.Add(ActOf(e.Source == InvitationSource.Intrude ? SupervisionAct.Intruded : SupervisionAct.Invited, stint));
    }

    private static SupervisionAct ActOf(InvitationEnd end) => end switch
    {
        InvitationEnd.Rejected => SupervisionAct.Rejected,
        InvitationEnd.LoggedOut => SupervisionAct.LoggedOut,
        _ => SupervisionAct.Revoked,
    };

    /// <summary>Whatever an append did, this holds after it.</summary>
    private void MustBeLegal()
    {
        if (Waits) Holds(!Present.Any(static s => s.Serves), "it waits, and an agent has it");
        foreach (var invited in Present.Where(static s => s.IsInvited))
        {
            Holds(invited.Source != InvitationSource.Routing || Waits, $"{invited.UserId} is offered a chat that does not wait");
            Holds(invited.AskedBy is null || _askings.Exists(a => a.LedTo(invited)), $"{invited.UserId} is invited, and nobody asks for them any more");
        }

        foreach (var asking in _askings) Holds(StateOf(asking.UserId) is ParticipantState.Chatting or ParticipantState.LeftChat, $"{asking.UserId} has gone, and still asks");
        foreach (var giver in _handedOverBy) Holds(Find(giver) is { IsOpen: false }, $"{giver} handed the chat over, and still has it");
        var looksOn = Present.Any(static s => s is { IsSupervisor: true, IsOpen: true } or { IsConsultant: true, IsChatting: true });
        Holds(!looksOn || Present.Any(static s => s.Serves), "somebody looks on where no agent is left");
        _handedOverBy.Clear();
    }

    private void Holds(bool isSo, string otherwise)
    {
        if (!isSo) fail($"{id} at version {Version}: {otherwise}");
    }
}
#endif
