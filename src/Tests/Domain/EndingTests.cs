using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Leave and Complete: by one's own act Completed, by another's or the chat's end Revoked (decisions 16, 24, 35).</summary>
public class EndingTests
{
    private const string Conference = """
        anna | starts            | ok | anna
        bob  | joins             | ok | anna bob
        ben  | joins             | ok | anna bob ben
        sue  | joins as Monitor  | ok | sue
        sam  | joins as BargeIn  | ok | anna bob ben sue sam

        """;

    [Fact]
    [Shows("Leave")]
    public void Leaving_a_conference_completes_it_for_the_leaver_and_supervisors_stay() => ChatScript.Play(Conference + """
        bob  | leaves         | ok          | anna:ParticipantLeft ben:ParticipantLeft bob:Completed sue:ParticipantLeft sam:ParticipantLeft
        bob  | says to all    | ChatUnknown
        ben  | says to all    | ok          | anna ben sue sam
        """);

    [Fact]
    public void The_only_agent_who_leaves_keeps_the_chat_for_wrap_up_whatever_supervisors_are_in_it() => ChatScript.Play(Conference + """
        bob  | leaves                   | ok             | anna ben bob sue sam
        sid  | intrudes on ben as Coach | ok             | sid:Invited
        ben  | leaves                   | ok             | anna:ParticipantLeft ben:LeftChat sue:Revoked sam:Revoked sid:Revoked
        sue  | says to all              | ChatUnknown
        sid  | accepts                  | ChatUnknown
        ben  | leaves                   | NotInThisState
        ben  | completes                | ok             | ben:Completed
        """);

    [Fact]
    [Shows("Complete")]
    public void Completing_ends_the_session_for_all() => ChatScript.Play(Conference + """
        ben  | completes      | ok             | anna:ParticipantLeft ben:Completed bob:Revoked sue:Revoked sam:Revoked
        bob  | completes      | ChatUnknown
        anna | says hello     | NotInThisState
        sue  | leaves         | ChatUnknown
        """);

    [Fact]
    public void A_supervisor_may_leave_and_cannot_complete() => ChatScript.Play(Conference + """
        sam  | completes              | NotAllowed
        sam  | completes into chat-in | NotAllowed
        sam  | leaves                 | ok           | anna:ParticipantLeft bob ben sue:ParticipantLeft sam:Completed
        sue  | leaves                 | ok           | sue:Completed
        """);

    [Fact]
    public void Completing_into_a_queue_keeps_the_customer_waiting_and_revokes_everybody_else()
    {
        var world = ChatScript.Play(Conference + """
            bob   | completes into nowhere  | QueueUnknown
            bob   | completes into chat-in  | ok             | anna:ParticipantLeft bob:Completed ben:Revoked sue:Revoked sam:Revoked
            anna  | says hello?             | ok             | anna:Text
            """);
        Assert.Equal(CustomerChatState.WaitingForAgent, Transcript.ViewForCustomer(world.Chat).State);
        ChatScript.PlayOn(world, """
            queue | offers bea              | ok             | bea:Invited
            bea   | accepts                 | ok             | anna:ParticipantJoined bea:Chatting
            """);
        Assert.Equal(world.ReadAll(Audience.Agent).Length, world.Chat.LastIndex(Audience.Agent));
    }

    [Fact]
    public void The_agent_who_placed_the_chat_in_a_queue_can_be_offered_it_again_and_is_then_somebody_new_in_it()
    {
        var world = ChatScript.Play("""
            anna  | starts                  | ok | anna
            bob   | joins                   | ok | anna bob
            """);
        var first = world.Find("bob")!.ParticipantId;
        ChatScript.PlayOn(world, """
            bob   | completes into chat-in  | ok | anna bob:Completed
            queue | offers bob              | ok | bob:Invited
            bob   | accepts                 | ok | anna bob:Chatting
            """);
        Assert.NotEqual(first, world.Find("bob")!.ParticipantId);
        Assert.Equal([1, 2, 3], world.ReadAll(Audience.Customer).Select(static e => e.From.CustomerNumber).Distinct());
    }

    [Fact]
    public void Wrap_up_may_be_placed_in_a_queue_as_it_may_be_transferred_to_one() => ChatScript.Play("""
        anna | starts                  | ok             | anna
        bob  | joins                   | ok             | anna bob
        bob  | leaves                  | ok             | anna bob
        bob  | completes into chat-in  | ok             | bob:Completed
        bob  | completes               | ChatUnknown
        queue | offers ben             | ok             | ben:Invited
        ben  | accepts                 | ok             | ben:JoinFailed
        """);

    [Fact]
    public void A_chat_whose_customer_has_gone_may_be_placed_in_a_queue_like_wrap_up() => ChatScript.Play("""
        anna  | starts                 | ok | anna
        bob   | joins                  | ok | anna bob
        clock | misses the customer    | ok | anna bob
        bob   | completes into chat-in | ok | anna bob:Completed
        queue | offers ben             | ok | ben:Invited
        """);

    [Fact]
    public void Who_completes_is_told_one_final_state_and_who_leaves_alone_the_state_first_then_what_changed()
    {
        var world = ChatScript.Play("""
            anna | starts           | ok | anna
            bob  | joins            | ok | anna bob
            sue  | joins as BargeIn | ok | anna bob sue
            """);
        var left = world.Do(new ChatCommand.Leave(Cast.Id("bob")));
        Assert.Collection(left.ToldTo("bob"),
            state => Assert.Equal(ParticipantState.LeftChat, Assert.IsType<Notification.StatusChange>(state).Chat.State),
            people => Assert.Empty(Assert.IsType<Notification.ParticipantsUpdated>(people).Chat.Participants),
            news => Assert.Equal(2, Assert.IsType<Notification.NewMessages>(news).Entries.Length));
        Assert.Equal(ParticipantState.Revoked, Assert.IsType<Notification.StatusChange>(Assert.Single(left.ToldTo("sue"))).Chat.State);

        var done = world.Do(new ChatCommand.Complete(Cast.Id("bob"), null, false));
        Assert.Empty(Assert.IsType<Notification.StatusChange>(Assert.Single(done.ToldTo("bob"))).Chat.Capabilities);
    }

    /// <summary>The user's grain tells of a log-out again when it does not know that it has, after a crash.</summary>
    [Fact]
    public void A_log_out_that_is_told_again_leaves_the_offer_of_the_next_session_alone()
    {
        var world = ChatScript.Play("anna | starts | ok | anna\nqueue | offers bob | ok | bob:Invited");
        var ended = new ChatCommand.UserGone(Cast.Id("bob"), InvitedVersion: world.Find("bob")!.InvitedVersion);
        Assert.Null(world.Do(ended).Refusal);
        Assert.Equal(ParticipantState.Revoked, world.Find("bob")!.State);
        ChatScript.PlayOn(world, "queue | offers bob | ok | bob:Invited");
        Assert.True(world.Do(ended).IsNothing);
        Assert.Equal(ParticipantState.Invited, world.Find("bob")!.State);
    }
}
