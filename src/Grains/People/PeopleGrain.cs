using Microsoft.Extensions.Logging;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.People;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.People;

/// <summary>Makes a new configuration of the people take effect on what is open. What is lost, <see cref="Loss"/> says.</summary>
internal sealed partial class PeopleGrain(IJournal journal, IPeople people, TimeProvider clock, ILogger<PeopleGrain> logger) : Grain, IPeopleGrain
{
    /// <summary>Changes that were not yet taken effect when the process died; more are read with the next review.</summary>
    private const int ChangesPerRead = 16;

    public static readonly EventCodec<PeopleEvent> Codec = new(("people.changed.1", typeof(PeopleEvent.Changed)));

    private long _version;
    private ImmutableSortedDictionary<string, Standing>? _known;

    /// <summary>Changes with losses that may still have to be taken, by version.</summary>
    private ImmutableSortedDictionary<long, PeopleEvent.Changed> _open = ImmutableSortedDictionary<long, PeopleEvent.Changed>.Empty;

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
            var change = new PeopleEvent.Changed(now, _known is null ? [] : Loss.Between(_known, now), clock.GetUtcNow());
            await AppendAsync(change);
        }

        foreach (var (version, change) in _open)
        {
            await Task.WhenAll(change.Losses.Select(TakeAsync));
            _open = _open.Remove(version);
            journal.AdvanceTold(Stream, version);
        }

        await Task.WhenAll(people.Current.Queues.Select(queue => GrainFactory.GetGrain<IQueueGrain>(queue.Key).WakeAsync()));
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
        _open = isOpen ? _open.Add(_version, change) : _open;
    }

    /// <summary>Logins first: from then on nothing new can be opened. Then what is open. Every step may be repeated.</summary>
    private async Task TakeAsync(Loss loss)
    {
        try
        {
            Log.Lost(logger, loss.UserId, loss.IsGone, loss.EndsSession, loss.EndsLogins, loss.Agents.Length);
            var user = GrainFactory.GetGrain<IUserGrain>(loss.UserId);
            if (loss.EndsLogins)
            {
                await user.EndLoginsAsync(loss.EndsSession);
                await GrainFactory.GetGrain<IInboxGrain>(loss.UserId).EndLoginAsync(null);
            }

            await Task.WhenAll(loss.Agents.Select(agentId => GrainFactory.GetGrain<IUserGrain>(agentId).EndMonitoringAsync(loss.UserId, MonitoringEnd.RightLost)));
            await Task.WhenAll((await user.GetAsync()).ChatIds.Select(chatId => TakeChatAsync(loss, GrainFactory.GetGrain<IChatGrain>(chatId))));
        }
        catch (Exception error)
        {
            Log.TakingFailed(logger, loss.UserId, error);
            throw;
        }
    }

    /// <summary>Who is gone is out everywhere; who has lost agents, where they supervise nobody any more.</summary>
    private Task TakeChatAsync(Loss loss, IChatGrain chat) =>
        loss.IsGone ? chat.UserGoneAsync(loss.UserId, forGood: true)
        : loss.Agents.IsEmpty ? Task.CompletedTask
        : chat.SupervisionLostAsync(loss.UserId, [.. people.Current.AgentsOf(loss.UserId)]);
}
