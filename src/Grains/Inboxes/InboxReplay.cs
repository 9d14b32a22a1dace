using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Users;

namespace OrleansChat.Grains.Inboxes;

/// <summary>Makes tellings anew from the journal: for who was away, and for what was lost.</summary>
internal sealed class InboxReplay(IJournal journal, IGrainFactory grains, INotificationWriter writer, string userId)
{
    /// <summary>
    /// Where a session that starts now stands: what it reads over REST it need not be told. So those are asked who answer reads, and not the journal, which may
    /// hold a late append that they do not know of yet. Of a chat that is over for the user, they know the end: an invitation since then may not have come
    /// to the list yet.
    /// </summary>
    public async Task<Dictionary<string, long>> BaselineAsync()
    {
        var list = await grains.GetGrain<IUserGrain>(userId).GetListAsync();
        var open = list.Chats.Where(static chat => chat.IsOpen).ToList();
        var versions = await Task.WhenAll(open.Select(chat => grains.GetGrain<IChatGrain>(chat.ChatId).GetVersionAsync()));
        var heads = list.Chats.ToDictionary(static chat => ChatReplay.Stream(chat.ChatId), static chat => chat.NotedVersion, StringComparer.Ordinal);
        heads[UserReplay.Stream(userId)] = list.Version;
        foreach (var (chat, version) in open.Zip(versions))
        {
            heads[ChatReplay.Stream(chat.ChatId)] = version;
        }

        return heads;
    }

    /// <summary>Has one that answers reads, and is behind what was told of it, read the journal again.</summary>
    public Task CatchUpAsync(string stream) =>
        stream == UserReplay.Stream(userId) ? grains.GetGrain<IUserGrain>(userId).WakeAsync() : grains.GetGrain<IChatGrain>(ChatReplay.IdOf(stream)).WakeAsync();

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
