#if ORLEANS_LOCAL
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Audit;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Simulation.Actors;

/// <summary>An administrator: reads the audit, page by page, and changes agents' states.</summary>
internal sealed class AdminActor(SimulatedFloor floor) : Actor(floor)
{
    private const int PageMax = 7;

    private readonly SimulatedUser _user = new(floor, FloorPeople.Admin);

    protected override async Task ActAsync()
    {
        if (!await _user.EnterAsync()) return;
        if (Dice.Next(4) > 0 || Floor.IsCalm) await ReadAuditAsync(Floor);
        else await ControlAsync();
    }

    /// <summary>From a place on, or everything.</summary>
    public static async Task ReadAuditAsync(SimulatedFloor floor, bool all = false)
    {
        var after = all ? 0 : floor.Dice.Next(floor.Truth.Audit.Count + 1);
        var grain = floor.Grains.GetGrain<IAuditGrain>(FloorPeople.ContactCenterId);
        int read;
        do
        {
            var atLeast = Math.Min(floor.Truth.Audit.Count, after + PageMax);
            var page = await grain.ReadAsync(new AuditQuery("", "", "", DateTimeOffset.MinValue, DateTimeOffset.MaxValue, after, PageMax));
            floor.Truth.Audit.MustHold(page, after, atLeast);
            after += read = page.Records.Length;
        }
        while (all && read == PageMax);
    }

    private Task ControlAsync()
    {
        var agentId = FloorPeople.IdOf(Dice.Any(FloorPeople.Agents));
        var operation = Dice.Next(2) == 0 ? ChannelOperation.Ready : ChannelOperation.NotReady;
        return Floor.Errands.RunAsync(Errand.OfUser(_user, $"makes them {operation}", agentId, (u, a) =>
        {
            var facts = Floor.InForce.Current.Facts(_user.Person!, agentId);
            var by = new SupervisorFactsInfo(facts.UserId, facts.UserName, facts.IsSupervisor, facts.AgentKnown, facts.SupervisesAgent);
            return u.ControlChannelAsync(new ControlChannelRequest(by, IsAdmin: true, operation), a.Key);
        }));
    }
}
#endif
