using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Users;

/// <summary>The monitoring of an agent's coming chats (contract rows 28–31, decision 12).</summary>
internal sealed class MonitoringOperations
{
    private readonly IGrainFactory _grains;

    public MonitoringOperations(IGrainFactory grains)
    {
        _grains = grains;
        All = new Dictionary<string, Operation<Supervised>>(StringComparer.Ordinal)
        {
            [nameof(SupervisorMode.Monitor)] = p => Monitor(p, SupervisorMode.Monitor),
            [nameof(SupervisorMode.Coach)] = p => Monitor(p, SupervisorMode.Coach),
            [nameof(SupervisorMode.BargeIn)] = p => Monitor(p, SupervisorMode.BargeIn),
            ["CancelSupervisorMonitoring"] = _ => agent => DoAsync(agent, user => user.CancelMonitoringAsync(agent.Facts, agent.Key)),
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public FrozenDictionary<string, Operation<Supervised>> All { get; }

    private Func<Supervised, Task<Reply>> Monitor(Parameters p, SupervisorMode mode)
    {
        var word = p.OneOf("supervisorMonitoringMode", nameof(MonitoringScope.AllChats), nameof(MonitoringScope.NextChat));
        var scope = word == nameof(MonitoringScope.NextChat) ? MonitoringScope.NextChat : MonitoringScope.AllChats;
        var nickname = p.OptionalNickname("nickname") ?? "";
        return agent => DoAsync(agent, user => user.MonitorAsync(new MonitorRequest(agent.Facts, mode, scope, nickname), agent.Key));
    }

    private async Task<Reply> DoAsync(Supervised agent, Func<IUserGrain, Task<ChatReply>> operation)
    {
        var reply = await operation(_grains.GetGrain<IUserGrain>(agent.AgentId));
        return reply.Refusal is { } why ? Reply.No(why) : Reply.Ok;
    }
}
