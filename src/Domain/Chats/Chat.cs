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
        Cmd.UserGone or Cmd.SupervisionLost when !chat.IsStarted => Decision<Evt>.Nothing,
        Cmd.Complete { QueueName: not null, QueueKnown: false } => QueueUnknown,              // a bad value, whatever the chat (decision 20)
        Cmd.Transfer { To.IsKnown: false } or Cmd.Invite { To.IsKnown: false } or Cmd.Consult { To.IsKnown: false } or Cmd.RemoveParticipant { Who.IsKnown: false } => TargetUnknown,
        _ when !chat.IsStarted => ChatUnknown,

        Cmd.Offer offer => Offer(chat, offer, now, limits),
        Cmd.InviteMonitor invite => InviteMonitor(chat, invite, now, limits),
        Cmd.Wake wake => Wake(chat, wake, now),
        Cmd.UserGone gone => UserGone(chat, gone, now, limits),
        Cmd.SupervisionLost lost => SupervisionLost(chat, lost, now, limits),

        Cmd.CustomerSay say when Transcript.IsCustomer(chat, say.HandleHash, now) => CustomerSay(chat, say, now, limits),
        Cmd.CustomerComplete complete when Transcript.IsCustomer(chat, complete.HandleHash, now) => CustomerComplete(chat, now),
        Cmd.CustomerSay or Cmd.CustomerComplete => ChatUnknown,

        Cmd.Accept accept => With(chat, accept.UserId, me => Accept(chat, me, accept, now)),
        Cmd.Reject reject => With(chat, reject.UserId, me => Reject(me, now)),
        Cmd.Leave leave => With(chat, leave.UserId, leave.Farewell, Visibility.All, now, limits, (chat, me) => Leave(chat, me, now)),
        Cmd.Complete complete => With(chat, complete.UserId, complete.Farewell, Visibility.All, now, limits, (chat, me) => Complete(chat, me, complete, now, limits)),
        Cmd.Transfer transfer => With(chat, transfer.UserId, transfer.Farewell, Visibility.All, now, limits, (chat, me) => Transfer(chat, me, transfer, now, limits)),
        Cmd.Invite invite => With(chat, invite.UserId, me => Ask(chat, me, InvitationSource.Invite, invite.To, invite.AnswerDue, now, limits)),
        Cmd.Consult consult => With(chat, consult.UserId, me => Ask(chat, me, InvitationSource.Consult, consult.To, consult.AnswerDue, now, limits)),
        Cmd.CancelConsult cancel => With(chat, cancel.UserId, me => CancelConsult(chat, me, now)),
        Cmd.RemoveParticipant remove => With(chat, remove.UserId, remove.Farewell, Visibility.All, now, limits, (chat, me) => Remove(chat, me, remove.Who, now)),
        Cmd.Say say => With(chat, say.UserId, say.Farewell, say.Visibility, now, limits, (chat, me) => Say(chat, me, say, now, limits)),
        Cmd.ChangeUserData change => With(chat, change.UserId, me => ChangeUserData(chat, me, change, now, limits)),
        Cmd.SetInFocus focus => With(chat, focus.UserId, me => me.State == ParticipantState.Invited ? NotInThisState : new Evt.InFocus(me.UserId, now)),
        Cmd.SwitchMode to => With(chat, to.UserId, me => SwitchMode(chat, me, to.Mode, now, limits)),
        _ => throw new UnreachableException($"No rule for {command.GetType().Name}."),
    };

    /// <summary>A user who is not in the chat cannot tell it from one that does not exist.</summary>
    private static Decision<Evt> With(ChatState chat, string userId, Func<Participant, Decision<Evt>> decide) =>
        chat.Find(userId) is { IsOpen: true } me ? decide(me) : ChatUnknown;

    /// <summary>
    /// With a text that is sent before the act: both happen or neither. It has the act's own visibility, so that what goes to agents takes no
    /// text to the customer.
    /// </summary>
    private static Decision<Evt> With(ChatState chat, string userId, Farewell? farewell, Visibility visibility, DateTimeOffset now, ChatLimits limits,
        Func<ChatState, Participant, Decision<Evt>> decide)
    {
        var alone = With(chat, userId, me => decide(chat, me));
        if (farewell is null || alone.Refusal is not null)
        {
            return alone;
        }

        var said = With(chat, userId, me => Say(chat, me, new Cmd.Say(userId, EntryKind.Text, visibility, farewell.Text, farewell.MessageType), now, limits));
        if (said.Refusal is not null)
        {
            return said;
        }

        var then = said.Events.Aggregate(chat, Evolve);
        var acted = With(then, userId, me => decide(then, me));
        return acted.Refusal is not null ? acted : said.Events.AddRange(acted.Events);
    }

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
        if (QueueNote.Of(chat, offer.QueueName) is not { Since: not null, IsOffered: false } || chat.Find(offer.UserId) is { IsOpen: true })
        {
            return NotInThisState;
        }

        if (chat.IsWaiting)
        {
            return chat.AgentPlacesTaken >= limits.AgentsMax ? LimitExceeded : Invited(InvitationSource.Routing, null);
        }

        var ask = chat.Asks.First(a => a.QueueName == offer.QueueName);  // its place is taken by the asking
        return Invited(ask.Kind, ask.UserId);

        Evt.Invited Invited(InvitationSource source, string? askedBy) => new(
            offer.UserId, offer.UserName, ParticipantRole.Agent, source, null, "", offer.AnswerDue, now, AskedBy: askedBy, QueueName: offer.QueueName);
    }

    /// <summary>An agent who comes after the customer has gone has nothing to join (decision 36); a supervisor still reads along.</summary>
    private static Decision<Evt> Accept(ChatState chat, Participant me, Cmd.Accept accept, DateTimeOffset now)
    {
        if (me.State != ParticipantState.Invited)
        {
            return NotInThisState;
        }

        var nickname = !string.IsNullOrEmpty(accept.Nickname) ? accept.Nickname : me.Nickname.Length > 0 ? me.Nickname : me.UserName;
        var failed = me.Role == ParticipantRole.Agent && !chat.CustomerConnected;
        Evt joined = failed ? new Evt.JoinFailed(me.UserId, now) : new Evt.Joined(me.UserId, accept.ParticipantId, nickname, now);
        return chat.Asks.Find(ask => ask.LedTo(me)) is { Kind: InvitationSource.Transfer } transfer ? HandOver(chat, transfer, joined, now) : joined;
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
