using System.Diagnostics;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Domain.Chats;

/// <summary>Folding. Never fails, never checks, never asks the time: what is stored is true.</summary>
public static partial class Chat
{
    /// <summary>The state after an event. Adds one to the version.</summary>
    public static ChatState Evolve(ChatState before, Evt happened)
    {
        var chat = before with { Version = before.Version + 1 };
        return happened switch
        {
            Evt.Started e => Started(chat, e),
            Evt.Invited e => Invited(chat, e),
            Evt.Asked e => chat with { Asks = chat.Asks.Add(new Ask(e.UserId, e.Kind, e.TargetId, e.QueueName, e.Cause?.ReferenceId, e.At, e.Due)) },
            Evt.AskEnded e => chat.WithoutAsks(ask => ask.TargetId == e.TargetId && ask.QueueName == e.QueueName, e.At),
            Evt.InvitationEnded e => chat.WithoutAsks(ask => ask.TargetId == e.UserId, e.At)
                .Put(e.UserId, p => p with { State = e.End == InvitationEnd.Rejected ? ParticipantState.Completed : ParticipantState.Revoked, AnswerDue = null }),
            Evt.Joined e => Joined(chat, e),
            Evt.JoinFailed e => JoinFailed(chat, e),
            Evt.ConsultantLifted e => chat.Find(e.UserId) is { } old ? Turned(chat, old, old with { IsConsultant = false }, e.At) : chat,
            Evt.ModeSwitched e => chat.Find(e.UserId) is { } old ? Turned(chat, old, old with { Mode = e.To }, e.At) : chat,
            Evt.Said e => Said(chat, e),
            Evt.UserDataChanged e => chat with { UserData = chat.UserData.Without(e.Removed).With(e.Set) },
            Evt.InFocus => chat,
            Evt.Left e => chat.EntryOf(chat.Find(e.UserId), EntryKind.ParticipantLeft, e.At).Put(e.UserId, static p => p with { State = ParticipantState.Completed }),
            Evt.ParticipantRemoved e => chat.EntryOf(chat.Find(e.UserId), EntryKind.ParticipantLeft, e.At).Put(e.UserId, static p => p with { State = ParticipantState.Revoked }),
            Evt.CustomerLeft e => (chat with { Customer = chat.Customer! with { Connected = false }, CustomerEndedAt = e.At, WaitingSince = null })
                .Entry(EntryKind.ParticipantLeft, Visibility.All, CustomerAuthor, e.At),
            Evt.SessionEnded e => SessionEnded(chat, e),
            Evt.WrapUpCompleted e => chat.Put(e.UserId, static p => p with { State = ParticipantState.Completed }),
            _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
        };
    }

    /// <summary>The customer is the first of a chat's authors.</summary>
    private const int CustomerAuthor = 0;

    private static ChatState Started(ChatState chat, Evt.Started e) => (chat with
    {
        Id = e.ChatId,
        ContactCenterId = e.ContactCenterId,
        HandleHash = e.HandleHash,
        Subject = e.Subject,
        QueueName = e.QueueName,
        ReceivedAt = e.At,
        WaitingSince = e.At,
        Customer = new Customer(e.Nickname, e.ParticipantId, Connected: true),
        UserData = e.UserData,
        SeenByCustomer = Customer.CustomerNumber,
        Authors = [new Author(e.Nickname, ParticipantRole.Customer, null, Visibility.All, e.ParticipantId, Customer.CustomerNumber)],
    }).Entry(EntryKind.ParticipantJoined, Visibility.All, CustomerAuthor, e.At);

    private static ChatState Invited(ChatState chat, Evt.Invited e) => chat with
    {
        Participants = chat.Participants.RemoveAll(p => p.UserId == e.UserId).Add(new Participant(e.UserId, e.UserName, e.Role, ParticipantState.Invited, e.Source,
            e.Mode, e.Nickname, AnswerDue: e.AnswerDue, InvitedVersion: chat.Version, AgentId: e.AgentId, AskedBy: e.AskedBy, QueueName: e.QueueName,
            IsConsultant: e.Source == InvitationSource.Consult)),
    };

    private static ChatState Joined(ChatState chat, Evt.Joined e)
    {
        if (chat.Find(e.UserId) is not { } invited)
        {
            return chat;
        }

        var joined = invited with { State = ParticipantState.Chatting, Nickname = e.Nickname, ParticipantId = e.ParticipantId, AnswerDue = null };
        return (chat.Answered(invited) with { Participants = chat.Participants.Remove(invited).Add(joined) })
            .Introduce(joined)
            .EntryOf(joined, EntryKind.ParticipantJoined, e.At);
    }

    private static ChatState JoinFailed(ChatState chat, Evt.JoinFailed e) =>
        (chat.Find(e.UserId) is { } invited ? chat.Answered(invited) : chat).Put(e.UserId, p => p with { State = ParticipantState.JoinFailed, AnswerDue = null, WrapUpSince = e.At });

    /// <summary>An agent who accepts ends the waiting, or the asking that led to them.</summary>
    private static ChatState Answered(this ChatState chat, Participant invited) => chat with
    {
        WaitingSince = invited.Role == ParticipantRole.Agent ? null : chat.WaitingSince,
        Asks = chat.Asks.RemoveAll(ask => ask.LedTo(invited)),
    };

