using static OrleansChat.Domain.Refusal;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Domain.Chats;

/// <summary>Leaving, completing, giving up: by one's own act Completed, by another's act or the chat's end Revoked (decision 35).</summary>
public static partial class Chat
{
    private static Decision<Evt> Leave(ChatState chat, Participant me, DateTimeOffset now)
    {
        if (!me.IsChatting)
        {
            return NotInThisState;
        }

        var isLastAgent = me.Serves && !chat.Participants.Any(other => other.UserId != me.UserId && other.Serves);
        return isLastAgent
            ? new Evt.SessionEnded(me.UserId, ParticipantState.LeftChat, null, now)
            : ImmutableArray.CreateRange<Evt>([.. Goes(chat, new Evt.Left(me.UserId, now), me.UserId, now), .. AskedMeanwhile(chat, me, now)]);
    }

    private static Decision<Evt> Complete(ChatState chat, Participant me, ChatCommand.Complete complete, DateTimeOffset now, ChatLimits limits)
    {
        var intoQueue = complete.QueueName is not null;
        return me switch
        {
            { State: ParticipantState.JoinFailed } when !intoQueue => Goes(chat, new Evt.WrapUpCompleted(me.UserId, now), me.UserId, now),
            { IsFullAgent: false } => NotAllowed,
            { State: ParticipantState.Chatting or ParticipantState.LeftChat } when intoQueue && !chat.HasRoomForAgent(Visibility.All, limits) => LimitExceeded,
            { IsChatting: true } => new Evt.SessionEnded(me.UserId, ParticipantState.Completed, complete.QueueName, now),
            { State: ParticipantState.LeftChat } when intoQueue => new Evt.SessionEnded(me.UserId, ParticipantState.Completed, complete.QueueName, now),
            { State: ParticipantState.LeftChat } => Goes(chat, new Evt.WrapUpCompleted(me.UserId, now), me.UserId, now),
            _ => NotInThisState,
        };
    }

    private static Decision<Evt> UserGone(ChatState chat, ChatCommand.UserGone gone, DateTimeOffset now, ChatLimits limits) => chat.Find(gone.UserId) switch
    {
        { } later when later.InvitedVersion > gone.InvitedVersion => Decision<Evt>.Nothing,
        { State: ParticipantState.Invited } => new Evt.InvitationEnded(gone.UserId, InvitationEnd.LoggedOut, now),
        { IsChatting: true, Role: ParticipantRole.Supervisor } => SupervisorGone(chat, gone.UserId, now),
        { IsOpen: true } me when gone.ForGood => GoneForGood(chat, me, now, limits),
        _ => Decision<Evt>.Nothing,
    };

    /// <summary>Who supervises somebody who is chatting stays, and stays invited.</summary>
    private static Decision<Evt> SupervisionLost(ChatState chat, ChatCommand.SupervisionLost lost, DateTimeOffset now, ChatLimits limits) =>
        chat.Find(lost.UserId) is { IsOpen: true, Role: ParticipantRole.Supervisor } && !chat.Participants.Any(p => p.IsChatting && lost.Supervised.Contains(p.UserId))
            ? UserGone(chat, new ChatCommand.UserGone(lost.UserId), now, limits)
            : Decision<Evt>.Nothing;

    /// <summary>
    /// Nobody waits for what an agent would do next: the chat goes back to its queue unless another serves it, and a wrap-up is done. Where no agent may come any
    /// more the session ends.
    /// </summary>
    private static Decision<Evt> GoneForGood(ChatState chat, Participant me, DateTimeOffset now, ChatLimits limits)
    {
        var isLastAgent = me.Serves && !chat.Participants.Any(other => other.UserId != me.UserId && other.Serves);
        var goesOn = chat.CustomerConnected && chat.HasRoomForAgent(Visibility.All, limits);
        return isLastAgent
            ? new Evt.SessionEnded(me.UserId, ParticipantState.Completed, goesOn ? chat.QueueName : null, now)
            : Goes(chat, me.IsChatting ? new Evt.Left(me.UserId, now) : new Evt.WrapUpCompleted(me.UserId, now), me.UserId, now);
    }

    /// <summary>Whoever asked the supervisor in, not knowing that they are inside, is told what they would be told of anybody.</summary>
    private static ImmutableArray<Evt> SupervisorGone(ChatState chat, string userId, DateTimeOffset now) =>
    [
        .. chat.Asks.Where(ask => ask.TargetId == userId).SelectMany(ask => EndOf(chat, ask, InvitationEnd.LoggedOut, now)),
        .. Goes(chat, new Evt.Left(userId, now, LoggedOut: true), userId, now),
    ];

    private static Decision<Evt> CustomerComplete(ChatState chat, DateTimeOffset now) =>
        chat.CustomerConnected ? CustomerLeaves(chat, CustomerEnd.Completed, now) : NotInThisState;

    private static Decision<Evt> Wake(ChatState chat, ChatCommand.Wake wake, DateTimeOffset now)
    {
        if (wake.CustomerGone && chat.CustomerConnected)
        {
            return CustomerLeaves(chat, CustomerEnd.Gone, now);
        }

        var asks = chat.Asks.FindAll(ask => ask.Due <= now);
        var offers = chat.Participants.Where(p => p.State == ParticipantState.Invited && p.AnswerDue <= now && !asks.Exists(ask => ask.LedTo(p)));
        var wrapUps = chat.WrappingUp.Where(p => p.WrapUpSince + wake.WrapUpTime <= now);
        return ImmutableArray.CreateRange<Evt>(
        [
            .. asks.SelectMany(ask => EndOf(chat, ask, InvitationEnd.NoAnswer, now)), .. offers.Select(p => new Evt.InvitationEnded(p.UserId, InvitationEnd.NoAnswer, now)),
            .. wrapUps.Select(p => new Evt.WrapUpCompleted(p.UserId, now)),
        ]);
    }

    /// <summary>While the chat waits it ends, and its offers are Revoked; while it is served the agent stays (decision 42).</summary>
    private static ImmutableArray<Evt> CustomerLeaves(ChatState chat, CustomerEnd end, DateTimeOffset now)
    {
        var offers = chat.IsWaiting ? chat.Participants.Where(static p => p.State == ParticipantState.Invited) : [];
        return [new Evt.CustomerLeft(end, now), .. offers.Select(offer => new Evt.InvitationEnded(offer.UserId, InvitationEnd.Withdrawn, now))];
    }
}
