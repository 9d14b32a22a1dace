using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;
using static OrleansChat.Domain.Chats.Capability;

namespace OrleansChat.Tests.Domain;

/// <summary>Who accepts after the customer has gone joins nothing, and wraps up (decision 36); so a wrap-up can be handed over.</summary>
public class JoinFailedTests
{
    [Fact]
    public void Accept_after_the_customer_has_gone_fails_to_join_and_an_invitation_is_an_error_to_who_asked()
    {
        var world = ChatScript.Play("""
            anna  | starts               | ok | anna
            bob   | joins                | ok | anna bob
            sue   | intrudes on bob as Monitor | ok | sue
            bob   | invites ben          | ok | ben
            bob   | consults bea         | ok | bea
            anna  | completes            | ok | anna bob
            bob   | consults sam         | NotInThisState
            ben   | accepts              | ok | bob:Error ben:JoinFailed
            bea   | accepts              | ok | bob:Error bea:JoinFailed
            sue   | accepts              | ok | sue:Chatting
            ben   | accepts              | NotInThisState
            ben   | leaves               | NotInThisState
            ben   | says to all          | NotInThisState
            ben   | transfers to sid     | NotInThisState
            ben   | invites sid          | NotInThisState
            ben   | completes into chat-in | NotInThisState
            ben   | focuses              | ok |
            ben   | sets Done=1          | ok | bob:PropertiesUpdated sue:PropertiesUpdated ben:PropertiesUpdated bea:PropertiesUpdated
            bob   | leaves               | ok | anna bob:LeftChat sue:Revoked
            bea   | completes            | ok | bea:Completed
            ben   | completes            | ok | ben:Completed
            """);
        Assert.Equal((null, OrleansChat.Domain.Refusal.ChatUnknown), (Transcript.ViewFor(world.Chat, Cast.Id("ben")), Transcript.ReaderOf(world.Chat, Cast.Id("ben")).Refusal));
    }

    [Fact]
    public void It_lists_what_the_vendors_capture_lists_and_no_participants()
    {
        var world = ChatScript.Play("""
            anna  | starts               | ok | anna
            bob   | joins                | ok | anna bob
            bob   | transfers to ben     | ok | ben
            clock | misses the customer  | ok | anna bob
            """);
        var step = world.Do(new ChatCommand.Accept(Cast.Id("ben"), null, "00000000000000aa"), new Cause(Cast.Id("ben"), 9));
        var told = Assert.IsType<Notification.StatusChange>(Assert.Single(step.ToldTo("ben")));
        Assert.Equal(9, told.ReferenceId);
        Assert.Equal([SetInFocus, Complete, SetDisposition, AttachUserData, DeleteUserData, UpdateUserData], told.Chat.Capabilities.AsEnumerable());
        Assert.Empty(Transcript.ViewFor(world.Chat, Cast.Id("ben"))!.Participants);
        Assert.Equal(OrleansChat.Domain.Refusal.NotInThisState, Transcript.ReaderOf(world.Chat, Cast.Id("ben")).Refusal);
        Assert.Equal(ParticipantState.Completed, Assert.IsType<Notification.StatusChange>(Assert.Single(step.ToldTo("bob"))).Chat.State);
    }

    [Fact]
    public void Who_was_asked_in_beside_a_transfer_that_ends_the_session_is_told_of_the_end_once()
    {
        var world = ChatScript.Play("""
            anna  | starts               | ok | anna
            bob   | joins                | ok | anna bob
            bob   | transfers to ben     | ok | ben
            bob   | transfers to bea     | ok | bea
            clock | misses the customer  | ok | anna bob
            """);
        var step = world.Do(new ChatCommand.Accept(Cast.Id("ben"), null, "00000000000000aa"), new Cause(Cast.Id("ben"), 9));
        Assert.Equal(ParticipantState.Revoked, Assert.IsType<Notification.StatusChange>(Assert.Single(step.ToldTo("bea"))).Chat.State);
    }

    [Fact]
    public void A_wrap_up_is_handed_over_to_a_user() => ChatScript.Play("""
        anna | starts           | ok | anna
        bob  | joins            | ok | anna bob
        bob  | leaves           | ok | anna bob:LeftChat
        bob  | invites ben      | NotInThisState
        bob  | transfers to ben | ok | ben:Invited
        bob  | sets Done=1      | ok | bob ben
        ben  | rejects          | ok | bob:Error ben:Completed
        bob  | transfers to ben | ok | ben:Invited
        ben  | accepts          | ok | bob:Completed ben:JoinFailed
        ben  | completes        | ok | ben:Completed
        """);

    [Fact]
    public void A_wrap_up_is_handed_over_to_a_queue()
    {
        var world = ChatScript.Play("""
            anna  | starts                 | ok | anna
            bob   | joins                  | ok | anna bob
            bob   | leaves                 | ok | anna bob:LeftChat
            bob   | transfers into help    | ok | bob:Completed
            anna  | says still here?       | NotInThisState
            clock | misses the customer    | nothing
            queue | offers ben from help   | ok | ben:Invited
            ben   | rejects                | ok | ben:Completed
            queue | offers bea from help   | ok | bea:Invited
            bea   | accepts                | ok | bea:JoinFailed
            queue | offers ben from help   | NotInThisState
            """);
        Assert.False(world.Chat.IsOver);
        Assert.Equal(CustomerChatState.Idle, Transcript.ViewForCustomer(world.Chat).State);
        ChatScript.PlayOn(world, "bea | completes | ok | bea:Completed");
        Assert.True(world.Chat.IsOver);
    }

    [Fact]
    public void Handing_over_a_chat_whose_customer_has_gone_ends_it_for_the_others_when_nobody_else_serves() => ChatScript.Play("""
        anna  | starts               | ok | anna
        bob   | joins                | ok | anna bob
        sue   | joins as BargeIn     | ok | anna bob sue
        clock | misses the customer  | ok | anna bob sue
        bob   | transfers to ben     | ok | ben
        ben   | accepts              | ok | anna bob:Completed sue:Revoked ben:JoinFailed
        """);
}
