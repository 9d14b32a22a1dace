using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.People;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.People;

/// <summary>Makes a new configuration of the people take effect on what is open. What is lost, <see cref="Loss"/> says; what is not taken yet, <see cref="OpenLosses"/>.</summary>
internal sealed partial class PeopleGrain(IJournal journal, IPeople people, TimeProvider clock, ILogger<PeopleGrain> logger) : Grain, IPeopleGrain
{
    /// <summary>Changes that were not yet taken effect when the process died; more are read with the next review.</summary>
    private const int ChangesPerRead = 16;

    /// <summary>Users whose losses are taken at the same time.</summary>
    private const int UsersAtOnce = 64;

    public static readonly EventCodec<PeopleEvent> Codec = new(("people.changed.1", typeof(PeopleEvent.Changed)));

    private long _version;
    private ImmutableSortedDictionary<string, Standing>? _known;
    private OpenLosses _open = OpenLosses.None;

    /// <summary>The people in force when the queues were woken last.</summary>
    private PeopleDirectory? _knownToQueues;

    private static string Stream => $"people/{IPeopleGrain.Key}";

    /// <summary>The last change says what everybody was allowed to; those after the watermark may not have taken effect.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await journal.ReadHeadAsync(Stream, cancellationToken) is not { } head)
        {
            return;
        }

        _version = Math.Min(head.ToldVersion, head.Version - 1);        // the last one is needed in any case
        while (_version < head.Version)
        {
            foreach (var stored in await journal.ReadAsync(Stream, _version, ChangesPerRead, cancellationToken))
            {
                Note((PeopleEvent.Changed)Codec.Decode(stored), isOpen: _version >= head.ToldVersion);
            }
        }
    }

    public async Task ReviewAsync()
    {
        var now = Standing.Of(people.Current);
        if (_known is null || !now.SequenceEqual(_known))
        {
            await AppendAsync(new PeopleEvent.Changed(now, _known is null ? [] : Loss.Between(_known, now), clock.GetUtcNow()));
        }

        foreach (var some in _open.DueAt(clock.GetUtcNow()).Chunk(UsersAtOnce))
        {
            var taken = await Task.WhenAll(some.Select(TryTakeAsync));
            _open = some.Zip(taken).Aggregate(_open, (open, one) => one.Second ? open.Taken(one.First) : open.Failed(one.First, clock.GetUtcNow()));
        }

        journal.AdvanceTold(Stream, _open.AllTakenUpTo(_version));
        if (people.Current is var current && current != _knownToQueues)
        {
            await Task.WhenAll(current.Queues.Select(queue => GrainFactory.GetGrain<IQueueGrain>(queue.Key).WakeAsync()));
            _knownToQueues = current;
        }
    }

    private async Task AppendAsync(PeopleEvent.Changed change)
    {
        try
        {
            // No token: what was decided is finished.
            await journal.AppendAsync(new JournalAppend(Stream, _version, [Codec.Encode(change)]));
        }
        catch
        {
            DeactivateOnIdle();                                        // outcome unknown: the next activation re-reads
            throw new StoreUnavailableException("The people's change could not be stored; retry.");
        }

        Note(change, isOpen: true);
    }

    private void Note(PeopleEvent.Changed change, bool isOpen)
    {
        _version++;
        _known = change.Standings;
        _open = isOpen ? _open.With(_version, change.Losses) : _open;
    }

    /// <summary>Whether the loss was taken. One user's that cannot be holds up nobody else's, and no later change.</summary>
    private async Task<bool> TryTakeAsync(OpenLoss open)
    {
        try
        {
            await TakeAsync(open.Loss, open.ThroughVersion);
            return true;
        }
        catch (Exception error)
        {
            Log.TakingFailed(logger, open.Loss.UserId, open.Tries + 1, error);
            return false;
        }
    }

    /// <summary>Logins first: from then on nothing new can be opened. Then what is open. Every step may be repeated.</summary>
    private async Task TakeAsync(Loss all, long version)
    {
        var loss = all.StillLost(people.Current);
        Log.Lost(logger, loss.UserId, loss.IsGone, loss.EndsSession, loss.EndsLogins, loss.Agents.Length);
        var user = GrainFactory.GetGrain<IUserGrain>(loss.UserId);
        if (loss.EndsLogins)
        {
            await user.TakeLossAsync(version, loss.EndsSession);
            await user.WaitForTellingAsync();
        }

        await Task.WhenAll(loss.Agents.Select(agentId => GrainFactory.GetGrain<IUserGrain>(agentId).EndMonitoringAsync(loss.UserId, MonitoringEnd.RightLost)));
        await Task.WhenAll((await user.GetAsync()).ChatIds.Select(chatId => TakeChatAsync(loss, GrainFactory.GetGrain<IChatGrain>(chatId))));
    }

    /// <summary>Who is gone is out everywhere; who has lost agents, where they supervise nobody any more.</summary>
    private Task TakeChatAsync(Loss loss, IChatGrain chat) =>
        loss.IsGone ? chat.UserGoneAsync(loss.UserId, forGood: true)
        : loss.Agents.IsEmpty ? Task.CompletedTask
        : chat.SupervisionLostAsync(loss.UserId, [.. people.Current.AgentsOf(loss.UserId)]);
}
