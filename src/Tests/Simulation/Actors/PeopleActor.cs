#if ORLEANS_LOCAL
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.People;

namespace OrleansChat.Tests.Simulation.Actors;

/// <summary>Whoever configures the people anew. Each change is reviewed until a review succeeds, as the silo's watch does it.</summary>
internal sealed class PeopleActor(SimulatedFloor floor) : Actor(floor)
{
    private PeopleDirectory _reviewed = FloorPeople.Usual;
    private bool _isFirst = true;

    protected override async Task ActAsync()
    {
        if (_isFirst) await ReviewAsync();                              // what was is known from the start on
        _isFirst = false;
        if (Floor.IsCalm || Dice.Next(7) > 0) return;
        var (name, next) = ReferenceEquals(Floor.InForce.Current, FloorPeople.Usual) ? FloorPeople.AnyOther(Dice) : ("everybody is there as usual", FloorPeople.Usual);
        Floor.History.Add($"New people: {name}");
        Floor.History.Reached.Add("new people");
        Floor.History.Reached.Add(name);
        Floor.InForce.Replace(next);
        await ReviewAsync();
    }

    private async Task ReviewAsync()
    {
        // Logins that begin from here on are those of the new configuration.
        var now = Floor.InForce.Current;
        var losers = Floor.Users.Where(user => HasLost(_reviewed.ById(user.UserId), now.ById(user.UserId))).Select(static user => (User: user, user.Logins)).ToList();
        while (Floor.Failure is null)
        {
            foreach (var (user, _) in losers) user.WillEndAll();
            if (await Floor.TryAsync(() => Floor.Grains.GetGrain<IPeopleGrain>(IPeopleGrain.Key).ReviewAsync()))
            {
                while (!await Floor.UntilToldAsync("people/all", looksMax: 1) && Floor.Failure is null && !Floor.IsClosed)
                {
                    foreach (var (user, _) in losers) user.WillEndAll();     // what could not be taken yet is taken later
                }

                foreach (var (user, logins) in losers)
                {
                    user.WillEndAll();
                    await user.IsOverWhenToldAsync(logins);
                }

                _reviewed = now;
                Floor.Rights.Reviewed(now);
                return;
            }

            await Floor.PauseAsync(1_000, 1_001);
        }
    }

    /// <summary>Who lost a role, their place or their password must log in again.</summary>
    private static bool HasLost(Person? before, Person? after) =>
        before is not null && (after is null || (before.Roles & ~after.Roles) != Roles.None || before.PasswordHash != after.PasswordHash);
}
#endif
