using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>RemoveParticipantFromConference (contract row 18), numbers towards the customer, and texts that go before an act.</summary>
public class ConferenceTests
{
    [Fact]
    public void An_agent_removes_an_agent_or_a_consultant_and_the_rest_is_told() => ChatScript.Play("""
        anna | starts           | ok | anna
        bob  | joins            | ok | anna bob
        bob  | invites ben      | ok | ben
        ben  | accepts          | ok | anna bob ben
        bob  | consults bea     | ok | bea
        bea  | accepts          | ok | bob ben bea
        sue  | joins as Monitor | ok | sue
        bob  | removes bea      | ok | bob:ParticipantLeft ben:ParticipantLeft bea:Revoked sue:ParticipantLeft
        ben  | removes bob      | ok | anna:ParticipantLeft bob:Revoked ben:ParticipantLeft sue:ParticipantLeft
        bob  | says to all      | ChatUnknown
        bob  | leaves           | ChatUnknown
        """);

    [Fact]
    public void Refusals_come_in_order() => ChatScript.Play("""
        bob  | removes ben (unknown)  | TargetUnknown
        bob  | removes ben            | ChatUnknown
        anna | starts                 | ok | anna
        bob  | joins                  | ok | anna bob
        bob  | removes ben (unknown)  | TargetUnknown
        bob  | removes ben            | NotInThisState
        bob  | removes bob            | NotInThisState
        sue  | joins as Monitor       | ok | sue
        bob  | removes sue            | NotInThisState
        sue  | switches to Coach      | ok | bob sue
        bob  | removes sue            | NotAllowed
        sue  | switches to BargeIn    | ok | anna bob sue
        bob  | removes sue            | NotAllowed
        sue  | removes bob            | NotAllowed
        bob  | consults ben           | ok | ben
        ben  | removes bob            | NotAllowed
        bob  | removes ben            | NotInThisState
        ben  | accepts                | ok | bob sue ben
        ben  | removes bob            | NotAllowed
        bob  | leaves                 | ok | anna bob:LeftChat sue ben
        bob  | removes ben            | NotInThisState
        """);

    [Fact]
    public void The_customer_counts_only_whom_the_customer_saw()
    {
        var world = ChatScript.Play("""
            anna | starts           | ok | anna
            bob  | joins            | ok | anna bob
            bob  | consults ben     | ok | ben
            ben  | accepts          | ok | bob ben
            bob  | invites bea      | ok | bea
            bea  | accepts          | ok | anna bob ben bea
            bob  | transfers to ben | ok | anna bob ben bea
            """);
        Assert.Equal(["bea 3", "ben 4", "anna 1"], Transcript.Participants(world.Chat, Audience.Customer).Select(static p => $"{p.Nickname} {p.CustomerNumber}"));
        Assert.Equal(["1 ParticipantJoined anna", "2 ParticipantJoined bob", "3 ParticipantJoined bea", "4 ParticipantJoined ben", "5 ParticipantLeft bob"],
            world.ReadAll(Audience.Customer).Select(static e => $"{e.Index} {e.Kind} {e.From.Nickname}"));
    }

    [Fact]
    public void A_farewell_is_said_before_the_act_or_neither_happens() => ChatScript.Play("""
        anna | starts                       | ok | anna
        bob  | joins                        | ok | anna bob
        bob  | invites ben                  | ok | ben
        ben  | accepts                      | ok | anna bob ben
        bob  | types to all saying wait     | ok | anna:Text anna:TypingStarted bob:Text ben:Text
        bob  | stops to all saying so       | ok | anna:Text bob:Text ben:Text
        bob  | types to agents saying psst  | ok | bob:Text ben:Text ben:TypingStarted
        bob  | notes to agents saying this  | ok | bob:Text ben:CustomNotice
        bob  | shows to all saying look     | ok | anna:Text anna:PushUrl bob ben
        bob  | transfers to ben saying bye  | NotInThisState
        bob  | transfers to bea saying bye  | ok | anna:Text bob:Text ben:Text bea:Invited
        bob  | leaves saying bye            | ok | anna:Text anna:ParticipantLeft bob:Text bob:Completed ben:Text bea:Revoked
        ben  | removes bea saying out       | NotInThisState
        ben  | leaves saying good-bye       | ok | anna:Text anna:ParticipantLeft ben:Text ben:LeftChat
        ben  | completes saying too-late    | NotInThisState
        ben  | completes                    | ok | ben:Completed
        """);

    [Fact]
    public void A_farewell_is_no_wider_than_its_sender_and_counts_like_any_text()
    {
        ChatScript.Play("""
            anna | starts              | ok | anna
            bob  | joins               | ok | anna bob
            sue  | joins as Coach      | ok | bob sue
            sue  | leaves saying good  | ok | bob:Text sue:Completed
            sam  | joins as Monitor    | ok | sam
            sam  | leaves saying bye   | ok | sam:Text sam:Completed
            anna | says one            | ok | anna bob
            bob  | completes saying it | LimitExceeded
            bob  | completes           | ok | anna bob:Completed
            """, ChatLimits.Default with { EntriesMax = 3 });
        var world = ChatScript.Play("""
            anna | starts              | ok | anna
            bob  | joins               | ok | anna bob
            """);
        var step = world.Do(new ChatCommand.Leave(Cast.Id("bob"), new Farewell("bye", "Farewell")));
        Assert.Equal(["Said", "SessionEnded"], step.Facts.Select(static f => f.Event.GetType().Name));
        Assert.Equal(("bye", "Farewell"), (world.ReadAll(Audience.Customer)[^2].Text, world.ReadAll(Audience.Customer)[^2].MessageType));
    }
}
