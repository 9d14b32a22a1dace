using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Queues;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Queues;

/// <summary>A queue: keeps who waits, and offers. The rules are in <see cref="Routing"/>; the chat and the user have the last word.</summary>
internal sealed partial class QueueGrain(IJournal journal, IPeople people, TimeProvider clock, ILogger<QueueGrain> logger) : Grain, IQueueGrain
{
    /// <summary>While chats wait, how often to look whether a declined one may be offered again (decision 31).</summary>
    private static readonly TimeSpan LookAgainEvery = TimeSpan.FromSeconds(2);

    public static readonly EventCodec<QueueEvent> Codec = new(
        ("queue.chat_waits.1", typeof(QueueEvent.ChatWaits)),
        ("queue.chat_gone.1", typeof(QueueEvent.ChatGone)));

    private const int EventsPerRead = 1_000;
    private const int SnapshotEvery = 200;

    /// <summary>Agents who are asked at once: a queue may have thousands, and their grains answer from memory.</summary>
    private const int AgentsAtOnce = 64;

    /// <summary>How long a chat or an agent may take to answer: everybody else who waits, waits for it too.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);

    /// <summary>For how long one that did not answer is left alone, so that it does not take most of this queue's time.</summary>
    private static readonly TimeSpan LeftAloneFor = TimeSpan.FromSeconds(5);

    private const string SnapshotName = "queue.state.1";

    private readonly HashSet<string> _offered = new(StringComparer.Ordinal);

    /// <summary>Chats and agents that could not be asked the last time, and when that was.</summary>
    private readonly Dictionary<string, DateTimeOffset> _unanswered = new(StringComparer.Ordinal);

    private readonly SortedDictionary<string, QueueAgent> _agents = new(StringComparer.Ordinal);
    private QueueState _queue = QueueState.New;

    private string Stream => $"queue/{this.GetPrimaryKeyString()}";
    private Queue? Settings => people.Current.Queues.FirstOrDefault(q => q.Key == this.GetPrimaryKeyString());

    /// <summary>
    /// Waits for the journal alone. Grains move together, and each waits for those that move with it: one whose activation asked another of them would hold up all until its
    /// call timed out.
    /// </summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var snapshot = await journal.ReadSnapshotAsync(Stream, cancellationToken);
        _queue = snapshot is { Name: SnapshotName } ? EventCodec<QueueEvent>.DecodeState<QueueState>(snapshot.Json) : QueueState.New;
        ImmutableArray<StoredEvent> stored;
        do
        {
            stored = await journal.ReadAsync(Stream, _queue.Version, EventsPerRead, cancellationToken);
            _queue = stored.Select(Codec.Decode).Aggregate(_queue, Routing.Evolve);
        }
        while (stored.Length == EventsPerRead);

