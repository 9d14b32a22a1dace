using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.People;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.Tests.Grains;

/// <summary>Who monitors whom belongs to the agent's user grain, and Intrude is judged by it.</summary>
public sealed class SupervisionGrainTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task Intrude_needs_the_monitoring_that_the_agents_user_grain_knows()
    {
        var (chatId, _) = await world.StartChatAsync();
        var agent = await world.OpenReadyDeskAsync("agent1");
        await agent.AcceptAsync(chatId);
        var supervisor = await world.OpenDeskAsync("supervisor1");

        Assert.Equal(Refusal.NotMonitoring, (await IntrudeAsync(chatId, "supervisor1", "agent1", "Coach")).Refusal);
        Assert.Equal(Refusal.NoGroupOfThatAgent, (await IntrudeAsync(chatId, "supervisor2", "agent1", "Coach")).Refusal);
        Assert.Null((await MonitorAsync("supervisor1", "agent1", SupervisorMode.Monitor, MonitoringScope.AllChats)).Refusal);
        await GrainWorld.DeactivateAsync(world.User("agent1"));         // the relationship survives a restart
        Assert.Null((await IntrudeAsync(chatId, "supervisor1", "agent1", null)).Refusal);

        var invited = await supervisor.NextStatusAsync(ParticipantState.Invited);
        Assert.Equal(SupervisorMode.Monitor, invited.Chat!.Mode);
        Assert.Equal(Refusal.NotInThisState, (await IntrudeAsync(chatId, "supervisor1", "agent1", null)).Refusal);
        await world.Chat(chatId).AcceptAsync(supervisor.UserId, null, 7);
        Assert.Equal(7, (await supervisor.NextStatusAsync(ParticipantState.Chatting)).ReferenceId);
        Assert.Equal(3, (await supervisor.NextAsync()).Chat!.Participants.Length);
        Assert.Equal("1 ParticipantJoined cleo, 2 ParticipantJoined agent1, 3 ParticipantJoined supervisor1", await supervisor.NextEntriesAsync());

        // The agent learns of the supervisor only when coached.
        await world.Chat(chatId).SwitchModeAsync(supervisor.UserId, SupervisorMode.Coach);
        var updated = await agent.NextAsync();
        Assert.Equal((NotificationKind.ParticipantsUpdated, 3), (updated.Kind, updated.Chat!.Participants.Length));
        Assert.Equal("3 ParticipantJoined supervisor1", await agent.NextEntriesAsync());

        await world.Chat(chatId).CompleteAsync(agent.UserId, null, null);
        await agent.NextStatusAsync(ParticipantState.Completed);
        Assert.Equal(NotificationKind.ParticipantsUpdated, (await supervisor.NextAsync()).Kind);
        Assert.Equal("4 ParticipantRejoined supervisor1", await supervisor.NextEntriesAsync());
        await supervisor.NextStatusAsync(ParticipantState.Revoked);
        await agent.CloseAsync();
        await supervisor.CloseAsync();
    }

    [Fact]
    public async Task A_monitoring_supervisor_is_invited_when_the_agent_accepts_and_NextChat_is_used_up()
    {
        var supervisor = await world.OpenDeskAsync("supervisor2");
        var agent = await world.OpenReadyDeskAsync("agent4");
        Assert.Null((await MonitorAsync("supervisor2", "agent4", SupervisorMode.Coach, MonitoringScope.NextChat)).Refusal);
        var (first, _) = await world.StartChatAsync();
        await agent.AcceptAsync(first);
        var invited = await supervisor.NextStatusAsync(ParticipantState.Invited);
        Assert.Equal((first, SupervisorMode.Coach), (invited.ChatId, invited.Chat!.Mode));
        Assert.Equal(Refusal.NotInThisState, (await world.User("agent4").CancelMonitoringAsync(Facts("supervisor2", "agent4"))).Refusal);

        await world.User("supervisor2").EndSessionAsync("");
        await world.User("supervisor2").WaitForTellingAsync();
        await supervisor.NextStatusAsync(ParticipantState.Revoked);
        await world.Chat(first).CompleteAsync(agent.UserId, null, null);
        await agent.NextStatusAsync(ParticipantState.Completed);
        await agent.CloseAsync();
        await supervisor.CloseAsync();
    }

    [Fact]
    public async Task An_agents_note_does_not_wait_for_monitors_whose_invitation_is_told_again_until_it_is_made()
    {
        var (chatId, _) = await world.StartChatAsync();
        var agent = await world.OpenReadyDeskAsync("agent3");
        await agent.AcceptAsync(chatId);
        var supervisor = await world.OpenDeskAsync("supervisor1");
        Assert.Null((await MonitorAsync("supervisor1", "agent3", SupervisorMode.Monitor, MonitoringScope.NextChat)).Refusal);
        var version = (await world.Journal.ReadHeadAsync($"chat/{chatId}", default))!.Version;
        world.Journal.BrokenStream = $"chat/{chatId}";
        await world.User("agent3").NoteChatAsync(new NoteChatRequest(chatId, ParticipantState.Chatting, ParticipantRole.Agent, 2, version + 1, false, JoinedNow: true));
        await world.User("agent3").WaitForTellingAsync();
        world.Journal.BrokenStream = null;
        Assert.Equal(Refusal.NotInThisState, (await world.User("agent3").CancelMonitoringAsync(Facts("supervisor1", "agent3"))).Refusal);
        await world.User("agent3").WaitForTellingAsync();
        Assert.Equal(chatId, (await supervisor.NextStatusAsync(ParticipantState.Invited)).ChatId);

        await world.Chat(chatId).CompleteAsync(agent.UserId, null, null);
        await agent.NextStatusAsync(ParticipantState.Completed);
        await supervisor.NextStatusAsync(ParticipantState.Revoked);
        await agent.CloseAsync();
        await supervisor.CloseAsync();
    }

    [Fact]
    public async Task Monitoring_ends_with_the_supervisors_session()
    {
        Assert.Null((await MonitorAsync("supervisor1", "agent5", SupervisorMode.BargeIn, MonitoringScope.AllChats)).Refusal);
        await world.User("supervisor1").EndSessionAsync("");
        await world.User("supervisor1").WaitForTellingAsync();
        Assert.Equal(Refusal.NotInThisState, (await world.User("agent5").CancelMonitoringAsync(Facts("supervisor1", "agent5"))).Refusal);
    }

    [Fact]
    public async Task Who_lost_the_right_while_their_request_was_on_its_way_is_out_of_the_chat()
    {
        var (chatId, _) = await world.StartChatAsync();
        var agent = await world.OpenReadyDeskAsync("agent1");
        await agent.AcceptAsync(chatId);
        var asked = Facts("supervisor2", "agent1") with { SupervisesAgent = true };    // as it was when they asked
        Assert.Null((await world.User("agent1").MonitorAsync(new MonitorRequest(asked, SupervisorMode.Monitor, MonitoringScope.AllChats, ""))).Refusal);
        Assert.Null((await world.User("agent1").IntrudeAsync(new IntrudeRequest(asked, agent.UserId, chatId, null))).Refusal);

        await world.Chat(chatId).WaitForTellingAsync();
        Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).AcceptAsync(asked.UserId, null, 1)).Refusal);
        Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).GetAsync(asked.UserId)).Refusal);
        await world.User("agent1").CancelMonitoringAsync(asked);
        await world.Chat(chatId).CompleteAsync(agent.UserId, null, null);
        await agent.NextStatusAsync(ParticipantState.Completed);
        await agent.CloseAsync();
    }

    [Fact]
    public async Task A_pending_invitation_survives_the_loss_of_something_else_and_ends_with_the_group_of_its_agent()
    {
        await ReviewAsync(world.People);
        var (chatId, _) = await world.StartChatAsync();
        var agent = await world.OpenReadyDeskAsync("agent4");
        await agent.AcceptAsync(chatId);
        var supervisor = await world.OpenDeskAsync("supervisor2");
        Assert.Null((await MonitorAsync("supervisor2", "agent4", SupervisorMode.Monitor, MonitoringScope.AllChats)).Refusal);
        Assert.Null((await IntrudeAsync(chatId, "supervisor2", "agent4", null)).Refusal);
        await supervisor.NextStatusAsync(ParticipantState.Invited);

        var usual = world.People;
        try
        {
            await ReviewAsync(Demo(static center => center.Groups[1].Agents.Remove("agent5")));
            Assert.Equal(ParticipantState.Invited, (await world.Chat(chatId).GetAsync(supervisor.UserId)).Chat!.State);
            await ReviewAsync(Demo(static center => center.Groups[1].Agents.Remove("agent4")));
            Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).GetAsync(supervisor.UserId)).Refusal);
        }
        finally
        {
            await ReviewAsync(usual);
        }

        await supervisor.NextStatusAsync(ParticipantState.Revoked);
        await world.Chat(chatId).CompleteAsync(agent.UserId, null, null);
        await agent.NextStatusAsync(ParticipantState.Completed);
        await agent.CloseAsync();
        await supervisor.CloseAsync();
    }

    [Fact]
    public async Task Who_is_no_agent_any_more_does_not_keep_an_offer_that_was_on_its_way()
    {
        var (chatId, hash) = await world.StartChatAsync();
        var usual = world.People;
        var userId = world.IdOf("agent2");
        world.InForce.Replace(Demo(static center => center.Users.Single(static u => u.UserName == "agent2").Roles[0] = "supervisor"));
        try
        {
            Assert.Null((await world.Chat(chatId).OfferAsync(userId, "agent2", "chat-in")).Refusal);
            await world.Chat(chatId).WaitForTellingAsync();
            Assert.Equal(Refusal.ChatUnknown, (await world.Chat(chatId).AcceptAsync(userId, null, 1)).Refusal);
        }
        finally
        {
            world.InForce.Replace(usual);
        }

        await world.Chat(chatId).CustomerCompleteAsync(hash);
    }

    private async Task ReviewAsync(PeopleDirectory people)
    {
        world.InForce.Replace(people);
        await world.Grains.GetGrain<IPeopleGrain>(IPeopleGrain.Key).ReviewAsync();
    }

    private static PeopleDirectory Demo(Action<ContactCenterSettings> change)
    {
        var settings = DemoPeople.Settings("-");
        change(settings.ContactCenters[0]);
        return PeopleDirectory.Build(settings).Directory!;
    }

    private Task<ChatReply> IntrudeAsync(string chatId, string supervisor, string agent, string? mode) =>
        world.User(agent).IntrudeAsync(new IntrudeRequest(Facts(supervisor, agent), world.IdOf(agent), chatId, mode));

    private Task<ChatReply> MonitorAsync(string supervisor, string agent, SupervisorMode mode, MonitoringScope scope) =>
        world.User(agent).MonitorAsync(new MonitorRequest(Facts(supervisor, agent), mode, scope, ""));

    private SupervisorFactsInfo Facts(string supervisor, string agent)
    {
        var facts = world.People.Facts(world.People.ByName(supervisor)!, world.IdOf(agent));
        return new SupervisorFactsInfo(facts.UserId, facts.UserName, facts.IsSupervisor, facts.AgentKnown, facts.SupervisesAgent);
    }
}
