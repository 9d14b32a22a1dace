using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>A chat from its start to its end, and offers on the way (decisions 24, 27, 28, 31, 32, 40, 42).</summary>
public class ChatLifeTests
{
    [Fact]
    public void A_chat_is_asked_for_offered_accepted_talked_in_left_and_completed() => ChatScript.Play("""
        anna  | starts            | ok             | anna:ParticipantJoined
        anna  | says hello        | ok             | anna:Text
        queue | offers bob        | ok             | bob:Invited
        bob   | says to all       | NotInThisState
        bob   | accepts as Bob    | ok             | anna:ParticipantJoined bob:Chatting
        bob   | says to all       | ok             | anna:Text bob:Text
        anna  | types             | ok             | anna:TypingStarted bob:TypingStarted
        anna  | says thanks       | ok             | anna:Text bob:Text
        bob   | says to agents    | ok             | bob:Text
        bob   | shows to all      | ok             | anna:PushUrl bob:PushUrl
        bob   | notes to agents   | ok             | bob:CustomNotice
        bob   | sets Reason=Bill  | ok             | bob:PropertiesUpdated
        bob   | leaves            | ok             | anna:ParticipantLeft bob:LeftChat
        anna  | says hello?       | NotInThisState
        bob   | says to all       | NotInThisState
        bob   | sets Done=1       | ok             | bob:PropertiesUpdated
        bob   | completes         | ok             | bob:Completed
        bob   | completes         | ChatUnknown
        """);

    [Fact]
    public void Starting_again_with_the_same_handle_is_already_so_and_with_another_the_chat_is_unknown() => ChatScript.Play("""
        anna     | starts               | ok          | anna
        anna     | starts               | nothing
        anna     | starts other-handle  | ChatUnknown
        stranger | says                 | ChatUnknown
        """);

    [Fact]
    public void Nothing_is_known_of_a_chat_that_was_not_started() => ChatScript.Play("""
        anna  | says hello             | ChatUnknown
        anna  | completes              | ChatUnknown
        queue | offers bob             | ChatUnknown
        bob   | accepts                | ChatUnknown
        bob   | says to all            | ChatUnknown
        sue   | intrudes on bob        | ChatUnknown
        sue   | enters as Monitor      | ChatUnknown
        bob   | logs out               | nothing
        clock | waits 60               | nothing
        """);

    [Fact]
    public void Only_a_waiting_chat_that_nobody_is_asked_about_can_be_offered() => ChatScript.Play("""
        anna  | starts      | ok             | anna
        queue | offers bob  | ok             | bob
        queue | offers bob  | NotInThisState
        queue | offers ben  | NotInThisState
        bob   | accepts     | ok             | anna bob
        queue | offers ben  | NotInThisState
        """);

    [Fact]
    public void A_rejected_offer_ends_for_its_agent_and_the_chat_can_be_offered_on() => ChatScript.Play("""
        anna  | starts      | ok             | anna
        queue | offers bob  | ok             | bob:Invited
        bob   | rejects     | ok             | bob:Completed
        bob   | accepts     | ChatUnknown
        queue | offers ben  | ok             | ben:Invited
        ben   | accepts     | ok             | anna:ParticipantJoined ben:Chatting
        ben   | rejects     | NotInThisState
        ben   | accepts     | NotInThisState
        """);

    [Fact]
    public void An_offer_that_is_not_answered_in_time_is_revoked_and_the_chat_can_be_offered_on() => ChatScript.Play("""
        anna  | starts      | ok             | anna
        queue | offers bob  | ok             | bob:Invited
        clock | waits 29    | nothing
        clock | waits 1     | ok             | bob:Revoked
        bob   | accepts     | ChatUnknown
        queue | offers bob  | ok             | bob:Invited
        bob   | accepts     | ok             | anna bob
        clock | waits 60    | nothing
        """);

