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

    private static string IdOf(string user) => PeopleDirectory.UserIdOf(DemoPeople.ContactCenterId, user);
}
