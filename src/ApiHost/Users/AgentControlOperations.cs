using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Operations;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Users;

/// <summary>A supervisor or an administrator changes the state of an agent's channel (contract row 32). The agent alone is told.</summary>
internal sealed class AgentControlOperations(IGrainFactory grains, FeatureSettings features)
{
    private static readonly Reply FeatureOff = Reply.No(WireStatus.NoPermission, "The feature api-supervisor-agent-control is off.");
    private static readonly Reply NoSuchChannel = Reply.No(WireStatus.NotFound, "There is no such channel.");

    public FrozenDictionary<string, Operation<SupervisedChannel>> All { get; } = Enum.GetValues<ChannelOperation>()
        .ToFrozenDictionary(static o => o.ToString(), Operation<SupervisedChannel> (o) => _ => target => ChangeAsync(grains, features, target, o), StringComparer.Ordinal);

    /// <summary>These, and those of the monitoring: one resource has both.</summary>
    public FrozenDictionary<string, Operation<SupervisedChannel>> With(MonitoringOperations monitoring) =>
        All.Concat(monitoring.All.Select(static o => KeyValuePair.Create(o.Key, OfChat(o.Value)))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is asked before any parameter: administrators control states, and monitor nobody (decisions 12 and 38).</summary>
    public Refusal? RefusalOf(SupervisedChannel target, string operationName) => All.ContainsKey(operationName) ? target.Agent.ControlRefusal : target.Agent.Refusal;

    private static Operation<SupervisedChannel> OfChat(Operation<Supervised> operation) => parameters =>
    {
        var act = operation(parameters);
        return target => target.Channel == Channel.Chat ? act(target.Agent) : Task.FromResult(NoSuchChannel);
    };

    private static async Task<Reply> ChangeAsync(IGrainFactory grains, FeatureSettings features, SupervisedChannel target, ChannelOperation operation)
    {
        if (!features.SupervisorAgentControl)
        {
            return FeatureOff;
        }

        if (target.Channel != Channel.Chat)
        {
            return NoSuchChannel;
        }

        var agent = target.Agent;
        var reply = await grains.GetGrain<IUserGrain>(agent.AgentId).ControlChannelAsync(new ControlChannelRequest(agent.Facts, agent.IsByAdmin, operation), agent.Key);
        return reply.Refusal is { } why ? Reply.No(why) : Reply.Ok;
    }
}

/// <summary>A channel of the agent whom a supervisor or administrator named.</summary>
internal sealed record SupervisedChannel(Supervised Agent, string Channel);
