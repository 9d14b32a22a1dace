using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>What supervisors do in a chat and who can tell (decisions 1–17).</summary>
public class SupervisionTests
{
    private const string Served = """
        anna | starts | ok | anna
        bob  | joins  | ok | anna bob

        """;

    [Fact]
    public void Coach_is_heard_by_agents_and_never_by_the_customer() => ChatScript.Play(Served + """
        sue | joins as Coach    | ok      | bob:ParticipantJoined sue:Chatting
        sue | says to all       | ok      | bob:Text sue:Text
        sue | says to agents    | ok      | bob:Text sue:Text
        sue | shows to all      | ok      | bob:PushUrl sue:PushUrl
        sue | notes to all      | ok      | bob:CustomNotice sue:CustomNotice
        sue | types to all      | ok      | bob:TypingStarted sue:TypingStarted
        sue | leaves            | ok      | bob:ParticipantLeft sue:Completed
        """);

    [Fact]
    public void A_monitor_is_noticed_by_supervisors_only_whatever_they_do() => ChatScript.Play(Served + """
        sam | joins as Coach              | ok | bob sam
        sue | intrudes on bob as Monitor  | ok | sue:Invited
        sue | accepts                     | ok | sam:ParticipantJoined sue:Chatting
        sue | says to all                 | ok | sam:Text sue:Text
        sue | says to agents              | ok | sam:Text sue:Text
        sue | types to all                | ok | sam sue
        sue | stops to all                | ok | sam sue
        sue | leaves                      | ok | sam:ParticipantLeft sue:Completed
        """);

    [Fact]
    public void Who_barges_in_is_heard_by_all_and_may_speak_to_agents_alone() => ChatScript.Play(Served + """
        sue | joins as BargeIn  | ok | anna:ParticipantJoined bob:ParticipantJoined sue:Chatting
        sue | says to all       | ok | anna:Text bob:Text sue:Text
        sue | says to agents    | ok | bob:Text sue:Text
        sue | leaves            | ok | anna:ParticipantLeft bob:ParticipantLeft sue:Completed
        """);

    [Fact]
    [Shows("SwitchToMonitor")]
    public void Each_audience_reads_a_switch_truthfully() => ChatScript.Play(Served + """
        sam | joins as Monitor     | ok      | sam
        sue | joins as Monitor     | ok      | sam sue
        sue | switches to Monitor  | nothing
        sue | switches to Coach    | ok      | bob:ParticipantJoined sam:ParticipantRejoined sue:ParticipantRejoined
        sue | switches to Coach    | nothing
        sue | switches to BargeIn  | ok      | anna:ParticipantJoined bob:ParticipantRejoined sam:ParticipantRejoined sue:ParticipantRejoined
        sue | switches to BargeIn  | nothing
        sue | switches to Coach    | ok      | anna:ParticipantLeft bob:ParticipantRejoined sam:ParticipantRejoined sue:ParticipantRejoined
        sue | switches to Monitor  | ok      | bob:ParticipantLeft sam:ParticipantRejoined sue:ParticipantRejoined
        sue | switches to BargeIn  | ok      | anna:ParticipantJoined bob:ParticipantJoined sam:ParticipantRejoined sue:ParticipantRejoined
        sue | switches to Monitor  | ok      | anna:ParticipantLeft bob:ParticipantLeft sam:ParticipantRejoined sue:ParticipantRejoined
        """);

    [Fact]
    public void A_switch_is_for_supervisors_who_are_in_the_chat() => ChatScript.Play(Served + """
        bob | switches to Coach         | NotAllowed
        sue | switches to Coach         | ChatUnknown
        sue | intrudes on bob as Coach  | ok             | sue:Invited
        sue | switches to Monitor       | NotInThisState
        sue | switches to Coach         | NotInThisState
        sue | rejects                   | ok             | sue:Completed
        sue | switches to Coach         | ChatUnknown
        """);

