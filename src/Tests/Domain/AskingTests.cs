using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Transfer, Invite and Consult by name (decisions 31, 33, 34): what becomes of them, who is told, who may.</summary>
public class AskingTests
{
    [Fact]
    public void A_transfer_leaves_the_chat_with_the_transferor_until_the_target_accepts() => ChatScript.Play("""
        anna | starts            | ok | anna
        bob  | joins             | ok | anna bob
        bob  | transfers to ben  | ok | ben:Invited
        anna | says hello?       | ok | anna bob
        bob  | says to all       | ok | anna bob
        ben  | accepts           | ok | anna:ParticipantJoined anna:ParticipantLeft bob:ParticipantJoined bob:Completed ben:Chatting ben:ParticipantLeft
        bob  | says to all       | ChatUnknown
        ben  | says to all       | ok | anna ben
        """);

    [Theory]
    [InlineData("ben | rejects | ok | ben:Completed bob:Error")]
    [InlineData("clock | waits 30 | ok | ben:Revoked bob:Error")]
    [InlineData("ben | logs out | ok | ben:Revoked bob:Error")]
    public void A_transfer_or_invitation_that_fails_is_an_error_to_who_asked_and_the_chat_stays_theirs(string fails)
    {
        foreach (var asks in new[] { "transfers to ben", "invites ben", "consults ben" })
        {
            ChatScript.Play($"""
                anna | starts      | ok | anna
                bob  | joins       | ok | anna bob
                bob  | {asks}      | ok | ben:Invited
                {fails}
                ben  | accepts     | ChatUnknown
                bob  | says to all | ok | anna bob
                bob  | {asks}      | ok | ben:Invited
                """);
        }
    }

    [Fact]
    public void An_invited_agent_joins_before_everybody_and_all_stay() => ChatScript.Play("""
        anna | starts      | ok | anna
        bob  | joins       | ok | anna bob
        sue  | joins as Monitor | ok | sue
        bob  | invites ben | ok | ben:Invited
        bob  | invites bea | ok | bea:Invited
        ben  | accepts     | ok | anna:ParticipantJoined bob:ParticipantJoined sue:ParticipantJoined ben:Chatting
        bea  | accepts     | ok | anna bob sue ben bea
        bob  | leaves      | ok | anna:ParticipantLeft bob:Completed sue ben:ParticipantLeft bea
        """);

    [Fact]
    public void A_consultant_is_seen_and_heard_by_agents_and_never_by_the_customer_until_lifted() => ChatScript.Play("""
        anna | starts         | ok | anna
        bob  | joins          | ok | anna bob
        bob  | consults ben   | ok | ben:Invited
        ben  | accepts        | ok | bob:ParticipantJoined ben:Chatting
        ben  | says to all    | ok | bob:Text ben:Text
        ben  | types to all   | ok | bob ben
        bob  | invites ben    | ok | anna:ParticipantJoined bob:ParticipantRejoined ben:ParticipantRejoined
        ben  | says to all    | ok | anna bob ben
        bob  | leaves         | ok | anna:ParticipantLeft bob:Completed ben
        """);

    [Fact]
    public void A_transfer_to_the_consultant_is_done_at_once() => ChatScript.Play("""
        anna | starts           | ok | anna
        bob  | joins            | ok | anna bob
        bob  | consults ben     | ok | ben:Invited
        ben  | accepts          | ok | bob ben
        bob  | transfers to ben | ok | anna:ParticipantJoined anna:ParticipantLeft bob:Completed ben:ParticipantRejoined ben:ParticipantLeft
        bob  | leaves           | ChatUnknown
        """);

    [Fact]
    public void The_chat_does_not_live_by_a_consultant_and_a_consultant_may_leave_at_any_time() => ChatScript.Play("""
        anna | starts         | ok | anna
        bob  | joins          | ok | anna bob
        bob  | consults ben   | ok | ben
        bob  | consults bea   | ok | bea
        ben  | accepts        | ok | bob ben
        bea  | accepts        | ok | bob ben bea
        ben  | leaves         | ok | bob:ParticipantLeft ben:Completed bea:ParticipantLeft
        bea  | completes      | NotAllowed
        bob  | leaves         | ok | anna:ParticipantLeft bob:LeftChat bea:Revoked
        """);

    [Fact]
    [Shows("CancelConsult")]
    public void CancelConsult_takes_back_every_consultation_that_nobody_accepted_and_tells_only_who_was_asked() => ChatScript.Play("""
        anna | starts         | ok | anna
        bob  | joins          | ok | anna bob
        bob  | cancels        | NotInThisState
        bob  | invites sue    | ok | sue:Invited
        bob  | consults ben   | ok | ben:Invited
        bob  | consults bea   | ok | bea:Invited
        bob  | cancels        | ok | ben:Revoked bea:Revoked
        bob  | cancels        | NotInThisState
        bob  | consults ben   | ok | ben
        ben  | accepts        | ok | bob ben
        bob  | cancels        | NotInThisState
        sue  | cancels        | NotInThisState
        sam  | cancels        | ChatUnknown
        """);

