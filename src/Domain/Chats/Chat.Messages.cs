using static OrleansChat.Domain.Refusal;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Domain.Chats;

/// <summary>Texts, urls, notices and typing.</summary>
public static partial class Chat
{
    private static Decision<Evt> Say(ChatState chat, Participant me, ChatCommand.Say say, DateTimeOffset now, ChatLimits limits)
    {
        var effective = VisibilityLaw.Narrower(say.Visibility, me.Visibility);
        return !me.IsChatting ? NotInThisState : Write(chat, me.UserId, me.ParticipantId, say.Kind, effective, say.Text, say.MessageType, now, limits);
    }

    private static Decision<Evt> CustomerSay(ChatState chat, ChatCommand.CustomerSay say, DateTimeOffset now, ChatLimits limits) =>
        chat.Customer is { Connected: true } customer
            ? Write(chat, null, customer.ParticipantId, say.Kind, Visibility.All, say.Text, null, now, limits)
            : NotInThisState;

    private static Decision<Evt> Write(ChatState chat, string? userId, string participantId, EntryKind kind, Visibility effective, string text, string? messageType,
        DateTimeOffset now, ChatLimits limits)
    {
        var typing = chat.Typing.Contains(TypingKey(participantId, effective));
        if ((kind == EntryKind.TypingStarted && typing) || (kind == EntryKind.TypingStopped && !typing))
        {
            return Decision<Evt>.Nothing;                              // typing that changes nothing (decision 30)
        }

        return chat.EntriesWith(effective) >= limits.EntriesMax ? LimitExceeded : new Evt.Said(userId, kind, effective, text, messageType, now);
    }

    private static string TypingKey(string participantId, Visibility visibility) => $"{participantId}:{visibility}";

    /// <summary>Entries that exactly this visibility has: each has its own share of the log (decision 8).</summary>
    private static int EntriesWith(this ChatState chat, Visibility visibility) => visibility switch
    {
        Visibility.All => chat.LastIndex(Audience.Customer),
        Visibility.Agents => chat.LastIndex(Audience.Agent) - chat.LastIndex(Audience.Customer),
        _ => chat.LastIndex(Audience.Supervisor) - chat.LastIndex(Audience.Agent),
    };
}
