using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.ApiHost.Users;

/// <summary>A supervisor, and the agent whom they named.</summary>
internal sealed class Supervised(Login caller, string agentId, IdempotencyKey? key, IPeople people)
{
    private readonly SupervisorFacts _facts = people.Current.Facts(caller.Person, agentId);

    public bool IsByAdmin { get; } = caller.Person.Roles.HasFlag(Roles.Admin);

    public string AgentId => agentId;
    public string SupervisorId => caller.Person.UserId;

    /// <summary>The supervisor's key of this request; every operation passes it on.</summary>
    public RequestKey? Key => key?.By(SupervisorId);

    public SupervisorFactsInfo Facts => new(_facts.UserId, _facts.UserName, _facts.IsSupervisor, _facts.AgentKnown, _facts.SupervisesAgent);

    /// <summary>What is asked before any parameter, by the same rule that the grain asks again (decisions 10 and 12).</summary>
    public Refusal? Refusal => _facts.RefusalFor(agentId);

    /// <summary>The same for changing the agent's channel.</summary>
    public Refusal? ControlRefusal => new AgentControlFacts(_facts, IsByAdmin).RefusalFor(agentId);
}
