#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;
using OrleansChat.Tests.Simulation.Actors;
using OrleansChat.Tests.Simulation.Truths;

namespace OrleansChat.Tests.Simulation;

/// <summary>The end of a run, when nothing has failed for a while: everybody has everything, nobody waits, and nobody has what is not theirs (I7).</summary>
internal sealed class FloorEnd(SimulatedFloor floor, IReadOnlyList<SimulatedDesk> desks)
{
    private static readonly TimeSpan DeclinedFor = TimeSpan.FromSeconds(65);

    /// <summary>How soon a desk shows what is read, while all is well.</summary>
    private const int ConvergesWithinMs = 2_000;

    private PeopleDirectory People => floor.InForce.Current;

    public async Task CheckAsync()
    {
        await floor.Journal.FlushAsync();
        foreach (var stream in floor.Truth.Streams)
        {
            var head = (await floor.Journal.ReadHeadAsync(stream))!;
            if (head.Version != floor.Truth.VersionOf(stream) || head.ToldVersion != head.Version)
                floor.Fail($"{SimulatedFloor.NameOf(stream)} has {floor.Truth.VersionOf(stream)} events, stores {head.Version} and has told {head.ToldVersion}");
        }

        foreach (var desk in desks) await DeskMustAgreeAsync(desk);
        foreach (var user in floor.Users) await UserMustAgreeAsync(user);
        foreach (var chat in floor.Truth.Chats) MustBeAtRest(chat);
        foreach (var (agentId, user) in floor.Truth.Users) CalledMustBeInvited(agentId, user);
        await AdminActor.ReadAuditAsync(floor, all: true);
    }

    /// <summary>What it was told adds up to what a fresh read gives. Who is there has a desk.</summary>
    private async Task DeskMustAgreeAsync(SimulatedDesk desk)
    {
        if (desk.User.Person is null)
        {
            if (desk.IsOpen) floor.Fail($"{desk.User.Name} is not there any more, and still has a session");
            return;
        }

        if (!desk.IsOpen)
        {
            floor.Fail($"{desk.User.Name} has no session, although all has been well for long");
            return;
        }

        var (fresh, shown) = ($"{await desk.ReadAsync()}", $"{desk.View}");
        if (fresh != shown)
        {
            await floor.PauseAsync(ConvergesWithinMs, ConvergesWithinMs + 1);      // a customer's time may be over at this very moment
            (fresh, shown) = ($"{await desk.ReadAsync()}", $"{desk.View}");
        }

        if (fresh != shown) floor.Fail($"A desk of {desk.User.Name} shows\n{shown}\nwhere a fresh read gives\n{fresh}");
    }

    /// <summary>A user's list has exactly the chats that they are in, and the channel is what was stored.</summary>
    private async Task UserMustAgreeAsync(SimulatedUser user)
    {
        var read = await user.Grain.GetAsync();
        var open = floor.Truth.Chats.Where(c => c.Find(user.UserId) is { IsOpen: true }).Select(static c => c.Id);
        if (!read.ChatIds.Order(StringComparer.Ordinal).SequenceEqual(open.Order(StringComparer.Ordinal)))
            floor.Fail($"{user.Name} has the chats {string.Join(' ', open)}, and is listed {string.Join(' ', read.ChatIds)}");
        var truth = floor.Truth.User(user.UserId);
        if ((read.SessionOn, read.Chat.State, read.Chat.DoNotDisturb) != (truth.SessionOn, truth.State, truth.DoNotDisturb)) floor.Fail($"{user.Name} is {read.Chat}, and should be {truth.State}");
    }

    private void MustBeAtRest(ChatTruth chat)
    {
        var queue = People.FindQueue(FloorPeople.ContactCenterId, chat.QueueName)!;
        if (chat.Waits && !floor.Truth.Queue(queue.Key).Has(chat.Id)) floor.Fail($"{chat.Id} waits in {queue.Name}, which does not have it");
        var idle = queue.AgentIds.FirstOrDefault(id => HasRoom(id) && floor.Clock.GetUtcNow() - chat.DeclinedAt(id) > DeclinedFor);
        if (chat.Waits && !chat.IsOffered && idle is not null) floor.Fail($"{chat.Id} still waits in {queue.Name}, although {FloorPeople.NameOf(idle)} has room");
        foreach (var stint in chat.Open)
        {
            var name = FloorPeople.NameOf(stint.UserId);
            if (People.ById(stint.UserId) is null) floor.Fail($"{name} is not there any more, and still {stint.State} in {chat.Id}");
            else if (stint.IsSupervisor && !People.AgentsOf(stint.UserId).Any()) floor.Fail($"{name} supervises nobody, and is still {stint.State} in {chat.Id}");
        }
    }

    private bool HasRoom(string agentId) => People.ById(agentId) is not null && floor.Truth.Chats.Count(c => c.Find(agentId) is { IsOpen: true, IsSupervisor: false }) < FloorPeople.ChatsPerAgent;

    /// <summary>
    /// Who monitors an agent is invited into the chat that the agent joined, once for each joining (decision 12), and monitors nobody after log-out
    /// (decision 13). New people may have taken the right meanwhile.
    /// </summary>
    private void CalledMustBeInvited(string agentId, UserTruth agent)
    {
        foreach (var (called, monitor) in agent.Called.SelectMany(static c => c.Monitors.Select(m => (c, m))))
        {
            var chat = floor.Truth.Find(called.ChatId)!;
            var isInvited = chat.WasInvitedAfter(monitor.SupervisorId, called.ChatVersion) || chat.HasSince(monitor.SupervisorId, called.ChatVersion) != false;
            var isThere = chat.Find(agentId) is { IsChatting: true } stint && stint.InvitedAt < called.ChatVersion;
            if (isThere && !isInvited && !floor.History.Reached.Contains("new people"))
            {
                floor.Fail($"{monitor.SupervisorName} monitors {FloorPeople.NameOf(agentId)}, and was not invited into {chat.Id} at {called.ChatVersion}");
            }

            var calls = floor.Truth.Users.SelectMany(static u => u.Value.Called).Count(c => c.ChatId == chat.Id && c.Monitors.Any(m => m.SupervisorId == monitor.SupervisorId));
            if (chat.InvitedAsMonitor(monitor.SupervisorId) > calls)
                floor.Fail($"{monitor.SupervisorName} was called into {chat.Id} {calls} times, and invited more often");
        }

        foreach (var (supervisorId, since) in agent.MonitoredBy)
        {
            var loggedOutAt = floor.Truth.User(supervisorId).LoggedOutAt;
            if (loggedOutAt > since)
                floor.Fail($"{FloorPeople.NameOf(supervisorId)} logged out at commit {loggedOutAt}, and still monitors {FloorPeople.NameOf(agentId)} since {since}");
            if (!People.AgentsOf(supervisorId).Contains(agentId))
                floor.Fail($"{FloorPeople.NameOf(supervisorId)} does not supervise {FloorPeople.NameOf(agentId)} any more, and still monitors them");
        }
    }
}
#endif
