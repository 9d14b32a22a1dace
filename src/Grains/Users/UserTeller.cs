using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Users;

/// <summary>
/// Tells what a user's stream has stored: the inbox (channel state, ends of logins), the queues (availability), the chat that the user has joined (who monitors
/// them is to be invited), and after log-out the chats and the monitored agents. One telling at a time, outside the grain's calls; what fails is told again.
/// </summary>
internal sealed partial class UserTeller(string userId, long toldVersion, IGrainFactory grains, IJournal journal, IPeople people, INotificationWriter writer, ILogger logger)
{
    private readonly List<UserStep> _untold = [];
    private long _told = toldVersion;
    private Task _running = Task.CompletedTask;

    public static AgentAvailability Availability(UserState user) => new(user.IsAvailable, user.WaitingSince, user.OpenAgentChats, user.Version);

    public void Tell(UserStep step)
    {
        _untold.Add(step);
        Resume();
    }

    /// <summary>Tells what is untold, if nothing is being told. Returns at once.</summary>
    public void Resume()
    {
        if (_running.IsCompleted && _untold.Count > 0)
        {
            _running = RunAsync();
        }
    }

    /// <summary>Returns when everything is told, or a try at it has failed, or the time is up.</summary>
    public Task TellAllAsync(TimeSpan wait, TimeProvider clock) => TellAllAsync().WaitAsync(wait, clock).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current);

    private async Task TellAllAsync()
    {
        await _running;
        Resume();
        await _running;
    }

    private async Task RunAsync()
    {
        try
        {
            while (_untold.Count > 0)
            {
                ImmutableArray<UserStep> steps = [.. _untold];
                await TellAsync(steps);
                _untold.RemoveRange(0, steps.Length);
                _told = steps[^1].After.Version;
                journal.AdvanceTold(UserReplay.Stream(userId), _told);
            }
        }
        catch (Exception error)
        {
            Log.TellingFailed(logger, userId, _told, error);            // the watermark stays behind, and the sweeper comes
        }
    }

    private async Task TellAsync(ImmutableArray<UserStep> steps)
    {
        var (before, after) = (steps[0].Before, steps[^1].After);
        var inbox = TellInboxAsync(steps);
        if ((before.IsAvailable, before.OpenAgentChats, before.WaitingSince) != (after.IsAvailable, after.OpenAgentChats, after.WaitingSince))
        {
            await Task.WhenAll(people.Current.QueuesOf(userId).Select(queue => grains.GetGrain<IQueueGrain>(queue.Key).NoteAgentAsync(userId, Availability(after))));
        }

        foreach (var called in steps.Select(static s => s.Event).OfType<UserEvent.MonitorsCalled>())
        {
            // Told late, perhaps: who has lost the right meanwhile is not called any more.
            var supervisors = people.Current.SupervisorsOf(userId).ToHashSet(StringComparer.Ordinal);
            await Task.WhenAll(called.Monitors.Where(m => supervisors.Contains(m.SupervisorId)).Select(m => grains.GetGrain<IChatGrain>(called.ChatId).InviteMonitorAsync(userId, m.ToInfo(), called.ChatVersion)));
        }

        // As it was at log-out: an offer of the next session, told in the same breath or before this is told again, stays.
        foreach (var ended in steps.Where(static s => s.Event is UserEvent.SessionEnded))
        {
            await Task.WhenAll(User.LeavesAtLogout(ended.After).Select(chat => grains.GetGrain<IChatGrain>(chat.ChatId).UserGoneAsync(userId, forGood: false, chat.SinceVersion)));
            await Task.WhenAll(people.Current.AgentsOf(userId).Select(agentId => grains.GetGrain<IUserGrain>(agentId).EndMonitoringAsync(userId, MonitoringEnd.LoggedOut)));
        }

        await inbox;
    }

    /// <summary>Before a login's sessions end they hear what became of the channel. Neither waits for what is told to others.</summary>
    private async Task TellInboxAsync(ImmutableArray<UserStep> steps)
    {
        var (inbox, after) = (grains.GetGrain<IInboxGrain>(userId), steps[^1].After);
        await inbox.TellAsync(new Telling(UserReplay.Stream(userId), _told, after.Version, [.. steps.SelectMany(s => UserTellings.Of(s, writer))]).AsMessage());
        if (steps.Any(static s => s.Event is UserEvent.LoginEnded or UserEvent.LoginsEnded))
        {
            await inbox.EndLoginsAsync(new EndedLoginsInfo([.. steps.Select(static s => s.Event).OfType<UserEvent.LoginEnded>().Select(static e => e.LoginId)], after.LoginGeneration, after.LoginsEndedAt));
        }
    }
}
