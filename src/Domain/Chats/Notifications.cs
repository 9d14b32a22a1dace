using System.Diagnostics;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Domain.Chats;

/// <summary>
/// What each user of a chat is told about an event: a pure function of the events, so that what a crash lost can be told again, equal to
/// the letter. Orders: a join, leave or switch is ParticipantsUpdated, then the entry (decision 7); a StatusChange comes first, except that
/// nothing follows a final one (decision 24).
/// </summary>
public static class Notifications
{
    /// <summary>The notifications for one user, in order; none for who is not concerned.</summary>
    public static ImmutableArray<Notification> For(string userId, ChatState before, Evt happened, ChatState after)
    {
        if (after.Find(userId) is not { } me)
        {
            return [];
        }

        var told = (happened, Concerns(happened) == userId) switch
        {
            (Evt.Started or Evt.InFocus or Evt.Asked or Evt.AskEnded, _) => [],
            (Evt.Invited or Evt.InvitationEnded or Evt.JoinFailed or Evt.WrapUpCompleted or Evt.Left or Evt.ParticipantRemoved, true) => [StatusChange(after, me)],
            (Evt.Invited or Evt.InvitationEnded or Evt.JoinFailed or Evt.WrapUpCompleted, false) => [],
            (Evt.Joined, true) => [StatusChange(after, me), ParticipantsUpdated(after, me), new Notification.History(after.Id, me.Audience, after.LastIndex(me.Audience))],
            (Evt.UserDataChanged, _) => me.IsOpen ? [new Notification.PropertiesUpdated(Transcript.ViewFor(after, me))] : [],
            (Evt.SessionEnded, var own) => SessionEnded(userId, own, before, after, me),
            (Evt.Said said, _) => Takes(me) ? Entries(before, after, me, said) : [],
            (Evt.Joined or Evt.Left or Evt.ParticipantRemoved or Evt.ModeSwitched or Evt.ConsultantLifted or Evt.CustomerLeft, _) => Takes(me) ? Presence(before, after, me) : [],
            _ => throw new UnreachableException($"Nothing says who is told of {happened.GetType().Name}."),
        };
        var answers = happened is Evt.Joined or Evt.JoinFailed or Evt.InvitationEnded or Evt.AskEnded;
        var ended = answers ? before.Asks.Find(ask => ask.UserId == userId && !after.Asks.Contains(ask)) : null;
        var all = ended is not null && WhyFailed(ended, happened) is { } why ? [.. told, new Notification.Error(Transcript.ViewFor(after, me), why)] : told;
        return Reference(userId, happened, ended) is { } referenceId ? [.. all.Select(n => n with { ReferenceId = referenceId })] : all;
    }

    /// <summary>The number of the user's own operation that led here: the present one, or the asking that it answers.</summary>
    private static int? Reference(string userId, Evt happened, Ask? ended) => happened.Cause?.UserId == userId ? happened.Cause.ReferenceId : ended?.ReferenceId;

    /// <summary>What who asked is told; <see langword="null"/> where they got what they asked for, or took it back. Never says more of the user asked.</summary>
    private static string? WhyFailed(Ask ended, Evt happened) => happened switch
    {
        Evt.JoinFailed when ended.Kind != InvitationSource.Transfer => "The customer has gone.",
        Evt.InvitationEnded e => WhyFailed(e.End),
        Evt.AskEnded e => WhyFailed(e.End),
        _ => null,
    };

    private static string? WhyFailed(InvitationEnd end) => end switch
    {
        InvitationEnd.Rejected => "The invitation was rejected.",
        InvitationEnd.NoAnswer => "Nobody answered the invitation.",
        InvitationEnd.LoggedOut => "The user invited has logged out.",
        _ => null,
    };

    /// <summary>The users whose place in the chat an event can change or who can read it: everybody who is or was in it at that event.</summary>
    public static ImmutableArray<string> Audience(ChatState before, ChatState after) =>
        [.. after.Participants.Where(p => p.IsOpen || before.Find(p.UserId) is { IsOpen: true }).Select(static p => p.UserId)];

    private static bool Takes(Participant me) => me.State is ParticipantState.Chatting or ParticipantState.LeftChat;

    private static string? Concerns(Evt happened) => happened switch
    {
        Evt.Invited e => e.UserId,
        Evt.InvitationEnded e => e.UserId,
        Evt.Joined e => e.UserId,
        Evt.JoinFailed e => e.UserId,
        Evt.Left e => e.UserId,
        Evt.ParticipantRemoved e => e.UserId,
        Evt.SessionEnded e => e.UserId,
        Evt.WrapUpCompleted e => e.UserId,
        _ => null,
    };

    private static Notification StatusChange(ChatState chat, Participant me) => new Notification.StatusChange(Transcript.ViewFor(chat, me) with { Participants = [] });

    private static Notification ParticipantsUpdated(ChatState chat, Participant me) => new Notification.ParticipantsUpdated(Transcript.ViewFor(chat, me));

    private static ImmutableArray<Notification> SessionEnded(string userId, bool own, ChatState before, ChatState after, Participant me) => (own, me.State) switch
    {
        (true, ParticipantState.LeftChat) => [StatusChange(after, me), .. Presence(before, after, me)],
        (true, _) => [StatusChange(after, me)],
        (false, _) => before.Find(userId)?.State != me.State ? [StatusChange(after, me)] : [],
    };

    /// <summary>Only whoever sees a difference is told of one.</summary>
    private static ImmutableArray<Notification> Presence(ChatState before, ChatState after, Participant me)
    {
        var entries = Entries(before, after, me, null);
        return entries.IsEmpty ? [] : [ParticipantsUpdated(after, me), .. entries];
    }

    private static ImmutableArray<Notification> Entries(ChatState before, ChatState after, Participant me, Evt.Said? said)
    {
        var entries = ImmutableArray.CreateBuilder<EntryView>();
        for (var place = before.Log.Count; place < after.Log.Count; place++)
        {
            if (Transcript.Read(after, after.Log[place], me.Audience, said) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries.Count == 0 ? [] : [new Notification.NewMessages(after.Id, entries.ToImmutable())];
    }
}
