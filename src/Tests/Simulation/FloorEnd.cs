#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Queues;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Simulation;

/// <summary>The end of a run, when nothing has failed for a while: everybody has everything, and nobody waits (I7).</summary>
internal sealed class FloorEnd(SimulatedFloor floor, IReadOnlyList<SimulatedDesk> desks)
{
    public async Task CheckAsync()
    {
        await floor.Journal.FlushAsync();
        foreach (var stream in floor.Truth.Streams)
        {
            var head = (await floor.Journal.ReadHeadAsync(stream))!;
            if (head.Version != floor.Truth.VersionOf(stream) || head.ToldVersion != head.Version) floor.Fail($"{SimulatedFloor.NameOf(stream)} has {floor.Truth.VersionOf(stream)} events, stores {head.Version} and has told {head.ToldVersion}");
        }

        foreach (var desk in desks)
        {
            // What it was told adds up to what a fresh read gives.
            var (fresh, shown) = ($"{await desk.ReadAsync()}", $"{desk.View}");
            if (fresh != shown) floor.Fail($"A desk of {SimulatedFloor.People.ById(desk.UserId)!.UserName} shows\n{shown}\nwhere a fresh read gives\n{fresh}");
            await ListMustAgreeAsync(desk);
        }

        foreach (var chat in floor.Truth.Chats)
        {
            if (chat.Waits && Floor.Agents.Any(HasRoom)) floor.Fail($"{chat.Id} still waits, although an agent has room");
        }
    }

    private bool HasRoom(string agent) => floor.Truth.Chats.Count(c => c.Open.Contains(SimulatedFloor.People.ByName(agent)!.UserId)) < Floor.ChatsPerAgent;

    /// <summary>A user's list has exactly the chats that they are in.</summary>
    private async Task ListMustAgreeAsync(SimulatedDesk desk)
    {
        var listed = (await floor.Grains.GetGrain<IUserGrain>(desk.UserId).GetAsync()).ChatIds;
        var open = floor.Truth.Chats.Where(c => c.Open.Contains(desk.UserId)).Select(static c => c.Id);
        if (!listed.Order(StringComparer.Ordinal).SequenceEqual(open.Order(StringComparer.Ordinal)))
        {
            floor.Fail($"{SimulatedFloor.People.ById(desk.UserId)!.UserName} has the chats {string.Join(' ', open)}, and is listed {string.Join(' ', listed)}");
        }
    }
}
#endif
