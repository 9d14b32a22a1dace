#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Simulation;

/// <summary>A supervisor.</summary>
internal sealed class SupervisorActor(SimulatedFloor floor, SimulatedDesk desk) : Actor(floor)
{
    private static readonly SupervisorMode[] Modes = [SupervisorMode.Monitor, SupervisorMode.Coach, SupervisorMode.BargeIn];

    private string Name => SimulatedFloor.People.ById(desk.UserId)!.UserName;

    protected override async Task ActAsync()
    {
        var agentId = SimulatedFloor.People.ByName(Dice.Any(Simulation.Floor.Agents))!.UserId;
        var agent = Floor.Grains.GetGrain<IUserGrain>(agentId);
        var facts = new SupervisorFactsInfo(desk.UserId, Name, true, true, true);
        var chats = desk.View.Chats.ToList();
        if (chats.Count > 0 && Dice.Next(4) > 0) await WorkAsync(Dice.Any(chats).Chat);
        else if (Dice.Next(3) == 0) await agent.MonitorAsync(new MonitorRequest(facts, Dice.Any(Modes), Dice.Next(2) == 0 ? MonitoringScope.NextChat : null, ""));
        else if (Dice.Next(8) == 0) await agent.CancelMonitoringAsync(facts);
        else if (Floor.Truth.Chats.Where(c => c.StateOf(agentId) == ParticipantState.Chatting).ToList() is { Count: > 0 } open)
        {
            await DoAsync(Name, "intrudes", Dice.Any(open).Id, c => agent.IntrudeAsync(new IntrudeRequest(facts, agentId, c.GetPrimaryKeyString(), Dice.Any(Modes).ToString())));
        }
    }

    private Task WorkAsync(ChatInfo chat)
    {
        var text = Floor.NewText();
        if (chat.State == ParticipantState.Invited) return DoAsync(Name, "accepts", chat.Id, c => c.AcceptAsync(desk.UserId, null, Dice.Next(1_000)));
        return Dice.Next(12) switch
        {
            < 5 => DoAsync(Name, "says", chat.Id, c => c.SayAsync(desk.UserId, EntryKind.Text, Dice.Next(2) == 0 ? Visibility.All : Visibility.Agents, text, null, null), text),
            < 9 => DoAsync(Name, "switches", chat.Id, c => c.SwitchModeAsync(desk.UserId, Dice.Any(Modes))),
            9 => DoAsync(Name, "leaves", chat.Id, c => c.LeaveAsync(desk.UserId, null)),
            10 => DoAsync(Name, "types", chat.Id, c => c.SayAsync(desk.UserId, EntryKind.TypingStarted, Visibility.Agents, "", null, null)),
            _ => DoAsync(Name, "focuses", chat.Id, c => c.SetInFocusAsync(desk.UserId)),
        };
    }
}
#endif
