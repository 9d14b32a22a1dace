#if ORLEANS_LOCAL
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.People;
using OrleansChat.Grains.Interfaces.Queues;

namespace OrleansChat.Tests.Simulation.Actors;

/// <summary>Whoever lets grains and the process die, and connections break.</summary>
internal sealed class Troublemaker(SimulatedFloor floor) : Actor(floor)
{
    protected override Task ActAsync()
    {
        if (Dice.InThousand(Floor.Faults.CrashProcess))
        {
            Floor.History.Add("the process crashes");
            Floor.Journal.LoseLazyWrites();
            foreach (var grain in All()) Floor.Crash(grain, "with the process");
            Floor.Host.CutAll();
        }
        else if (Dice.InThousand(Floor.Faults.CrashGrain))
        {
            Floor.Crash(Dice.Any(All()), "anywhere");
        }
        else if (Dice.InThousand(Floor.Faults.CutConnection))
        {
            Floor.Host.CutAll();
        }

        return Dice.Next(3) == 0 ? Floor.Journal.FlushAsync() : Task.CompletedTask;
    }

    private List<IAddressable> All() =>
    [
        .. Floor.Truth.Chats.Select(chat => (IAddressable)Floor.Grains.GetGrain<IChatGrain>(chat.Id)),
        .. Floor.Users.SelectMany(user => new[] { user.Grain, Floor.InboxOf(user.UserId) }),
        .. FloorPeople.Usual.Queues.Select(queue => Floor.Grains.GetGrain<IQueueGrain>(queue.Key)),
        Floor.Grains.GetGrain<IPeopleGrain>(IPeopleGrain.Key),
    ];
}
#endif