    /// <summary>
    /// Whoever becomes visible to more comes last, as one who joins: their old place would tell those that they were there before.
    /// </summary>
    private static ChatState Turned(ChatState chat, Participant old, Participant to, DateTimeOffset at)
    {
        var before = chat.AuthorOf(old);
        var wider = VisibilityLaw.Wider(old.Visibility, to.Visibility);
        var participants = wider == old.Visibility ? chat.Participants.Replace(old, to) : chat.Participants.Remove(old).Add(to);
        var switched = (chat with { Participants = participants, Typing = chat.Typing.Except(TypingKeys(old)) }).Introduce(to);
        return switched.Entry(EntryKind.ParticipantRejoined, wider, switched.AuthorOf(switched.Find(to.UserId)!), at, before);
    }

    /// <summary>Whoever loses or gains sight of somebody starts without their typing, so it can be told anew.</summary>
    private static IEnumerable<string> TypingKeys(Participant who) => Enum.GetValues<Visibility>().Select(visibility => TypingKey(who.ParticipantId, visibility));

    private static ChatState Said(ChatState chat, Evt.Said e)
    {
        var author = e.UserId is null ? CustomerAuthor : chat.AuthorOf(chat.Find(e.UserId)!);
        var participantId = chat.Authors[author].ParticipantId;
        var typing = e.Kind switch
        {
            EntryKind.TypingStarted => chat.Typing.Add(TypingKey(participantId, e.Visibility)),
            EntryKind.TypingStopped or EntryKind.Text => chat.Typing.Remove(TypingKey(participantId, e.Visibility)),
            _ => chat.Typing,
        };
        return (chat with { Typing = typing }).Entry(e.Kind, e.Visibility, author, e.At);
    }

    private static ChatState SessionEnded(ChatState chat, Evt.SessionEnded e)
    {
        var left = chat.Participants.Where(static p => p.IsChatting).Aggregate(chat, (sofar, p) => sofar.EntryOf(p, EntryKind.ParticipantLeft, e.At));
        return left with
        {
            Customer = left.Customer! with { Connected = left.Customer.Connected && e.QueueName is not null },
            CustomerEndedAt = left.CustomerEndedAt ?? (e.QueueName is null ? e.At : null),
            QueueName = e.QueueName ?? left.QueueName,
            WaitingSince = e.QueueName is null ? null : e.At,
            PlacedBy = e.QueueName is null ? null : e.UserId,
            Asks = [],
            Participants = left.Participants.ConvertAll(p => p is { IsOpen: false } or { State: ParticipantState.JoinFailed } ? p : p with
            {
                State = p.UserId == e.UserId ? e.State : ParticipantState.Revoked,
                AnswerDue = null,
                WrapUpSince = p.UserId == e.UserId && e.State == ParticipantState.LeftChat ? e.At : null,
            }),
        };
    }

    /// <summary>Whose wrap-up waited for an answer has the whole time for it again.</summary>
    private static ChatState WithoutAsks(this ChatState chat, Predicate<Ask> ended, DateTimeOffset at)
    {
        var askers = chat.Asks.FindAll(ended).ConvertAll(static ask => ask.UserId);
        return askers.IsEmpty ? chat : chat with
        {
            Asks = chat.Asks.RemoveAll(ended),
            Participants = chat.Participants.ConvertAll(p => p.IsInWrapUp && askers.Contains(p.UserId) ? p with { WrapUpSince = at } : p),
        };
    }

    private static ChatState Put(this ChatState chat, string userId, Func<Participant, Participant> change) =>
        chat.Find(userId) is { } found ? chat with { Participants = chat.Participants.Replace(found, change(found)) } : chat;

    /// <summary>Makes a participant's present looks an author, and numbers them for the customer when the customer first sees them.</summary>
    private static ChatState Introduce(this ChatState chat, Participant who)
    {
        var newToCustomer = who.CustomerNumber == 0 && Audience.Customer.MaySee(who.Visibility);
        var known = newToCustomer ? who with { CustomerNumber = chat.SeenByCustomer + 1 } : who;
        return chat with
        {
            SeenByCustomer = chat.SeenByCustomer + (newToCustomer ? 1 : 0),
            Participants = chat.Participants.Replace(who, known),
            Authors = chat.Authors.Add(new Author(known.Nickname, known.Role, known.UserId, known.Visibility, known.ParticipantId, known.CustomerNumber)),
        };
    }

    private static int AuthorOf(this ChatState chat, Participant who) =>
        chat.Authors.FindLastIndex(a => a.ParticipantId == who.ParticipantId && a.Visibility == who.Visibility);

    private static ChatState EntryOf(this ChatState chat, Participant? who, EntryKind kind, DateTimeOffset at) =>
        who is null ? chat : chat.Entry(kind, who.Visibility, chat.AuthorOf(who), at);

    private static ChatState Entry(this ChatState chat, EntryKind kind, Visibility visibility, int author, DateTimeOffset at, int before = -1)
    {
        return chat with
        {
            Log = chat.Log.Add(new EntryHeader(chat.Version, kind, at, visibility, author, before, Next(Audience.Customer), Next(Audience.Agent), Next(Audience.Supervisor))),
        };

        int Next(Audience audience) => chat.LastIndex(audience) + (audience.MaySee(visibility) ? 1 : 0);
    }
}