    [Fact]
    public void A_supervisor_may_take_any_time_to_answer() => ChatScript.Play("""
        anna  | starts                      | ok       | anna
        bob   | joins                       | ok       | anna bob
        sue   | intrudes on bob as Monitor  | ok       | sue:Invited
        clock | waits 3600                  | nothing
        sue   | accepts                     | ok       | sue:Chatting
        """);

    [Fact]
    public void The_customer_may_end_a_chat_that_waits_and_its_offer_is_revoked()
    {
        var world = ChatScript.Play("""
            anna  | starts      | ok             | anna
            queue | offers bob  | ok             | bob:Invited
            anna  | completes   | ok             | anna:ParticipantLeft bob:Revoked
            anna  | completes   | NotInThisState
            bob   | accepts     | ChatUnknown
            """);
        Assert.True(world.Chat.IsOver);
        Assert.Equal(CustomerChatState.Idle, Transcript.ViewForCustomer(world.Chat).State);
    }

    [Fact]
    public void A_customer_who_is_silent_while_waiting_is_gone_and_so_is_the_offer() => ChatScript.Play("""
        anna  | starts               | ok          | anna
        queue | offers bob           | ok          | bob:Invited
        clock | misses the customer  | ok          | anna:ParticipantLeft bob:Revoked
        clock | misses the customer  | nothing
        """);

    [Fact]
    public void When_the_customer_goes_while_chatting_the_agent_stays_and_ends_the_chat()
    {
        var world = ChatScript.Play("""
            anna  | starts               | ok             | anna
            bob   | joins                | ok             | anna bob
            sue   | joins as Coach       | ok             | bob sue
            clock | misses the customer  | ok             | anna:ParticipantLeft bob:ParticipantLeft sue:ParticipantLeft
            clock | misses the customer  | nothing
            bob   | says to agents       | ok             | bob:Text sue:Text
            bob   | leaves               | ok             | anna:ParticipantLeft bob:LeftChat sue:Revoked
            bob   | completes            | ok             | bob:Completed
            """);
        Assert.True(world.Chat.IsOver);
    }

    [Fact]
    public void Ending_the_contact_centre_session_moves_offers_on_leaves_supervised_chats_and_keeps_open_ones() => ChatScript.Play("""
        anna  | starts                      | ok             | anna
        queue | offers ben                  | ok             | ben:Invited
        ben   | logs out                    | ok             | ben:Revoked
        bob   | joins                       | ok             | anna bob
        bob   | logs out                    | nothing
        sue   | joins as BargeIn            | ok             | anna bob sue
        sue   | logs out                    | ok             | anna:ParticipantLeft bob:ParticipantLeft sue:Completed
        sam   | intrudes on bob as Coach    | ok             | sam:Invited
        sam   | logs out                    | ok             | sam:Revoked
        bea   | logs out                    | nothing
        """);

    [Fact]
    public void The_log_is_for_who_chats_or_wraps_up_not_yet_for_who_is_invited_and_unknown_to_others()
    {
        var world = ChatScript.Play("""
            anna  | starts                      | ok | anna
            bob   | joins                       | ok | anna bob
            sue   | joins as Coach              | ok | bob sue
            sam   | intrudes on bob as Monitor  | ok | sam
            """);
        (Audience, Refusal?) Reader(string name) => Transcript.ReaderOf(world.Chat, Cast.Id(name));
        Assert.Equal((Audience.Agent, null), Reader("bob"));
        Assert.Equal((Audience.Supervisor, null), Reader("sue"));
        Assert.Equal(Refusal.NotInThisState, Reader("sam").Item2);
        Assert.Equal(Refusal.ChatUnknown, Reader("ben").Item2);
        ChatScript.PlayOn(world, "bob | leaves | ok | anna bob sue sam");
        Assert.Equal((Audience.Agent, null), Reader("bob"));
        Assert.Equal(Refusal.ChatUnknown, Reader("sue").Item2);
    }

