using OrleansChat.ApiHost.Logins;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.ApiHost.Users;

/// <summary>A supervisor, and the agent whom they named.</summary>
internal sealed class Supervised(Login caller, string agentId, PeopleDirectory people)
{
    private readonly SupervisorFacts _facts = people.Facts(caller.Person, agentId);

    public string AgentId => agentId;
    public string SupervisorId => caller.Person.UserId;

    public SupervisorFactsInfo Facts => new(_facts.UserId, _facts.UserName, _facts.IsSupervisor, _facts.AgentKnown, _facts.SupervisesAgent);

    /// <summary>What is asked before any parameter, by the same rule that the grain asks again (decisions 10 and 12).</summary>
    public Refusal? Refusal => _facts.RefusalFor(agentId);
}
