#if ORLEANS_LOCAL
using System.Diagnostics;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>Coming, going, and changing what one is (decisions 7, 11, 14, 33–36).</summary>
internal sealed partial class ChatTruth
{
    private void TakePlace(Evt happened)
    {
        switch (happened)
        {
            case Evt.Joined e:
                Must(Find(e.UserId) is { IsInvited: true } && (Find(e.UserId)!.IsSupervisor || CustomerConnected), happened);
                Must(Find(e.UserId)!.Source != InvitationSource.Routing || Waits, happened);     // never two owners (I10)
                Become(e.UserId, ParticipantState.Chatting, SupervisionAct.Accepted);
                Find(e.UserId)!.Place = Version;
                Answered(Find(e.UserId)!);
                Write(EntryKind.ParticipantJoined, e.UserId, "");
                break;
            case Evt.JoinFailed e:
                Must(Find(e.UserId) is { IsInvited: true, IsSupervisor: false } && !CustomerConnected, happened);
                Become(e.UserId, ParticipantState.JoinFailed, null);
                Answered(Find(e.UserId)!);
                break;
            case Evt.ModeSwitched e:
                Must(Find(e.UserId) is { IsChatting: true } who && who.Mode == e.From && e.From != e.To, happened);
                Turn(e.UserId, stint => stint.Mode = e.To);
                Acts.Add(ActOf(SupervisionAct.Switched, Find(e.UserId)!));
                break;
            case Evt.ConsultantLifted e:
                Must(Find(e.UserId) is { IsChatting: true, IsConsultant: true }, happened);
                Turn(e.UserId, static stint => stint.IsConsultant = false);
                break;
            case Evt.ParticipantRemoved e:
                Must(Find(e.UserId) is { IsChatting: true, IsSupervisor: false } && Find(e.By) is { Serves: true } && e.By != e.UserId, happened);
                Leave(e.UserId, ParticipantState.Revoked, null);
                break;
            case Evt.Left e:
                Must(Find(e.UserId) is { IsChatting: true }, happened);
                Leave(e.UserId, ParticipantState.Completed, e.LoggedOut == true ? SupervisionAct.LoggedOut : SupervisionAct.Left);
                break;
            case Evt.SessionEnded e:
                Must(Find(e.UserId) is { Serves: true } || (e.QueueName is not null && StateOf(e.UserId) == ParticipantState.LeftChat), happened);
                End(e);
                break;
            case Evt.WrapUpCompleted e:
                Must(StateOf(e.UserId) is ParticipantState.LeftChat or ParticipantState.JoinFailed, happened);
                Become(e.UserId, ParticipantState.Completed, null);
                break;
            default:
                throw new UnreachableException($"The simulation's truth does not know {happened.GetType().Name}.");
        }
    }

    private void Become(string userId, ParticipantState state, SupervisionAct? act)
    {
        var stint = Find(userId)!;
        stint.Become(state, Version);
        if (stint.IsSupervisor && act is { } done) Acts.Add(ActOf(done, stint));
    }

    private void Leave(string userId, ParticipantState state, SupervisionAct? act)
    {
        Write(EntryKind.ParticipantLeft, userId, "");
        Become(userId, state, act);
    }

    /// <summary>An agent who comes ends the waiting, or the asking that led to them.</summary>
    private void Answered(Stint stint)
    {
        if (!stint.IsSupervisor) WaitsSince = null;
        foreach (var asking in _askings.Where(a => a.LedTo(stint)).ToList())
        {
            _askings.Remove(asking);
            if (asking.Kind == InvitationSource.Transfer) _handedOverBy.Add(asking.UserId);
        }
    }

    /// <summary>Each audience reads truly: still there, newly there, or there no longer (decision 7).</summary>
    private void Turn(string userId, Action<Stint> turn)
    {
        var stint = Find(userId)!;
        var before = stint.Visibility;
        turn(stint);
        var after = stint.Visibility;
        if (after < before) stint.Place = Version;
        for (var audience = 0; audience < 3; audience++)
        {
            var (saw, sees) = ((int)before <= audience, (int)after <= audience);
            var kind = saw && sees ? EntryKind.ParticipantRejoined : sees ? EntryKind.ParticipantJoined : EntryKind.ParticipantLeft;
            if (saw || sees) Log.Add(new Line(kind, userId, "", Visibility.All, sees ? after : before, Version, _commit), audience, audience);
        }
    }

    /// <summary>In the order of their coming, or of becoming visible to more.</summary>
    private void End(Evt.SessionEnded ended)
    {
        foreach (var stint in Present.Where(static s => s.IsChatting).OrderBy(static s => s.Place).ToList()) Write(EntryKind.ParticipantLeft, stint.UserId, "");
        foreach (var stint in Open.Where(static s => s.State != ParticipantState.JoinFailed).ToList())
        {
            Become(stint.UserId, stint.UserId == ended.UserId ? ended.State : ParticipantState.Revoked, SupervisionAct.Revoked);
        }

        _askings.Clear();
        CustomerConnected &= ended.QueueName is not null;
        (WaitsSince, QueueName) = (ended.QueueName is null ? null : ended.At, ended.QueueName ?? QueueName);
    }

    private Supervised ActOf(SupervisionAct act, Stint stint) => new(act, stint.UserId, stint.AgentId, id, stint.Mode);
}
#endif
