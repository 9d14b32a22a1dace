using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Chats;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Users;

/// <summary>A supervisor enters a chat that an agent is handling right now (contract row 27, decision 10).</summary>
internal sealed class IntrudeOperation
{
    private const string Mode = "supervisorVisibilityMode";

    private readonly IGrainFactory _grains;
    private readonly OwnReads _ownReads;

    public IntrudeOperation(IGrainFactory grains, OwnReads ownReads)
    {
        (_grains, _ownReads) = (grains, ownReads);
        All = new Dictionary<string, Operation<SupervisedChat>>(StringComparer.Ordinal) { ["Intrude"] = Intrude }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public FrozenDictionary<string, Operation<SupervisedChat>> All { get; }

    private Func<SupervisedChat, Task<Reply>> Intrude(Parameters p)
    {
        var word = p.OptionalWord(Mode);
        if (SupervisionMode.Parse(word).IsUnknown)
        {
            p.Bad(Mode, "must be Monitor, Coach or BargeIn");
        }

        return target => IntrudeAsync(target, word);
    }

    private async Task<Reply> IntrudeAsync(SupervisedChat target, string? mode)
    {
        if (!ChatId.IsWellFormed(target.ChatId))
        {
            return Reply.No(Refusal.ChatUnknown);
        }

        var agent = target.Agent;
        var reply = await _grains.GetGrain<IUserGrain>(agent.AgentId).IntrudeAsync(new IntrudeRequest(agent.Facts, agent.AgentId, target.ChatId, mode), agent.Key);
        if (reply.Refusal is { } why)
        {
            return Reply.No(why);
        }

        await _ownReads.WaitAsync(agent.SupervisorId, target.ChatId, reply);
        return Reply.Ok;
    }
}

/// <summary>A chat of the agent whom a supervisor named.</summary>
internal sealed record SupervisedChat(Supervised Agent, string ChatId);
