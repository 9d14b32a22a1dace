using Microsoft.Extensions.Logging;
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
internal sealed partial class ChatTeller(string chatId, long toldVersion, IGrainFactory grains, IJournal journal, ChatTellings tellings, TimeProvider clock, ILogger logger)
{
    /// <summary>How long a caller waits to read what they wrote (decision 19).</summary>
    private static readonly TimeSpan NotesWaitMax = TimeSpan.FromSeconds(1);

    private readonly List<ChatStep> _untold = [];
    private readonly List<(long Version, TaskCompletionSource Noted)> _waiting = [];
    private long _told = toldVersion;
    private long _noteWorthy;
    private long _noted = toldVersion;
    private Task _running = Task.CompletedTask;
    private readonly Queue<(long At, string? Trace)> _since = [];        // of each that is untold: when it came, and in which span

    /// <summary>Queues a step and sees to it that it is told. Returns at once.</summary>
    public void Tell(ChatStep step)
    {
        _since.Enqueue((clock.GetTimestamp(), Trace.Incoming));
        _untold.Add(step);
        _noteWorthy = NotesOf(step).Any() ? step.After.Version : _noteWorthy;
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

    /// <summary>Whether users have yet to hear of something that concerns their lists of chats.</summary>
    public bool NotesDue => _noted < _noteWorthy;

    /// <summary>Returns when everything is told, or a try at it has failed.</summary>
    public async Task TellAllAsync()
    {
        await _running;
        Resume();
        await _running;
    }

    /// <summary>Returns when the users know of everything up to a version that concerns their lists of chats; after 1 s at the latest.</summary>
    public async Task WaitForNotesAsync(long version)
    {
        var wanted = Math.Min(version, _noteWorthy);
        if (_noted >= wanted)
        {
            return;
        }

        var noted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((wanted, noted));
        await noted.Task.WaitAsync(NotesWaitMax, clock).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Current);
    }

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
                NotedUpTo(version);
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

    private void NotedUpTo(long version)
    {
        _noted = version;
        foreach (var (_, noted) in _waiting.Where(w => w.Version <= version))
        {
            noted.TrySetResult();
        }

        _waiting.RemoveAll(w => w.Version <= version);
    }

    private async Task TellUsersAsync(ImmutableArray<ChatStep> steps)
    {
        foreach (var step in steps)
        {
            await Task.WhenAll(NotesOf(step).Select(note => grains.GetGrain<IUserGrain>(note.UserId).NoteChatAsync(new NoteChatRequest(
                step.After.Id, note.State, note.Role, note.SinceVersion, step.After.Version, note.Declined, note.Joined))));
        }
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
                await grains.GetGrain<IQueueGrain>($"{after.ContactCenterId}/{queue}").NoteChatAsync(chatId, after.Version, note.Since, note.IsOffered);
            }
        }
    }

    private async Task TellInboxesAsync(ImmutableArray<ChatStep> steps)
    {
        var all = await tellings.ForAllAsync(steps, _told);
        await Task.WhenAll(all.Select(telling => grains.GetGrain<IInboxGrain>(telling.UserId).TellAsync(telling.Telling)));
    }
}