    [Fact]
    public void What_somebody_asked_for_is_withdrawn_when_they_go_however_they_go() => ChatScript.Play("""
        anna | starts           | ok | anna
        bob  | joins            | ok | anna bob
        ben  | joins            | ok | anna bob ben
        bob  | invites bea      | ok | bea
        bob  | leaves           | ok | anna bob:Completed ben bea:Revoked
        ben  | invites bob      | ok | bob
        bob  | accepts          | ok | anna bob ben
        bob  | consults bea     | ok | bea
        ben  | removes bob      | ok | anna bob:Revoked ben bea:Revoked
        ben  | transfers to bob | ok | bob
        ben  | transfers to bea | ok | bea
        bob  | accepts          | ok | anna bob ben:Completed bea:Revoked
        bob  | invites ben      | ok | ben
        bob  | leaves           | ok | anna bob:LeftChat ben:Revoked
        bob  | transfers to bea | ok | bea
        bob  | completes        | ok | bob:Completed bea:Revoked
        """);

    [Fact]
    public void Refusals_come_in_order() => ChatScript.Play("""
        bob  | transfers to ben (unknown) (away)  | TargetUnknown
        bob  | transfers to ben (away)            | ChatUnknown
        anna | starts                             | ok | anna
        bob  | invites ben (unknown)              | TargetUnknown
        bob  | invites ben                        | ChatUnknown
        queue | offers bob                        | ok | bob
        bob  | invites ben (unknown) (away)       | TargetUnknown
        bob  | invites ben (away)                 | NotInThisState
        bob  | transfers into chat-in             | NotInThisState
        bob  | accepts                            | ok | anna bob
        sue  | joins as Monitor                   | ok | sue
        sue  | invites sue (unknown)              | TargetUnknown
        sue  | invites sue (away)                 | NotAllowed
        sue  | consults ben                       | NotAllowed
        sue  | transfers to ben                   | NotAllowed
        sue  | transfers into chat-in             | NotAllowed
        bob  | invites bob (away)                 | NotInThisState
        bob  | invites ben (away)                 | TargetUnavailable
        bob  | invites ben                        | ok | ben
        bob  | consults ben                       | NotInThisState
        ben  | transfers to bea                   | NotInThisState
        ben  | accepts                            | ok | anna bob sue ben
        bob  | consults ben                       | NotInThisState
        ben  | invites bea                        | ok | bea
        bob  | invites bea                        | NotInThisState
        """);

    [Fact]
    public void Nobody_gives_a_newcomer_more_visibility_than_they_have() => ChatScript.Play("""
        anna | starts                  | ok | anna
        bob  | joins                   | ok | anna bob
        sue  | joins as Coach          | ok | bob sue
        sue  | invites ben             | NotAllowed
        sue  | transfers to ben        | NotAllowed
        sue  | consults ben            | ok | ben:Invited
        ben  | accepts                 | ok | bob sue ben
        ben  | invites bea             | NotAllowed
        ben  | consults bea            | ok | bea:Invited
        sue  | switches to BargeIn     | ok | anna bob sue ben
        sue  | invites ben             | ok | anna:ParticipantJoined bob sue ben
        sue  | transfers into chat-in  | NotAllowed
        sue  | transfers to sam        | ok | sam:Invited
        sam  | accepts                 | ok | anna:ParticipantJoined anna:ParticipantLeft bob sue:Completed ben sam:Chatting
        bob  | says to all             | ok | anna bob ben sam
        """);

    [Fact]
    public void Inviting_a_supervisor_looks_the_same_whether_or_not_they_are_inside()
    {
        foreach (var inside in new[] { "", "sue | joins as Monitor | ok | sue" })
        {
            ChatScript.Play($"""
                anna | starts         | ok | anna
                bob  | joins          | ok | anna bob
                {inside}
                bob  | removes sue    | NotInThisState
                bob  | invites sue (away) | TargetUnavailable
                bob  | invites sue    | ok |{(inside.Length > 0 ? "" : " sue:Invited")}
                bob  | invites sue    | NotInThisState
                bob  | consults sue   | NotInThisState
                clock | waits 30      | ok | bob:Error{(inside.Length > 0 ? "" : " sue:Revoked")}
                bob  | consults sue   | ok |{(inside.Length > 0 ? "" : " sue:Invited")}
                bob  | cancels        | ok |{(inside.Length > 0 ? "" : " sue:Revoked")}
                """);
        }
    }

