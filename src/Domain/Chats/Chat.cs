using System.Diagnostics;
using static OrleansChat.Domain.Refusal;
using Cmd = OrleansChat.Domain.Chats.ChatCommand;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Domain.Chats;

/// <summary>
/// The rules of a chat, as pure functions: <see cref="Decide"/> turns a command into events or a refusal, <see cref="Evolve"/> folds events.
/// Both are total.
/// </summary>
public static partial class Chat
{
    /// <summary>What happens when this is asked of the chat now. Refusals come in the order of <see cref="Refusal"/>.</summary>
    public static Decision<Evt> Decide(ChatState chat, Cmd command, DateTimeOffset now, ChatLimits limits) => command switch
    {
        Cmd.Start start => Start(chat, start, now, limits),
        Cmd.Intrude intrude => Intrude(chat, intrude, now, limits),
        Cmd.Wake when !chat.IsStarted => Decision<Evt>.Nothing,
        Cmd.UserGone when !chat.IsStarted => Decision<Evt>.Nothing,
        _ when !chat.IsStarted => ChatUnknown,

        Cmd.Offer offer => Offer(chat, offer, now, limits),
        Cmd.InviteMonitor invite => InviteMonitor(chat, invite, now, limits),
        Cmd.Wake wake => Wake(chat, wake, now),
        Cmd.UserGone gone => UserGone(chat, gone.UserId, now),

        Cmd.CustomerSay say when Transcript.IsCustomer(chat, say.HandleHash, now) => CustomerSay(chat, say, now, limits),
        Cmd.CustomerComplete complete when Transcript.IsCustomer(chat, complete.HandleHash, now) => CustomerComplete(chat, now),
        Cmd.CustomerSay or Cmd.CustomerComplete => ChatUnknown,

        Cmd.Accept accept => With(chat, accept.UserId, me => Accept(me, accept, now)),
        Cmd.Reject reject => With(chat, reject.UserId, me => Reject(me, now)),
        Cmd.Leave leave => With(chat, leave.UserId, me => Leave(chat, me, now)),
        Cmd.Complete complete => With(chat, complete.UserId, me => Complete(chat, me, complete, now)),
        Cmd.Say say => With(chat, say.UserId, me => Say(chat, me, say, now, limits)),
        Cmd.ChangeUserData change => With(chat, change.UserId, me => ChangeUserData(chat, me, change, now, limits)),
        Cmd.SetInFocus focus => With(chat, focus.UserId, me => me.State == ParticipantState.Invited ? NotInThisState : new Evt.InFocus(me.UserId, now)),
        Cmd.SwitchMode to => With(chat, to.UserId, me => SwitchMode(chat, me, to.Mode, now, limits)),
        _ => throw new UnreachableException($"No rule for {command.GetType().Name}."),
    };

    /// <summary>A user who is not in the chat cannot tell it from one that does not exist.</summary>
    private static Decision<Evt> With(ChatState chat, string userId, Func<Participant, Decision<Evt>> decide) =>
        chat.Find(userId) is { IsOpen: true } me ? decide(me) : ChatUnknown;

    private static Decision<Evt> Start(ChatState chat, Cmd.Start start, DateTimeOffset now, ChatLimits limits)
    {
        if (chat.IsStarted)
        {
            return Transcript.IsCustomer(chat, start.HandleHash, now) ? Decision<Evt>.Nothing : ChatUnknown;
        }

        // The subject is user data too (decision 39).
        ImmutableArray<UserDataItem> subject = start.Subject.Length == 0 ? [] : [new("Subject", start.Subject)];
        var userData = start.UserData.With(subject);
        return !userData.IsWithin(limits) ? LimitExceeded
            : new Evt.Started(start.ChatId, start.ContactCenterId, start.HandleHash, start.Nickname, start.ParticipantId, start.Subject, start.QueueName, userData, now);
    }

    private static Decision<Evt> Offer(ChatState chat, Cmd.Offer offer, DateTimeOffset now, ChatLimits limits)
    {
        if (!chat.IsWaiting || chat.IsOffered || chat.Find(offer.UserId) is { IsOpen: true })
        {
            return NotInThisState;
        }

        if (chat.Participants.Count(static p => p is { IsOpen: true, Role: ParticipantRole.Agent }) >= limits.AgentsMax)
        {
            return LimitExceeded;
        }

        return new Evt.Invited(offer.UserId, offer.UserName, ParticipantRole.Agent, InvitationSource.Routing, null, "", offer.AnswerDue, now);
    }

    private static Decision<Evt> Accept(Participant me, Cmd.Accept accept, DateTimeOffset now)
    {
        if (me.State != ParticipantState.Invited)
        {
            return NotInThisState;
        }

        var nickname = !string.IsNullOrEmpty(accept.Nickname) ? accept.Nickname : me.Nickname.Length > 0 ? me.Nickname : me.UserName;
        return new Evt.Joined(me.UserId, accept.ParticipantId, nickname, now);
    }

    private static Decision<Evt> Reject(Participant me, DateTimeOffset now) =>
        me.State == ParticipantState.Invited ? new Evt.InvitationEnded(me.UserId, InvitationEnd.Rejected, now) : NotInThisState;

    private static Decision<Evt> ChangeUserData(ChatState chat, Participant me, Cmd.ChangeUserData change, DateTimeOffset now, ChatLimits limits)
    {
        var within = chat.UserData.Without(change.Removed).With(change.Set).IsWithin(limits);
        return me.State == ParticipantState.Invited ? NotInThisState
            : !within ? LimitExceeded
            : new Evt.UserDataChanged(me.UserId, change.Set, change.Removed, now);
    }
}
