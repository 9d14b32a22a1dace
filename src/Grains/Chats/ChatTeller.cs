using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Chats;

/// <summary>
/// Tells what a chat has stored: users and queue first, durably, then the inboxes; after that the told watermark moves. One telling runs at a
/// time, on the grain's scheduler but outside its calls, so that the chat itself awaits nobody. What fails is told again when the chat next
/// has something to say, or when the sweeper finds the watermark behind.
/// </summary>
internal sealed partial class ChatTeller(
    string chatId, long toldVersion, IGrainFactory grains, IJournal journal, IPeople people, ChatTellings tellings, TimeProvider clock, ILogger logger)
{
    /// <summary>How long a caller waits to read what they wrote (decision 19).</summary>
    private static readonly TimeSpan NotesWaitMax = TimeSpan.FromSeconds(1);

    private readonly List<ChatStep> _untold = [];
    private readonly List<(string UserId, long Version, TaskCompletionSource Noted)> _waiting = [];

    /// <summary>By user: the last version that concerns their list of chats, and the last one that they know. Nobody waits for what others are told.</summary>
    private readonly Dictionary<string, long> _noteWorthy = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _noted = new(StringComparer.Ordinal);
    private readonly long _toldBefore = toldVersion;
    private long _told = toldVersion;
    private Task _running = Task.CompletedTask;
    private readonly Queue<(long At, string? Trace)> _since = [];        // of each that is untold: when it came, and in which span

    /// <summary>Queues a step and sees to it that it is told. Returns at once.</summary>
    public void Tell(ChatStep step)
    {
        _since.Enqueue((clock.GetTimestamp(), Trace.Incoming));
        _untold.Add(step);
        foreach (var note in NotesOf(step))
        {
            _noteWorthy[note.UserId] = step.After.Version;
        }

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

    /// <summary>
    /// Whether a user has yet to hear of something that concerns their own list of chats. What others have yet to hear is nobody else's business: an agent
    /// would measure whether a supervisor is told something.
    /// </summary>
    public bool NotesDue(string userId) => NotedBy(userId) < _noteWorthy.GetValueOrDefault(userId);

    /// <summary>Returns when everything is told, or a try at it has failed.</summary>
    public async Task TellAllAsync()
    {
        await _running;
        Resume();
        await _running;
    }

    /// <summary>Returns when a user knows of everything up to a version that concerns their list of chats; after 1 s at the latest.</summary>
    public async Task WaitForNotesAsync(string userId, long version)
    {
        var wanted = Math.Min(version, _noteWorthy.GetValueOrDefault(userId));
        if (NotedBy(userId) >= wanted)
        {
            return;
        }

        var noted = new TaskCompletionSource();                         // what waits for it goes on in a turn of the grain's own, never on the thread pool
        _waiting.Add((userId, wanted, noted));
        await noted.Task.WaitAsync(NotesWaitMax, clock).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current);
    }

    private long NotedBy(string userId) => _noted.GetValueOrDefault(userId, _toldBefore);

    private async Task RunAsync()
    {
        try
        {
            while (_untold.Count > 0)
            {
                using var span = Trace.Start(Spans.Tell, parent: _since.Peek().Trace, travels: true);
                ImmutableArray<ChatStep> steps = [.. _untold];
                var since = _since.Peek().At;
                var version = steps[^1].After.Version;
                await TellUsersAsync(steps);
                await TellQueuesAsync(steps);
                await TellInboxesAsync(steps);
                _untold.RemoveRange(0, steps.Length);
                for (var told = 0; told < steps.Length; told++)
                {
                    _since.Dequeue();
                }

                Metrics.TellingDelay.Record(clock.GetElapsedTime(since).TotalSeconds);
                _told = version;
                journal.AdvanceTold(ChatReplay.Stream(chatId), version);
            }
        }
        catch (Exception error)
        {
            Log.TellingFailed(logger, chatId, _told, error);            // the watermark stays behind, and the sweeper comes
        }
    }

    /// <summary>Each user is told in order, and no user waits for another.</summary>
    private Task TellUsersAsync(ImmutableArray<ChatStep> steps) => Task.WhenAll(
        from step in steps from note in NotesOf(step) group (note, step.After) by note.UserId into ofUser select TellUserAsync(ofUser.Key, [.. ofUser]));

    private async Task TellUserAsync(string userId, ImmutableArray<(UserNote Note, ChatState After)> notes)
    {
        foreach (var (note, after) in notes)
        {
            await grains.GetGrain<IUserGrain>(userId).NoteChatAsync(
                new NoteChatRequest(after.Id, note.State, note.Role, note.SinceVersion, after.Version, note.Declined, note.Joined));
            Noted(userId, after.Version);
        }

        await TakeAsync(userId, PlaceLosses.Of(people.Current, notes[^1].After.Find(userId)!));
    }

    /// <summary>A review of the people takes what users have in their lists; what was on its way to a list at that moment is taken here.</summary>
    private Task TakeAsync(string userId, PlaceLoss loss) => loss switch
    {
        PlaceLoss.Gone => grains.GetGrain<IChatGrain>(chatId).UserGoneAsync(userId, forGood: true),
        PlaceLoss.Supervision => grains.GetGrain<IChatGrain>(chatId).SupervisionLostAsync(userId, [.. people.Current.AgentsOf(userId)]),
        _ => Task.CompletedTask,
    };

    private void Noted(string userId, long version)
    {
        _noted[userId] = version;
        foreach (var (_, _, noted) in _waiting.Where(w => w.UserId == userId && w.Version <= version))
        {
            noted.TrySetResult();
        }

        _waiting.RemoveAll(w => w.UserId == userId && w.Version <= version);
    }

    private static IEnumerable<UserNote> NotesOf(ChatStep step) => UserNote.Of(step.Before, step.Event, step.After);

    private async Task TellQueuesAsync(ImmutableArray<ChatStep> steps)
    {
        // Each step counts: an offer made and ended between two tellings would otherwise stay an offer to the queue.
        var after = steps[^1].After;
        foreach (var queue in steps.SelectMany(static step => QueueNote.QueuesOf(step.Before).Concat(QueueNote.QueuesOf(step.After))).Distinct())
        {
            if (steps.Any(step => QueueNote.Of(step.Before, queue) != QueueNote.Of(step.After, queue)))
            {
                var note = QueueNote.Of(after, queue);
                await grains.GetGrain<IQueueGrain>($"{after.ContactCenterId}/{queue}").NoteChatAsync(chatId, after.Version, note.Since, note.IsOffered, note.PlacedBy);
            }
        }
    }

    private async Task TellInboxesAsync(ImmutableArray<ChatStep> steps)
    {
        var all = await tellings.ForAllAsync(steps, _told);
        await Task.WhenAll(all.Select(telling => grains.GetGrain<IInboxGrain>(telling.UserId).TellAsync(telling.Telling.AsMessage())));
    }
}