    [Fact]
    public void Who_is_asked_while_inside_as_a_supervisor_is_invited_once_they_leave_and_answers_as_anybody() => ChatScript.Play("""
        anna | starts           | ok | anna
        bob  | joins            | ok | anna bob
        sue  | joins as Monitor | ok | sue
        bob  | invites sue      | ok |
        sue  | leaves           | ok | sue:Completed sue:Invited
        sue  | accepts          | ok | anna:ParticipantJoined bob:ParticipantJoined sue:Chatting
        sue  | switches to Coach | NotAllowed
        """);

    [Fact]
    public void Who_is_asked_while_inside_is_invited_once_they_have_given_their_own_place_away_too() => ChatScript.Play("""
        anna | starts               | ok | anna
        bob  | joins                | ok | anna bob
        sue  | joins as BargeIn     | ok | anna bob sue
        bob  | invites sue          | ok |
        sue  | transfers to ben     | ok | ben
        ben  | accepts              | ok | anna:ParticipantJoined anna:ParticipantLeft bob ben:Chatting sue:Completed sue:Invited
        sue  | accepts              | ok | anna:ParticipantJoined bob ben sue:Chatting
        sue  | leaves               | ok | anna:ParticipantLeft bob ben sue:Completed
        sue  | joins as BargeIn     | ok | anna bob ben sue
        bob  | consults bea         | ok | bea
        bea  | accepts              | ok | bob ben bea sue
        bob  | invites sue          | ok |
        sue  | transfers to bea     | ok | anna:ParticipantJoined anna:ParticipantLeft bob ben bea sue:Completed sue:Invited
        """);

    [Fact]
    public void An_asked_supervisor_who_rejects_their_own_intrusion_or_logs_out_has_answered()
    {
        ChatScript.Play("""
            anna | starts                     | ok | anna
            bob  | joins                      | ok | anna bob
            sue  | intrudes on bob as Monitor | ok | sue
            bob  | invites sue                | ok |
            sue  | rejects                    | ok | bob:Error sue:Completed
            sue  | joins as Monitor           | ok | sue
            bob  | invites sue                | ok |
            sue  | logs out                   | ok | bob:Error sue:Completed
            """);
    }

    [Fact]
    public void Everybody_asked_takes_a_place_and_supervisors_inside_none() => ChatScript.Play("""
        anna | starts           | ok | anna
        bob  | joins            | ok | anna bob
        sue  | joins as Monitor | ok | sue
        sam  | joins as Monitor | ok | sue sam
        bob  | invites sue      | ok |
        bob  | invites ben      | ok | ben
        bob  | invites bea      | LimitExceeded
        bob  | invites sam      | LimitExceeded
        bob  | consults from help | LimitExceeded
        ben  | rejects          | ok | ben bob:Error
        bob  | consults bea     | ok | bea
        """, ChatLimits.Default with { AgentsMax = 3 });

    [Fact]
    public void The_outcome_carries_the_number_of_the_asking_to_who_asked_and_to_nobody_else()
    {
        var world = ChatScript.Play("""
            anna | starts | ok | anna
            bob  | joins  | ok | anna bob
            """);
        Asks(7, static to => new ChatCommand.Invite(Cast.Id("bob"), to, ChatWorld.Start.AddSeconds(30)));
        var rejected = world.Do(new ChatCommand.Reject(Cast.Id("ben")));
        Assert.Equal((7, "The invitation was rejected."), Assert.IsType<Notification.Error>(Assert.Single(rejected.ToldTo("bob"))) is var error ? (error.ReferenceId!.Value, error.Message) : default);
        Assert.Equal(["bob", "anna"], ((Notification.Error)rejected.ToldTo("bob")[0]).Chat.Participants.Select(static p => p.Nickname));

        Asks(8, static to => new ChatCommand.Transfer(Cast.Id("bob"), to, ChatWorld.Start.AddSeconds(30)));
        var accepted = world.Do(new ChatCommand.Accept(Cast.Id("ben"), null, "00000000000000aa"), new Cause(Cast.Id("ben"), 3));
        Assert.Equal(["ParticipantsUpdated 8", "NewMessages 8", "StatusChange 8"], accepted.ToldTo("bob").Select(static n => $"{n.GetType().Name} {n.ReferenceId}"));
        Assert.Equal(["StatusChange 3", "ParticipantsUpdated 3", "History 3", "ParticipantsUpdated ", "NewMessages "], accepted.ToldTo("ben").Select(static n => $"{n.GetType().Name} {n.ReferenceId}"));

        void Asks(int reference, Func<Target, ChatCommand> command) => Assert.Null(world.Do(command(ScriptVerbs.ToUser("ben")), new Cause(Cast.Id("bob"), reference)).ToldTo("ben")[0].ReferenceId);
    }
}
