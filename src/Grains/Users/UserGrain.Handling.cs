using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Audit;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Retries;
using Cmd = OrleansChat.Domain.Users.UserCommand;

namespace OrleansChat.Grains.Users;

/// <summary>How every operation of a user is handled: known from before, or decided, appended, folded, told.</summary>
internal sealed partial class UserGrain
{
    /// <param name="command">What is asked.</param>
    /// <param name="askerId">Whose keys it is told apart from: the supervisor's where one asks.</param>
    /// <param name="key">Of the request, if it has one.</param>
    private async Task<ChatReply> HandleAsync(Cmd command, string askerId, RequestKey? key)
    {
        var request = KeyedRequest.OfUser(UserReplay.Stream(askerId), key);
        var outcome = await _requests.OnceAsync(request, () => HandleAsync([command], request));
        return outcome.IsAgain && outcome.Answer.Version > _user.Version
            ? throw Overtaken()                                        // who is told of a version must find it here
            : outcome.ToReply();
    }

    /// <summary>An append of a former activation came late: this one ends, and the next one reads it.</summary>
    private StoreUnavailableException Overtaken()
    {
        Log.Overtaken(logger, UserId, _user.Version);
        DeactivateOnIdle();
        return new StoreUnavailableException("The user was overtaken by a late append; retry.");
    }

    /// <summary>Commands of one request, decided one after the other and stored together; the first refusal refuses all.</summary>
    private async Task<Outcome> HandleAsync(ImmutableArray<Cmd> commands, KeyedRequest? request = null)
    {
        var steps = ImmutableList<UserStep>.Empty;
        foreach (var command in commands)
        {
            var decision = User.Decide(steps.IsEmpty ? _user : steps[^1].After, command, clock.GetUtcNow());
            if (decision.Refusal is { } why)
            {
                Log.Refused(logger, UserId, command.GetType().Name, why);
                return new Outcome(new Answer(_user.Version), why);
            }

            steps = decision.Events.Aggregate(steps, (sofar, happened) => sofar.Add(Step(sofar.IsEmpty ? _user : sofar[^1].After, happened)));
        }

        // With a key, what changes nothing is remembered too: later the same might change something.
        var answer = new Answer(_user.Version + steps.Count);
        if (!steps.IsEmpty || request is not null)
        {
            await AppendAsync(steps, _requests.ToStore(request, answer));
        }

        return new Outcome(answer);
    }

    private async Task AppendAsync(ImmutableList<UserStep> steps, NewRequest? request)
    {
        try
        {
            // No token: what was decided is finished.
            await journal.AppendAsync(new JournalAppend(Stream, _user.Version, [.. steps.Select(static s => UserReplay.Codec.Encode(s.Event))])
            {
                Request = request,
                Audit = [.. steps.SelectMany(s => SupervisionAudit.Of(UserId, s.Before, s.Event)).Select(record => record.ToRow(ContactCenterOf(record)))],
            });
        }
        catch (Exception error) when (error is not RequestKnownException)
        {
            Log.AppendFailed(logger, UserId, _user.Version, error);
            DeactivateOnIdle();                                        // outcome unknown: the next activation re-reads
            throw new StoreUnavailableException("The user's events could not be stored; retry.");
        }

        var wasAt = _user.Version;
        _user = steps.IsEmpty ? _user : steps[^1].After;
        steps.ForEach(_teller.Tell);
        if (wasAt / SnapshotEvery != _user.Version / SnapshotEvery)
        {
            journal.SaveSnapshot(Stream, UserReplay.Snapshot(_user));
        }
    }

    /// <summary>The agent's, who may have left the configuration; then the supervisor's, which is the same.</summary>
    private string? ContactCenterOf(AuditRecord record) => (people.Current.ById(UserId) ?? people.Current.ById(record.SupervisorId))?.ContactCenterId;

    private static UserStep Step(UserState before, UserEvent happened) => new(before, happened, User.Evolve(before, happened));
}
