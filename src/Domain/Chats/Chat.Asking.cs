using static OrleansChat.Domain.Refusal;
using Cmd = OrleansChat.Domain.Chats.ChatCommand;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Domain.Chats;

/// <summary>Transfer, Invite, Consult, and how they end (decisions 33 and 34).</summary>
public static partial class Chat
{
    private static Decision<Evt> Transfer(ChatState chat, Participant me, Cmd.Transfer transfer, DateTimeOffset now, ChatLimits limits) => transfer.To switch
    {
        { QueueName: null } => Ask(chat, me, InvitationSource.Transfer, transfer.To, transfer.AnswerDue, now, limits),
        _ when !me.IsFullAgent => NotAllowed,
        _ when me.State is not (ParticipantState.Chatting or ParticipantState.LeftChat) => NotInThisState,
        _ when !chat.HasRoomForAgent(Visibility.All, limits) => LimitExceeded,
        { QueueName: var queue } => new Evt.SessionEnded(me.UserId, ParticipantState.Completed, queue, now),
    };

    /// <summary>
    /// Nobody gives a newcomer more visibility than they have: a monitor asks nobody in, a coach or a consultant only consultants. Who is inside
    /// as a supervisor is asked in like anybody else as far as the one who asks can tell (decision 8); the invitation waits until they leave.
    /// </summary>
    private static Decision<Evt> Ask(ChatState chat, Participant me, InvitationSource kind, Target to, DateTimeOffset due, DateTimeOffset now, ChatLimits limits)
    {
        var given = kind == InvitationSource.Consult ? Visibility.Agents : Visibility.All;
        if (VisibilityLaw.Narrower(me.Visibility, given) != given)
        {
            return NotAllowed;
        }

        var may = me.IsChatting ? kind == InvitationSource.Transfer || chat.CustomerConnected : me.State == ParticipantState.LeftChat && kind == InvitationSource.Transfer;
        if (!may || to.UserId == me.UserId || chat.Asks.Exists(ask => ask.TargetId == to.UserId && ask.QueueName == to.QueueName))
        {
            return NotInThisState;
        }

        var target = to.UserId is null ? null : chat.Find(to.UserId);
        if (target is { IsOpen: true, Role: ParticipantRole.Agent })
        {
            return target is not { IsConsultant: true, IsChatting: true } || kind == InvitationSource.Consult ? NotInThisState
                : !chat.HasRoomForAgent(Visibility.All, limits) ? LimitExceeded
                : Lift(chat, me, target, kind, now);
        }

        if (!to.IsReachable)
        {
            return TargetUnavailable;
        }

        if (chat.AgentPlacesTaken >= limits.AgentsMax || !chat.HasRoomForAgent(given, limits))
        {
            return LimitExceeded;
        }

        var asked = new Evt.Asked(me.UserId, kind, to.UserId, to.QueueName, due, now);
        return to.UserId is null || target is { IsOpen: true }
            ? asked
            : ImmutableArray.Create<Evt>(asked, new Evt.Invited(to.UserId, to.UserName, ParticipantRole.Agent, kind, null, "", due, now, AskedBy: me.UserId));
    }

    /// <summary>A consultant is inside: they become an agent at once, and the one who transfers goes at once.</summary>
    private static ImmutableArray<Evt> Lift(ChatState chat, Participant me, Participant consultant, InvitationSource kind, DateTimeOffset now)
    {
        var lifted = new Evt.ConsultantLifted(consultant.UserId, now);
        return kind == InvitationSource.Transfer ? [lifted, .. Goes(chat, new Evt.Left(me.UserId, now), me.UserId, now), .. AskedMeanwhile(chat, me, now)] : [lifted];
    }

