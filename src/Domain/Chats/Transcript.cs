namespace OrleansChat.Domain.Chats;

/// <summary>
/// The only way out of a chat: participants, entries and counts as one audience reads them (decision 4). Nothing else may show a chat to
/// anybody.
/// </summary>
public static class Transcript
{
    /// <summary>The chat as a user in it reads it; <see langword="null"/> for everybody else, and after a final state.</summary>
    public static ChatView? ViewFor(ChatState chat, string userId) => chat.Find(userId) is { IsOpen: true } me ? ViewFor(chat, me) : null;

    /// <summary>The chat as this participant reads it, in a final state too: that is what the last notification shows.</summary>
    public static ChatView ViewFor(ChatState chat, Participant me) => new(chat.Id, me.State, chat.ReceivedAt, Capabilities.Of(me),
        me.State is ParticipantState.Chatting or ParticipantState.LeftChat ? Participants(chat, me.Audience) : [], chat.UserData, me.Mode);

    /// <summary>Who is chatting, as far as an audience may know: users by join, then the customer while connected (decision 27).</summary>
    public static ImmutableArray<ParticipantView> Participants(ChatState chat, Audience audience)
    {
        var users = chat.Participants.Where(p => p.IsChatting && audience.MaySee(p.Visibility))
            .Select(static p => new ParticipantView(p.Nickname, p.Role, p.UserId, p.Visibility, p.ParticipantId, p.CustomerNumber));
        return chat.Customer is { Connected: true } customer
            ? [.. users, new ParticipantView(customer.Nickname, ParticipantRole.Customer, null, Visibility.All, customer.ParticipantId, Customer.CustomerNumber)]
            : [.. users];
    }

    /// <summary>
    /// As which audience a user may read the log: while Chatting or in wrap-up. Invited: not yet; JoinFailed: no more; anybody else cannot tell the chat from one
    /// that does not exist (decision 29).
    /// </summary>
    public static (Audience Audience, Refusal? Refusal) ReaderOf(ChatState chat, string userId) => chat.Find(userId) switch
    {
        { State: ParticipantState.Chatting or ParticipantState.LeftChat } me => (me.Audience, null),
        { State: ParticipantState.Invited or ParticipantState.JoinFailed } => (default, Refusal.NotInThisState),
        _ => (default, Refusal.ChatUnknown),
    };

    /// <summary>How long a customer may read after the session has ended (decision 40).</summary>
    public static readonly TimeSpan ReadableAfterEnd = TimeSpan.FromHours(24);

    /// <summary>Whether this is the hash of the handle that the chat was started with, and the chat is not yet closed to its customer.</summary>
    public static bool IsCustomer(ChatState chat, string handleHash, DateTimeOffset now) =>
        chat.HandleHash.Length > 0 && chat.HandleHash == handleHash && !(now - chat.CustomerEndedAt >= ReadableAfterEnd);

    /// <summary>The chat as its customer reads it.</summary>
    public static CustomerChatView ViewForCustomer(ChatState chat) => new(
        !chat.CustomerConnected ? CustomerChatState.Idle : chat.WaitingSince is not null ? CustomerChatState.WaitingForAgent : CustomerChatState.Chatting,
        Participants(chat, Audience.Customer), chat.LastIndex(Audience.Customer));

    /// <summary>The headers of the entries that an audience may see, from an index on, in order, at most <paramref name="entriesMax"/>.</summary>
    public static ImmutableArray<EntryHeader> Headers(ChatState chat, Audience audience, int fromIndex, int entriesMax)
    {
        var place = FirstAt(chat.Log, audience, fromIndex);
        var found = ImmutableArray.CreateBuilder<EntryHeader>();
        for (; place < chat.Log.Count && found.Count < entriesMax; place++)
        {
            if (chat.Log[place].IsSeenBy(audience))
            {
                found.Add(chat.Log[place]);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>An entry as an audience that sees it reads it (decisions 6 and 7); <see langword="null"/> for one that does not.</summary>
    /// <param name="said">The stored event, for an entry with a text.</param>
    public static EntryView? Read(ChatState chat, EntryHeader entry, Audience audience, ChatEvent.Said? said)
    {
        if (!entry.IsSeenBy(audience))
        {
            return null;
        }

        var (kind, author) = Reading(chat, entry, audience);
        var printed = kind is EntryKind.ParticipantJoined or EntryKind.ParticipantLeft or EntryKind.ParticipantRejoined ? Visibility.All : entry.Visibility;
        var from = new ParticipantView(author.Nickname, author.Role, author.UserId, author.Visibility, author.ParticipantId, author.CustomerNumber);
        return new EntryView(entry.Index(audience), kind, printed, from, said?.Text ?? "", said?.MessageType, entry.At);
    }

    /// <summary>
    /// A mode switch is read truthfully by each audience: still visible, a rejoin; newly visible, a join; no longer visible, a leave by
    /// whoever was visible before, whose new visibility stays unknown (decision 7).
    /// </summary>
    private static (EntryKind Kind, Author Author) Reading(ChatState chat, EntryHeader entry, Audience audience)
    {
        var after = chat.Authors[entry.Author];
        if (entry.Before < 0)
        {
            return (entry.Kind, after);
        }

        var before = chat.Authors[entry.Before];
        return (audience.MaySee(before.Visibility), audience.MaySee(after.Visibility)) switch
        {
            (true, true) => (EntryKind.ParticipantRejoined, after),
            (false, true) => (EntryKind.ParticipantJoined, after),
            _ => (EntryKind.ParticipantLeft, before),
        };
    }

    /// <summary>Where the first entry with at least this index is, by halving: indexes never fall.</summary>
    private static int FirstAt(ImmutableList<EntryHeader> log, Audience audience, int fromIndex)
    {
        var (low, high) = (0, log.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (log[middle].Index(audience) < fromIndex)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
