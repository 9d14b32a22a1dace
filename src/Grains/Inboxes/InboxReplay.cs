using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Users;

namespace OrleansChat.Grains.Inboxes;

/// <summary>Makes tellings anew from the journal: for who was away, and for what was lost.</summary>
internal sealed class InboxReplay(IJournal journal, INotificationWriter writer, string userId)
{
    /// <summary>Where a session that starts now stands: at the head of everything that the user knows.</summary>
    public async Task<Dictionary<string, long>> BaselineAsync(CancellationToken cancellation)
    {
        var userStream = UserReplay.Stream(userId);
        var user = (await UserReplay.LoadAsync(journal, userStream, UserReplay.NoSteps, cancellation)).User;
        var heads = new Dictionary<string, long>(StringComparer.Ordinal) { [userStream] = user.Version };
        foreach (var chat in user.Chats)
        {
            var stream = ChatReplay.Stream(chat.ChatId);
            heads[stream] = (await journal.ReadHeadAsync(stream, cancellation))?.Version ?? chat.NotedVersion;
        }

        return heads;
    }

    /// <summary>For each chat in the user's list, the version before the stint began: a session that has no cursor for it missed all of it.</summary>
    public async Task<Dictionary<string, long>> StintsAsync(CancellationToken cancellation) =>
        (await UserReplay.LoadAsync(journal, UserReplay.Stream(userId), UserReplay.NoSteps, cancellation)).User.Chats
            .ToDictionary(static c => ChatReplay.Stream(c.ChatId), static c => c.SinceVersion - 1, StringComparer.Ordinal);

    /// <summary>Everything that a stream has to tell this user after a version, up to its head.</summary>
    public async Task<Telling> TellingAsync(string stream, long afterVersion, CancellationToken cancellation)
    {
        if (stream == UserReplay.Stream(userId))
        {
            var user = await UserReplay.LoadAsync(journal, stream, afterVersion, cancellation);
            return new Telling(stream, afterVersion, Math.Max(user.User.Version, afterVersion), [.. user.Steps.SelectMany(step => UserTellings.Of(step, writer))]);
        }

        var chat = await ChatReplay.LoadAsync(journal, stream, afterVersion, cancellation);
        return chat.Steps.IsEmpty
            ? new Telling(stream, afterVersion, afterVersion, [])
            : await new ChatTellings(new LogReader(journal), writer).ForAsync(userId, chat.Steps, afterVersion);
    }
}