    /// <summary>The target accepted a transfer: who gave the chat away is done with it, and is told so with the number of their own operation.</summary>
    private static ImmutableArray<Evt> HandOver(ChatState chat, Ask transfer, Evt joined, DateTimeOffset now)
    {
        var giver = chat.Find(transfer.UserId)!;
        var isLastAgent = giver.Serves && !chat.Participants.Any(other => other.UserId != giver.UserId && other.Serves);
        Evt goes = giver.State == ParticipantState.LeftChat ? new Evt.WrapUpCompleted(giver.UserId, now)
            : joined is Evt.JoinFailed && isLastAgent ? new Evt.SessionEnded(giver.UserId, ParticipantState.Completed, null, now)
            : new Evt.Left(giver.UserId, now);
        var cause = transfer.ReferenceId is { } referenceId ? new Cause(giver.UserId, referenceId) : null;

        // The end of the session ends every asking with it.
        return goes is Evt.SessionEnded ? [joined, goes with { Cause = cause }]
            : [joined, .. Goes(chat with { Asks = chat.Asks.Remove(transfer) }, goes with { Cause = cause }, giver.UserId, now), .. AskedMeanwhile(chat, giver, now)];
    }

    private static Decision<Evt> CancelConsult(ChatState chat, Participant me, DateTimeOffset now)
    {
        var pending = chat.Asks.FindAll(ask => ask.UserId == me.UserId && ask.Kind == InvitationSource.Consult);
        return pending.IsEmpty ? NotInThisState : pending.SelectMany(ask => EndOf(chat, ask, InvitationEnd.Withdrawn, now)).ToImmutableArray();
    }

    /// <summary>An agent cannot remove a supervisor; one whom they do not see is, to them, not there.</summary>
    private static Decision<Evt> Remove(ChatState chat, Participant me, Target who, DateTimeOffset now)
    {
        var target = who.UserId is null ? null : chat.Find(who.UserId);
        var isSeen = target is { IsChatting: true } && me.Audience.MaySee(target.Visibility);
        if (!me.IsFullAgent || (isSeen && target!.Role == ParticipantRole.Supervisor))
        {
            return NotAllowed;
        }

        return me.IsChatting && isSeen && target != me ? Goes(chat, new Evt.ParticipantRemoved(target!.UserId, me.UserId, now), target.UserId, now) : NotInThisState;
    }

    /// <summary>Who goes takes back what they have asked for.</summary>
    private static ImmutableArray<Evt> Goes(ChatState chat, Evt goes, string userId, DateTimeOffset now) =>
        [goes, .. chat.Asks.Where(ask => ask.UserId == userId).SelectMany(ask => EndOf(chat, ask, InvitationEnd.Withdrawn, now))];

    /// <summary>Whoever was asked in by name while they were inside as a supervisor can be invited now.</summary>
    private static IEnumerable<Evt> AskedMeanwhile(ChatState chat, Participant supervisor, DateTimeOffset now) =>
        chat.Asks.Where(ask => ask.TargetId == supervisor.UserId && ask.UserId != supervisor.UserId)
            .Select(ask => new Evt.Invited(supervisor.UserId, supervisor.UserName, ParticipantRole.Agent, ask.Kind, null, "", ask.Due, now, AskedBy: ask.UserId));

    /// <summary>
    /// The end of an asking. A user by name who was invited is told how their invitation ended, which ends the asking too; what a queue has offered is
    /// withdrawn.
    /// </summary>
    private static ImmutableArray<Evt> EndOf(ChatState chat, Ask ask, InvitationEnd end, DateTimeOffset now)
    {
        var invited = chat.Participants.Where(p => p.State == ParticipantState.Invited && ask.LedTo(p));
        return ask.TargetId is not null && invited.Any()
            ? [new Evt.InvitationEnded(ask.TargetId, end, now)]
            : [new Evt.AskEnded(ask.UserId, ask.TargetId, ask.QueueName, end, now), .. invited.Select(p => new Evt.InvitationEnded(p.UserId, InvitationEnd.Withdrawn, now))];
    }
}