    [Fact]
    public void A_switch_tells_its_supervisor_the_participants_first_then_the_rejoin_as_the_sample_shows()
    {
        var world = ChatScript.Play(Served + "sue | joins as Monitor | ok | sue");
        var participantId = world.Find("sue")!.ParticipantId;
        var told = world.Do(new ChatCommand.SwitchMode(Cast.Id("sue"), SupervisorMode.Coach)).ToldTo("sue");

        var chat = Assert.IsType<Notification.ParticipantsUpdated>(told[0]).Chat;
        Assert.Equal([("bob", Visibility.All), ("sue", Visibility.Agents), ("anna", Visibility.All)], chat.Participants.Select(static p => (p.Nickname, p.Visibility)));
        Assert.Equal(ParticipantState.Chatting, chat.State);

        var entry = Assert.Single(Assert.IsType<Notification.NewMessages>(told[1]).Entries);
        Assert.Equal((4, EntryKind.ParticipantRejoined, Visibility.All), (entry.Index, entry.Kind, entry.Visibility));
        Assert.Equal((Visibility.Agents, participantId), (entry.From.Visibility, entry.From.ParticipantId));
    }

    [Fact]
    public void Whoever_loses_sight_of_a_supervisor_is_not_told_of_the_new_visibility()
    {
        var world = ChatScript.Play(Served + """
            sue | joins as BargeIn     | ok | anna bob sue
            sue | switches to Monitor  | ok | anna bob sue
            """);
        Assert.All([Audience.Customer, Audience.Agent], audience =>
            Assert.Equal((EntryKind.ParticipantLeft, Visibility.All), (world.ReadAll(audience)[^1].Kind, world.ReadAll(audience)[^1].From.Visibility)));
    }

    [Fact]
    public void A_switch_never_widens_or_narrows_what_was_said_before()
    {
        var world = ChatScript.Play(Served + """
            sue | joins as Monitor     | ok | sue
            sue | says to all          | ok | sue
            sue | switches to BargeIn  | ok | anna bob sue
            """);
        Assert.DoesNotContain(world.ReadAll(Audience.Customer), static e => e.Kind == EntryKind.Text);
        ChatScript.PlayOn(world, """
            sue | says to all          | ok | anna bob sue
            sue | switches to Monitor  | ok | anna bob sue
            """);
        Assert.Single(world.ReadAll(Audience.Customer), static e => e.Kind == EntryKind.Text);
        Assert.Single(world.ReadAll(Audience.Agent), static e => e.Kind == EntryKind.Text);
    }

    [Fact]
    public void A_supervisor_who_comes_late_reads_the_whole_log_as_supervisors_see_it()
    {
        var world = ChatScript.Play(Served + """
            bob | says to agents    | ok | bob
            sam | joins as Monitor  | ok | sam
            sam | says to all       | ok | sam
            sue | joins as Coach    | ok | bob sam sue
            """);
        Assert.Equal([1, 2, 3, 4, 5, 6], world.ReadAll(Audience.Supervisor).Select(static e => e.Index));
        Assert.Equal([1, 2, 3, 4], world.ReadAll(Audience.Agent).Select(static e => e.Index));
        Assert.Equal([1, 2], world.ReadAll(Audience.Customer).Select(static e => e.Index));
    }

    [Fact]
    public void Coming_back_after_leaving_is_a_new_participant() => Assert.Equal(2, ChatScript.Play(Served + """
        sue | joins as Coach  | ok | bob sue
        sue | leaves          | ok | bob sue
        sue | joins as Coach  | ok | bob sue
        """).ReadAll(Audience.Agent).Where(static e => e.From.Nickname == "sue").Select(static e => e.From.ParticipantId).Distinct().Count());

    [Fact]
    public void A_rejected_supervision_asks_nobody_else_and_is_noticed_by_nobody() => ChatScript.Play(Served + """
        sam | joins as Monitor           | ok          | sam
        sue | intrudes on bob as BargeIn | ok          | sue:Invited
        sue | rejects                    | ok          | sue:Completed
        sue | intrudes on bob as BargeIn | ok          | sue:Invited
        """);

