#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Simulation.Actors;

/// <summary>A supervisor: monitors agents, enters their chats, and changes their states.</summary>
internal sealed class SupervisorActor(SimulatedFloor floor, SimulatedDesk desk) : UserActor(floor, desk)
{
    private static readonly SupervisorMode[] Modes = [SupervisorMode.Monitor, SupervisorMode.Coach, SupervisorMode.BargeIn];

    protected override async Task ActAsUserAsync()
    {
        var agent = Dice.Any(FloorPeople.Agents);
        switch (Dice.Next(32))
        {
            case < 14 when Chats is { Count: > 0 } chats:
                await WorkAsync(Dice.Any(chats).Chat);
                break;
            case < 20:
                await IntrudeAsync(agent);
                break;
            case < 26:
                var (mode, scope) = (Dice.Any(Modes), Dice.Next(2) == 0 ? MonitoringScope.NextChat : MonitoringScope.AllChats);
                await OnAgentAsync(agent, $"monitors as {mode} {scope}", (u, facts, a) => u.MonitorAsync(new MonitorRequest(facts, mode, scope, ""), a.Key));
                break;
            case 26:
                await OnAgentAsync(agent, "cancels the monitoring", (u, facts, a) => u.CancelMonitoringAsync(facts, a.Key));
                break;
            case 27 when !Floor.IsCalm:
                await ControlAsync(agent);
                break;
            case 28 or 29:
                await Floor.Errands.RunAsync(Errand.OfUser(User, "starts the session", User.UserId, static (u, a) => u.StartSessionAsync(a.Key)));
                break;
            case 30 when !Floor.IsCalm:
                await (Dice.Next(3) == 0 ? User.LogOutEverywhereAsync() : User.LogOutAsync());
                break;
        }
    }

    private Task WorkAsync(ChatInfo chat)
    {
        if (chat.State == ParticipantState.Invited) return !Floor.IsCalm && Dice.Next(6) == 0 ? RejectAsync(chat.Id) : AcceptAsync(chat.Id);
        if (chat.State is ParticipantState.LeftChat or ParticipantState.JoinFailed) return CompleteAsync(chat.Id);
        if (chat.Mode is null) return TalkAsync(chat.Id);
        return Dice.Next(16) switch
        {
            < 4 => SayAsync(chat.Id, Dice.Next(2) == 0 ? Visibility.All : Visibility.Agents),
            < 9 => SwitchAsync(chat.Id, Dice.Any(Modes)),
            9 => LeaveAsync(chat.Id),
            10 => TypeAsync(chat.Id, Visibility.Agents),
            11 => FocusAsync(chat.Id),
            12 or 13 => TalkAsync(chat.Id),
            _ => ReadAsync(chat.Id),
        };
    }

    /// <summary>Row 27, into a chat that the agent seems to have.</summary>
    private async Task IntrudeAsync(string agent)
    {
        var agentId = FloorPeople.IdOf(agent);
        var open = Floor.Truth.Chats.Where(c => c.StateOf(agentId) == ParticipantState.Chatting).Select(static c => c.Id).ToList();
        if (open.Count == 0) return;
        var (chatId, mode) = (Dice.Any(open), Dice.Next(3) == 0 ? null : Dice.Any(Modes).ToString());
        var errand = new Errand(User.Name, $"intrudes on {agent}", $"chat/{chatId}", a => User.GrainOf(agentId).IntrudeAsync(new IntrudeRequest(FactsOf(agentId), agentId, chatId, mode), a.Key))
        {
            User = User, ChatId = chatId, Leads = [ParticipantState.Invited],
        };
        if (await Floor.Errands.RunAsync(errand) is { Refusal: null } reply) await MustReadOwnAsync(chatId, reply);
    }

    /// <summary>Row 32.</summary>
    private Task ControlAsync(string agent)
    {
        var operation = Dice.Any((ChannelOperation[])[ChannelOperation.Ready, ChannelOperation.NotReady, ChannelOperation.Offline, ChannelOperation.DoNotDisturbOff]);
        return OnAgentAsync(agent, $"makes them {operation}", (u, facts, a) => u.ControlChannelAsync(new ControlChannelRequest(facts, IsAdmin: false, operation), a.Key));
    }

    private Task OnAgentAsync(string agent, string what, Func<IUserGrain, SupervisorFactsInfo, Attempt, Task<ChatReply>> doAsync)
    {
        var agentId = FloorPeople.IdOf(agent);
        return Floor.Errands.RunAsync(Errand.OfUser(User, what, agentId, (u, a) => doAsync(u, FactsOf(agentId), a)));
    }

    /// <summary>What the directory says at the moment of the request, as the API host passes it on.</summary>
    private SupervisorFactsInfo FactsOf(string agentId)
    {
        if (User.Person is not { } me) return new SupervisorFactsInfo(User.UserId, User.Name, false, false, false);
        var facts = Floor.InForce.Current.Facts(me, agentId);
        return new SupervisorFactsInfo(facts.UserId, facts.UserName, facts.IsSupervisor, facts.AgentKnown, facts.SupervisesAgent);
    }
}
#endif
