#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Simulation;

/// <summary>What a desktop shows: read over REST once, and from then on kept up to date by nothing but notifications.</summary>
internal sealed class DeskView
{
    private readonly SortedDictionary<string, ViewedChat> _chats = new(StringComparer.Ordinal);

    /// <summary>Chats that are shown no more: a crash may repeat the end of a stay, from when the user left on, and what was said before that is known.</summary>
    private readonly Dictionary<string, ViewedChat> _over = new(StringComparer.Ordinal);

    public ChannelInfo? Channel { get; set; }

    public IEnumerable<ViewedChat> Chats => _chats.Values;

    /// <summary>A chat as it was read.</summary>
    public void Read(ChatInfo chat, ImmutableArray<EntryInfo> entries) => _chats[chat.Id] = new ViewedChat(chat) { Entries = [.. entries] };

    /// <returns>What is wrong with the notification, or <see langword="null"/>.</returns>
    public string? Apply(NotificationInfo told)
    {
        switch (told.Kind)
        {
            case NotificationKind.ChannelStateChange:
                Channel = told.Channel;
                return null;
            case NotificationKind.StatusChange:
                ChangeStatus(told.Chat!);
                return null;
            case NotificationKind.ParticipantsUpdated or NotificationKind.PropertiesUpdated:
                // In another state than the one shown: a former stay's, which a crash repeats; its end comes too.
                if (_chats.TryGetValue(told.Chat!.Id, out var known) && known.Chat.State == told.Chat.State) known.Chat = told.Chat;
                return null;
            case NotificationKind.Error:
                return null;
            default:
                return _chats.TryGetValue(told.ChatId, out var chat) ? chat.Append(told.Entries) : null;
        }
    }

    /// <summary>Everything it shows, to be compared with a fresh read.</summary>
    public override string ToString() => $"{Channel}\n{string.Join('\n', Chats)}";

    /// <summary>A StatusChange names no participants: they stay as they are, and an offer has none.</summary>
    private void ChangeStatus(ChatInfo chat)
    {
        if (chat.State is ParticipantState.Completed or ParticipantState.Revoked)
        {
            if (_chats.Remove(chat.Id, out var over)) _over[chat.Id] = over;
        }
        else if (chat.State == ParticipantState.Invited || !_chats.TryGetValue(chat.Id, out var known))
        {
            _chats[chat.Id] = new ViewedChat(chat) { Entries = chat.State == ParticipantState.LeftChat && _over.TryGetValue(chat.Id, out var before) ? before.Entries : [] };
        }
        else known.Chat = chat with { Participants = known.Chat.Participants };
    }
}

/// <summary>A chat in a desktop.</summary>
internal sealed class ViewedChat(ChatInfo chat)
{
    public ChatInfo Chat { get; set; } = chat;

    public List<EntryInfo> Entries { get; init; } = [];

    /// <summary>Known ones are dropped, and to an offer those of the former stay, which a crash repeats; one too far ahead is a gap (I6).</summary>
    public string? Append(ImmutableArray<EntryInfo> entries)
    {
        if (Chat.State == ParticipantState.Invited) return null;
        foreach (var entry in entries.Where(entry => entry.Index > Entries.Count))
        {
            if (entry.Index > Entries.Count + 1) return $"index {entry.Index} of {Chat.Id} comes after {Entries.Count}";
            Entries.Add(entry);
        }

        return null;
    }

    public override string ToString() =>
        $"{Chat.Id} {Chat.State} {(Chat.State == ParticipantState.Invited ? Chat.Mode : null)} {string.Join(',', Chat.Capabilities)} "
        + $"({string.Join(' ', Chat.Participants.Select(static p => $"{p.ParticipantId} {p.Nickname} {p.Role} {p.Visibility}"))}) "
        + $"{string.Join(' ', Chat.UserData.Select(static d => $"{d.Key}={d.Text}"))} [{string.Join(' ', Entries.Select(static e => $"{e.Index}{e.Kind}{e.Text}"))}]";
}
#endif