    [Fact]
    public void Who_monitors_an_agent_is_asked_into_the_chat_that_the_agent_accepts_or_joins_at_once() => ChatScript.Play(Served + """
        sue | enters as Monitor          | ok          | sue:Invited
        sue | enters as Monitor          | nothing
        sue | accepts                    | ok          | sue:Chatting
        sue | enters as Coach            | nothing
        sam | enters as Coach at-once    | ok          | bob:ParticipantJoined sue:ParticipantJoined sam:Chatting
        bob | leaves                     | ok          | anna bob:LeftChat sue:Revoked sam:Revoked
        sid | enters as Monitor          | nothing
        """);

    [Fact]
    public void Intrude_without_a_mode_takes_the_one_of_the_monitoring_and_a_given_mode_overrides_it()
    {
        var world = ChatScript.Play(Served);
        world.Do(new ChatCommand.Intrude(Cast.Facts("sue"), Cast.Id("bob"), SupervisionMode.None, Cast.Monitoring("sue", SupervisorMode.Coach, "Susan"), true));
        world.Do(new ChatCommand.Intrude(Cast.Facts("sam"), Cast.Id("bob"), SupervisionMode.Parse("BargeIn"), Cast.Monitoring("sam", SupervisorMode.Coach), true));
        Assert.Equal((SupervisorMode.Coach, "Susan"), (world.Find("sue")!.Mode, world.Find("sue")!.Nickname));
        Assert.Equal(SupervisorMode.BargeIn, world.Find("sam")!.Mode);
    }

    [Fact]
    public void Who_is_invited_sees_the_mode_and_accept_and_reject_and_no_participants()
    {
        var world = ChatScript.Play(Served);
        var told = world.Do(new ChatCommand.Intrude(Cast.Facts("sue"), Cast.Id("bob"), SupervisionMode.Parse("Monitor"), Cast.Monitoring("sue"), true)).ToldTo("sue");
        var chat = Assert.IsType<Notification.StatusChange>(Assert.Single(told)).Chat;
        Assert.Equal((ParticipantState.Invited, SupervisorMode.Monitor), (chat.State, chat.Mode));
        Assert.Equal([Capability.Accept, Capability.Reject], chat.Capabilities.AsEnumerable());
        Assert.Empty(chat.Participants);
        Assert.Empty(Transcript.ViewFor(world.Chat, Cast.Id("sue"))!.Participants);
    }

    [Fact]
    public void Supervision_moves_no_clock()
    {
        var world = ChatScript.Play(Served);
        var (waiting, due) = (world.Chat.WaitingSince, world.Chat.AnswerDue);
        ChatScript.PlayOn(world, """
            sue | joins as Coach       | ok | bob sue
            sue | switches to BargeIn  | ok | anna bob sue
            sue | leaves               | ok | anna bob sue
            """);
        Assert.Equal((waiting, due), (world.Chat.WaitingSince, world.Chat.AnswerDue));
    }

    [Fact]
    public void A_supervisor_who_loses_agents_stays_where_another_of_theirs_is_chatting_and_stays_invited_there() => ChatScript.Play("""
        anna | starts                      | ok | anna
        bob  | joins                       | ok | anna bob
        sue  | joins as Monitor            | ok | sue
        sam  | intrudes on bob as Coach    | ok | sam
        sue  | supervises only bob         | nothing
        sam  | supervises only ben bob     | nothing
        bob  | supervises only             | nothing
        ben  | supervises only             | nothing
        sue  | supervises only ben         | ok | sue:Completed
        sam  | supervises only             | ok | sam:Revoked
        """);

    [Fact]
    public void User_data_that_a_monitor_changes_is_seen_by_agents() => ChatScript.Play(Served + """
        sue | joins as Monitor  | ok | sue
        sue | sets Priority=1   | ok | bob:PropertiesUpdated sue:PropertiesUpdated
        """);
}
