using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Interfaces.Inboxes;
using DomainNotifications = OrleansChat.Domain.Chats.Notifications;

namespace OrleansChat.Grains.Chats;

/// <summary>Steps of a chat as tellings: the same whether they are told at once, again, or made anew from the journal after a crash.</summary>
internal sealed class ChatTellings(LogReader log, INotificationWriter writer)
{
    /// <summary>A telling for each user whom any of the steps concerns.</summary>
    public async Task<ImmutableArray<(string UserId, Telling Telling)>> ForAllAsync(ImmutableArray<ChatStep> steps, long fromVersion)
    {
        var users = steps.SelectMany(static s => DomainNotifications.Audience(s.Before, s.After)).Distinct().ToImmutableArray();
        var written = new Dictionary<(long, Audience), TellingItem>();
        var tellings = ImmutableArray.CreateBuilder<(string, Telling)>(users.Length);
        foreach (var userId in users)
        {
            tellings.Add((userId, await ForAsync(userId, steps, fromVersion, written)));
        }

        return tellings.ToImmutable();
    }

    /// <summary>What one user is told of the steps.</summary>
    public Task<Telling> ForAsync(string userId, IReadOnlyList<ChatStep> steps, long fromVersion) => ForAsync(userId, steps, fromVersion, []);

    private async Task<Telling> ForAsync(string userId, IReadOnlyList<ChatStep> steps, long fromVersion, Dictionary<(long, Audience), TellingItem> written)
    {
        var items = ImmutableArray.CreateBuilder<TellingItem>();
        foreach (var step in steps)
        {
            foreach (var notification in DomainNotifications.For(userId, step.Before, step.Event, step.After))
            {
                items.AddRange(await ItemsAsync(userId, step, notification, written));
            }
        }

        return new Telling(ChatReplay.Stream(steps[^1].After.Id), fromVersion, steps[^1].After.Version, items.ToImmutable());
    }

    private async Task<ImmutableArray<TellingItem>> ItemsAsync(string userId, ChatStep step, Notification notification, Dictionary<(long, Audience), TellingItem> written)
    {
        var (chat, version) = (step.After, step.After.Version);
        switch (notification)
        {
            case Notification.History history:
                var pages = await log.ReadPagesAsync(chat, history.Audience, history.ThroughIndex, CancellationToken.None);
                return [.. pages.Select(page => Write(version, ContractMapping.NewMessages(chat.Id, page, history.ReferenceId)))];

            // Everybody of an audience reads the same new entries: they are written once.
            case Notification.NewMessages { ReferenceId: null } news when chat.Find(userId) is { } me:
                return [written.TryGetValue((version, me.Audience), out var same) ? same : written[(version, me.Audience)] = Write(version, news.ToInfo())];

            default:
                return [Write(version, notification.ToInfo())];
        }
    }

    private TellingItem Write(long version, NotificationInfo notification)
    {
        var (channel, json) = writer.Write(notification);
        return new TellingItem(version, channel, json);
    }
}
