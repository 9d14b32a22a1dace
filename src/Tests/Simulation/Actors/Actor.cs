#if ORLEANS_LOCAL
namespace OrleansChat.Tests.Simulation.Actors;

/// <summary>Somebody who does something now and then, until the floor is quiet.</summary>
internal abstract class Actor(SimulatedFloor floor)
{
    protected SimulatedFloor Floor => floor;

    protected Dice Dice => floor.Dice;

    public async Task RunAsync()
    {
        while (!floor.IsQuiet && floor.Failure is null)
        {
            await floor.PauseAsync(200, floor.IsCalm ? 6_000 : 3_500);
            if (!floor.IsQuiet) await floor.TryAsync(ActAsync);
        }
    }

    protected abstract Task ActAsync();
}
#endif
