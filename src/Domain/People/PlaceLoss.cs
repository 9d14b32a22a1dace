using OrleansChat.Domain.Chats;

namespace OrleansChat.Domain.People;

/// <summary>What the people in force leave of an open place in a chat.</summary>
public enum PlaceLoss
{
    /// <summary>All of it.</summary>
    None,

    /// <summary>Nothing: the person is not there any more, or is no agent any more whom a queue may choose, or nobody who may be asked by name.</summary>
    Gone,

    /// <summary>The supervisor does not supervise the agent they came for; whether they supervise another in the chat, the chat knows.</summary>
    Supervision,
}

/// <summary>The rule of <see cref="PlaceLoss"/>; the same that <see cref="Loss"/> makes of a change.</summary>
public static class PlaceLosses
{
    public static PlaceLoss Of(PeopleDirectory people, Participant place) => place switch
    {
        { IsOpen: false } => PlaceLoss.None,
        _ when people.ById(place.UserId) is null => PlaceLoss.Gone,
        { QueueName: not null } when people.AgentById(place.UserId) is null => PlaceLoss.Gone,
        { Role: ParticipantRole.Agent } when (people.ById(place.UserId)!.Roles & (Roles.Agent | Roles.Supervisor)) == 0 => PlaceLoss.Gone,
        { Role: ParticipantRole.Supervisor, AgentId: { } agentId } when !people.SupervisesAnyOf(place.UserId, [agentId]) => PlaceLoss.Supervision,
        _ => PlaceLoss.None,
    };
}