    [Fact]
    [Shows("SetInFocus")]
    public void Looking_at_a_chat_is_recorded_and_told_to_nobody()
    {
        var world = ChatScript.Play("""
            anna  | starts      | ok             | anna
            queue | offers bob  | ok             | bob
            bob   | focuses     | NotInThisState
            bob   | accepts     | ok             | anna bob
            bob   | focuses     | ok             |
            ben   | focuses     | ChatUnknown
            """);
        Assert.Equal(Cast.Id("bob"), Assert.IsType<ChatEvent.InFocus>(world.Journal[^1]).UserId);
    }

    [Fact]
    public void The_nickname_is_the_one_accepted_with_else_that_of_the_monitoring_else_the_user_name()
    {
        var world = ChatScript.Play("""
            anna  | starts          | ok | anna
            queue | offers bob      | ok | bob
            bob   | accepts as Bobby| ok | anna bob
            """);
        world.Do(new ChatCommand.InviteMonitor(Cast.Id("sue"), "sue", Cast.Id("bob"), SupervisorMode.BargeIn, "Susan", null));
        world.Do(new ChatCommand.Accept(Cast.Id("sue"), "", "00000000000000aa"));
        world.Do(new ChatCommand.InviteMonitor(Cast.Id("sam"), "sam", Cast.Id("bob"), SupervisorMode.BargeIn, "", null));
        world.Do(new ChatCommand.Accept(Cast.Id("sam"), null, "00000000000000ab"));
        Assert.Equal(["Bobby", "Susan", "sam", "anna"], Transcript.Participants(world.Chat, Audience.Customer).Select(static p => p.Nickname));
    }

    [Fact]
    [Shows("Accept")]
    public void Accept_tells_the_new_state_then_the_participants_then_the_log_up_to_ones_own_join_all_with_the_reference()
    {
        var world = ChatScript.Play("""
            anna  | starts      | ok | anna
            anna  | says hello  | ok | anna
            queue | offers bob  | ok | bob
            """);
        var told = world.Do(new ChatCommand.Accept(Cast.Id("bob"), "bob", "00000000000000aa"), new Cause(Cast.Id("bob"), 13)).ToldTo("bob");
        Assert.Collection(told,
            first => Assert.Empty(Assert.IsType<Notification.StatusChange>(first).Chat.Participants),
            second => Assert.Equal(["bob", "anna"], Assert.IsType<Notification.ParticipantsUpdated>(second).Chat.Participants.Select(static p => p.Nickname)),
            third => Assert.Equal(3, Assert.IsType<Notification.History>(third).ThroughIndex));
        Assert.All(told, static n => Assert.Equal(13, n.ReferenceId));
    }

    [Fact]
    public void A_reference_is_told_to_its_caller_only()
    {
        var world = ChatScript.Play("""
            anna | starts | ok | anna
            bob  | joins  | ok | anna bob
            ben  | joins  | ok | anna bob ben
            """);
        var step = world.Fold(new ChatEvent.UserDataChanged(Cast.Id("bob"), [], [], world.Now) { Cause = new Cause(Cast.Id("bob"), 7) });
        Assert.Equal(7, Assert.Single(step.ToldTo("bob")).ReferenceId);
        Assert.Null(Assert.Single(step.ToldTo("ben")).ReferenceId);
    }

    [Fact]
    public void The_customer_reads_for_24_hours_after_the_end_and_then_finds_nothing()
    {
        var world = ChatScript.Play("""
            anna  | starts | ok | anna
            bob   | joins  | ok | anna bob
            bob   | leaves | ok | anna bob
            """);
        Assert.True(Transcript.IsCustomer(world.Chat, Cast.Handle, world.Now + TimeSpan.FromHours(24) - TimeSpan.FromTicks(1)));
        Assert.False(Transcript.IsCustomer(world.Chat, Cast.Handle, world.Now + TimeSpan.FromHours(24)));
        world.Now += TimeSpan.FromHours(24);
        ChatScript.PlayOn(world, "anna | says hello | ChatUnknown");
    }
}
