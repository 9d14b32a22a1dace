using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Transfer into a queue, and queues that are asked for one of their agents (decisions 33 and 34).</summary>
public class QueueAskingTests
{
    [Fact]
    public void A_transfer_into_a_queue_is_done_at_once_and_the_customer_waits_on()
    {
        var world = ChatScript.Play("""
            anna  | starts                 | ok | anna
            bob   | joins                  | ok | anna bob
            bob   | consults ben           | ok | ben
            sue   | joins as Monitor       | ok | sue
            bob   | invites bea            | ok | bea
            bob   | transfers into help    | ok | anna:ParticipantLeft bob:Completed ben:Revoked sue:Revoked bea:Revoked
            anna  | says still here        | ok | anna
            queue | offers ben             | NotInThisState
            queue | offers ben from help   | ok | ben:Invited
            ben   | accepts                | ok | anna ben
            """);
        Assert.Equal("help", world.Chat.QueueName);
    }

    [Fact]
    public void A_queue_that_is_asked_offers_the_chat_to_one_agent_after_the_other()
    {
        var world = ChatScript.Play("""
            anna  | starts                 | ok | anna
            bob   | joins                  | ok | anna bob
            bob   | consults from help     | ok |
            bob   | invites from help      | NotInThisState
            queue | offers bea             | NotInThisState
            queue | offers bob from help   | NotInThisState
            queue | offers bea from help   | ok | bea:Invited
            queue | offers ben from help   | NotInThisState
            bea   | rejects                | ok | bea:Completed
            queue | offers ben from help   | ok | ben:Invited
            ben   | accepts                | ok | bob:ParticipantJoined ben:Chatting
            queue | offers bea from help   | NotInThisState
            """);
        Assert.Equal(Visibility.Agents, world.Find("ben")!.Visibility);
        Assert.Empty(world.Chat.Asks);
    }

    [Fact]
    public void A_queue_that_finds_nobody_in_time_is_an_error_and_its_offer_is_withdrawn() => ChatScript.Play("""
        anna  | starts                 | ok | anna
        bob   | joins                  | ok | anna bob
        bob   | invites from help      | ok |
        clock | waits 20               | nothing
        queue | offers ben from help   | ok | ben:Invited
        clock | waits 10               | ok | bob:Error ben:Revoked
        ben   | accepts                | ChatUnknown
        bob   | consults from help     | ok |
        queue | offers ben from help   | ok | ben:Invited
        bob   | cancels                | ok | ben:Revoked
        """);

    [Fact]
    public void The_queue_knows_since_when_and_whether_somebody_is_asked()
    {
        var world = ChatScript.Play("anna | starts | ok | anna");
        Assert.Equal(new QueueNote(ChatWorld.Start, false), QueueNote.Of(world.Chat, "chat-in"));
        ChatScript.PlayOn(world, """
            queue | offers bob          | ok | bob
            """);
        Assert.Equal(new QueueNote(ChatWorld.Start, true), QueueNote.Of(world.Chat, "chat-in"));
        world.Now = world.Now.AddSeconds(5);
        ChatScript.PlayOn(world, """
            bob   | accepts             | ok | anna bob
            bob   | invites from help   | ok |
            """);
        Assert.Equal(default, QueueNote.Of(world.Chat, "chat-in"));
        Assert.Equal(new QueueNote(ChatWorld.Start.AddSeconds(5), false), QueueNote.Of(world.Chat, "help"));
        Assert.Equal(["help", "chat-in"], QueueNote.QueuesOf(world.Chat));
    }

    [Fact]
    public void An_agent_who_does_not_take_what_a_queue_offers_has_declined_and_one_asked_by_name_has_not()
    {
        var world = ChatScript.Play("""
            anna  | starts                 | ok | anna
            bob   | joins                  | ok | anna bob
            bob   | invites from help      | ok |
            bob   | invites bea            | ok | bea
            queue | offers ben from help   | ok | ben
            """);
        Assert.True(Note("ben").Declined);
        Assert.False(Note("bea").Declined);

        UserNote Note(string name)
        {
            var fact = Assert.Single(world.Do(new ChatCommand.Reject(Cast.Id(name))).Facts);
            return Assert.Single(UserNote.Of(fact.Before, fact.Event, fact.After));
        }
    }
}
