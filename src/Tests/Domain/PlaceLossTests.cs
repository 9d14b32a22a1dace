using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;

namespace OrleansChat.Tests.Domain;

/// <summary>What the people in force leave of a place in a chat. The demonstration's supervisor2 supervises agent4 and not agent1.</summary>
public class PlaceLossTests
{
    private static readonly PeopleDirectory Demo = PeopleDirectory.Build(DemoPeople.Settings("hash")).Directory!;

    [Theory]
    [InlineData("agent1", ParticipantRole.Agent, ParticipantState.Chatting, null, PlaceLoss.None)]
    [InlineData("nobody", ParticipantRole.Agent, ParticipantState.Invited, null, PlaceLoss.Gone)]
    [InlineData("nobody", ParticipantRole.Agent, ParticipantState.Completed, null, PlaceLoss.None)]
    [InlineData("nobody", ParticipantRole.Supervisor, ParticipantState.Chatting, "agent1", PlaceLoss.Gone)]
    [InlineData("supervisor1", ParticipantRole.Supervisor, ParticipantState.Invited, "agent1", PlaceLoss.None)]
    [InlineData("supervisor2", ParticipantRole.Supervisor, ParticipantState.Invited, "agent1", PlaceLoss.Supervision)]
    [InlineData("supervisor2", ParticipantRole.Supervisor, ParticipantState.Chatting, "agent1", PlaceLoss.Supervision)]
    [InlineData("supervisor2", ParticipantRole.Supervisor, ParticipantState.Completed, "agent1", PlaceLoss.None)]
    public void A_place_is_lost_with_the_person_or_with_the_supervision(string user, ParticipantRole role, ParticipantState state, string? agent, PlaceLoss expected)
    {
        var place = new Participant(IdOf(user), user, role, state, InvitationSource.Intrude, AgentId: agent is null ? null : IdOf(agent));
        Assert.Equal(expected, PlaceLosses.Of(Demo, place));
    }

    [Theory]
    [InlineData("agent1", "chat-in", PlaceLoss.None)]
    [InlineData("supervisor1", "chat-in", PlaceLoss.Gone)]
    [InlineData("admin", "chat-in", PlaceLoss.Gone)]
    [InlineData("supervisor1", null, PlaceLoss.None)]
    [InlineData("admin", null, PlaceLoss.Gone)]
    public void Whom_a_queue_chose_is_an_agent_and_who_was_asked_by_name_one_who_may_be(string user, string? queue, PlaceLoss expected) =>
        Assert.Equal(expected, PlaceLosses.Of(Demo, new Participant(IdOf(user), user, ParticipantRole.Agent, ParticipantState.Invited, InvitationSource.Routing, QueueName: queue)));

    private static string IdOf(string user) => PeopleDirectory.UserIdOf(DemoPeople.ContactCenterId, user);
}