        Metrics.Waiting.Add(_queue.Waiting.Count);
        this.RegisterGrainTimer(static (queue, _) => queue.OfferAsync(), this, new GrainTimerCreationOptions(LookAgainEvery, LookAgainEvery));
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Metrics.Waiting.Add(-_queue.Waiting.Count);
        return Task.CompletedTask;
    }

    public async Task NoteChatAsync(string chatId, long chatVersion, DateTimeOffset? waitingSince, bool isOffered, string? placedBy)
    {
        var events = Routing.Note(_queue, chatId, chatVersion, waitingSince, placedBy).Events;
        if (!events.IsEmpty)
        {
            await AppendAsync(events);
        }

        _unanswered.Remove(chatId);
        if (isOffered)
        {
            _offered.Add(chatId);
        }
        else
        {
            _offered.Remove(chatId);
        }

        await OfferAsync();
    }

    public Task NoteAgentAsync(string userId, AgentAvailability availability)
    {
        Note(userId, availability);
        return OfferAsync();
    }

    public async Task WakeAsync()
    {
        if ((await journal.ReadHeadAsync(Stream))?.Version > _queue.Version)
        {
            Log.Overtaken(logger, this.GetPrimaryKeyString(), _queue.Version);
            DeactivateOnIdle();                                        // an append of a former activation came late: the next one reads it
            return;
        }

        journal.AdvanceTold(Stream, _queue.Version);                    // a crash may have lost the last one
        if (_queue.Waiting.IsEmpty) await LearnAsync();                 // before an offer they are asked anyway
        await OfferAsync();
    }

    /// <summary>Asks the agents of whom nothing is known: after a start all, after a reload the new ones, and who could not be asked before.</summary>
    private async Task LearnAsync()
    {
        foreach (var former in _agents.Keys.Except(Settings?.AgentIds ?? [], StringComparer.Ordinal).ToList())
        {
            _agents.Remove(former);                                     // they tell this queue nothing any more
            _unanswered.Remove(former);
        }

        foreach (var some in (Settings?.AgentIds ?? []).Where(id => (!_agents.ContainsKey(id) || _unanswered.ContainsKey(id)) && !IsLeftAlone(id)).ToList().Chunk(AgentsAtOnce))
        {
            await Task.WhenAll(some.Select(LearnAsync));
        }
    }

    /// <summary>Who cannot be asked now is left out, and asked again before a later offer.</summary>
    private async Task LearnAsync(string userId)
    {
        try
        {
            Note(userId, (await GrainFactory.GetGrain<IUserGrain>(userId).GetAsync().WaitAsync(AnswerMax, clock)).Availability);
        }
        catch (Exception error)
        {
            Log.NotLearned(logger, this.GetPrimaryKeyString(), userId, error);
            _unanswered[userId] = clock.GetUtcNow();
        }
    }

    private void Note(string userId, AgentAvailability availability)
    {
        if (!_agents.TryGetValue(userId, out var known) || known.Version <= availability.Version)
        {
            _unanswered.Remove(userId);
            _agents[userId] = new QueueAgent(userId, availability.IsAvailable, availability.WaitingSince, availability.OpenChats, availability.Version);
        }
    }

    /// <summary>
    /// Offers every waiting chat, oldest first, to the first candidate who may have it. It ends with a chat or an agent that cannot be asked, since the next one might take as long;
    /// that one is left alone for a while, and then that chat comes last, and that agent is asked with all others of whom nothing is known.
    /// </summary>
    private async Task OfferAsync()
    {
        if (Settings is not { } settings)
        {
            return;
        }

        var waiting = _queue.Waiting.Where(w => !_offered.Contains(w.ChatId) && !IsLeftAlone(w.ChatId)).OrderBy(w => _unanswered.ContainsKey(w.ChatId)).ToList();
        if (waiting.Count > 0) await LearnAsync();
        foreach (var chat in waiting)
        {
            foreach (var agent in Routing.Candidates(_agents.Values.Where(a => settings.AgentIds.Contains(a.UserId) && !_unanswered.ContainsKey(a.UserId)), settings.ChatsPerAgent, chat.PlacedBy).ToList())
            {
                if (people.Current.AgentById(agent.UserId) is not { } person) continue;
                switch (await TryReserveAsync(chat.ChatId, agent.UserId, settings.ChatsPerAgent))
                {
                    case null: return;
                    case false: continue;
                }

                if (!await TryOfferAsync(chat.ChatId, agent, person.UserName, settings.Name)) return;
                break;
            }
        }
    }

    /// <returns><see langword="null"/>: the agent cannot be asked.</returns>
    private async Task<bool?> TryReserveAsync(string chatId, string userId, int chatsPerAgent)
    {
        try
        {
            return await GrainFactory.GetGrain<IUserGrain>(userId).ReserveAsync(chatId, chatsPerAgent).WaitAsync(AnswerMax, clock);
        }
        catch (Exception error)
        {
            Log.NotLearned(logger, this.GetPrimaryKeyString(), userId, error);
            _unanswered[userId] = clock.GetUtcNow();
            return null;
        }
    }

    /// <returns><see langword="false"/>: the chat cannot be asked; it tells this queue if it was offered after all.</returns>
    private async Task<bool> TryOfferAsync(string chatId, QueueAgent agent, string userName, string queueName)
    {
        try
        {
            var reply = await GrainFactory.GetGrain<IChatGrain>(chatId).OfferAsync(agent.UserId, userName, queueName).WaitAsync(AnswerMax, clock);
            Log.Offered(logger, this.GetPrimaryKeyString(), chatId, agent.UserId, reply.Refusal);
            _unanswered.Remove(chatId);
            _offered.Add(chatId);                                       // refused: it waits no longer, or is offered; it tells us which
            if (reply.Refusal is null) _agents[agent.UserId] = agent with { OpenChats = agent.OpenChats + 1 };
            return true;
        }
        catch (Exception error)
        {
            Log.NotOffered(logger, this.GetPrimaryKeyString(), chatId, error);
            _unanswered[chatId] = clock.GetUtcNow();
            return false;
        }
    }

    private bool IsLeftAlone(string id) => _unanswered.TryGetValue(id, out var since) && clock.GetUtcNow() - since < LeftAloneFor;

    private async Task AppendAsync(ImmutableArray<QueueEvent> events)
    {
        try
        {
            // No token: what was decided is finished.
            await journal.AppendAsync(new JournalAppend(Stream, _queue.Version, [.. events.Select(Codec.Encode)]));
        }
        catch (Exception error)
        {
            Log.AppendFailed(logger, this.GetPrimaryKeyString(), _queue.Version, error);
            DeactivateOnIdle();                                        // outcome unknown: the next activation re-reads
            throw new StoreUnavailableException("The queue's events could not be stored; retry.");
        }

        var before = _queue.Waiting.Count;
        _queue = events.Aggregate(_queue, Routing.Evolve);
        Metrics.Waiting.Add(_queue.Waiting.Count - before);
        journal.AdvanceTold(Stream, _queue.Version);                    // a queue owes nobody a telling
        if (_queue.Version % SnapshotEvery == 0)
        {
            journal.SaveSnapshot(Stream, new StoredSnapshot(_queue.Version, SnapshotName, EventCodec<QueueEvent>.EncodeState(_queue)));
        }
    }
}
