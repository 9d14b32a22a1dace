using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Coming ends, so that the log ends; going does not; and nobody is refused for what is hidden from them (decisions 8 and 25).</summary>
public class ComingLimitTests
{
    [Fact]
    public void A_supervisor_comes_and_switches_so_often_and_always_leaves() => ChatScript.Play("""
        anna | starts                      | ok            | anna
        bob  | joins                       | ok            | anna bob
        sue  | joins as Monitor            | ok            | sue
        sue  | switches to Coach           | ok            | bob sue
        sue  | leaves                      | ok            | bob sue:Completed
        sue  | joins as Coach              | ok            | bob sue
        sue  | switches to BargeIn         | LimitExceeded
        sue  | switches to Monitor         | LimitExceeded
        sue  | switches to Coach           | nothing
        bob  | switches to Coach           | NotAllowed
        sue  | leaves                      | ok            | bob sue:Completed
        sue  | intrudes on bob as Monitor  | LimitExceeded
        sue  | enters as Monitor           | LimitExceeded
        sue  | enters as Monitor at-once   | LimitExceeded
        sam  | joins as BargeIn            | ok            | anna bob sam
        bob  | invites sue                 | ok            | sue
        sue  | accepts                     | ok            | anna bob sam sue
        bob  | completes                   | ok            | anna bob:Completed sam:Revoked sue:Revoked
        """, ChatLimits.Default with { ComingsMax = 3 });

    [Fact]
    public void Supervisors_come_so_often_all_together() => ChatScript.Play("""
        anna | starts                      | ok            | anna
        bob  | joins                       | ok            | anna bob
        sue  | joins as Coach              | ok            | bob sue
        sam  | joins as Coach              | ok            | bob sue sam
        sam  | leaves                      | ok            | bob sue sam:Completed
        sid  | intrudes on bob as Monitor  | LimitExceeded
        sue  | leaves                      | ok            | bob sue:Completed
        bob  | consults ben                | ok            | ben
        """, ChatLimits.Default with { ComingsMax = 1, SupervisorsMax = 2 });

    [Fact]
    public void Agents_whom_the_customer_sees_come_so_often_and_always_go() => ChatScript.Play("""
        anna | starts                      | ok            | anna
        bob  | joins                       | ok            | anna bob
        bob  | consults ben                | ok            | ben
        ben  | accepts                     | ok            | bob ben
        bob  | invites ben                 | ok            | anna bob ben
        ben  | leaves                      | ok            | anna bob ben:Completed
        bob  | invites bea                 | ok            | bea
        bea  | rejects                     | ok            | bob bea:Completed
        bob  | completes into chat-in      | ok            | anna bob
        bob  | joins                       | ok            | anna bob
        bob  | invites ben                 | LimitExceeded
        bob  | invites ben (away)          | TargetUnavailable
        bob  | transfers to ben            | LimitExceeded
        bob  | invites from help           | LimitExceeded
        bob  | transfers into chat-in      | LimitExceeded
        bob  | completes into chat-in      | LimitExceeded
        bob  | consults ben                | ok            | ben
        bob  | says to all                 | ok            | anna bob
        bob  | leaves                      | ok            | anna bob:LeftChat ben:Revoked
        bob  | transfers to ben            | LimitExceeded
        bob  | completes                   | ok            | bob:Completed
        """, ChatLimits.Default with { ComingsMax = 1, AgentsMax = 3 });

    [Fact]
    public void Consultants_come_so_often_and_always_go() => ChatScript.Play("""
        anna | starts                      | ok            | anna
        bob  | joins                       | ok            | anna bob
        bob  | consults ben                | ok            | ben
        ben  | accepts                     | ok            | bob ben
        ben  | leaves                      | ok            | bob ben:Completed
        bob  | consults ben                | ok            | ben
        ben  | accepts                     | ok            | bob ben
        ben  | leaves                      | ok            | bob ben:Completed
        bob  | consults bea                | LimitExceeded
        bob  | consults from help          | LimitExceeded
        bob  | invites bea                 | ok            | bea
        """, ChatLimits.Default with { ComingsMax = 1, AgentsMax = 2 });

    [Fact]
    public void A_consultant_is_not_lifted_where_no_agent_comes_any_more_and_goes_all_the_same() => ChatScript.Play("""
        anna | starts                      | ok            | anna
        bob  | joins                       | ok            | anna bob
        bob  | consults ben                | ok            | ben
        ben  | accepts                     | ok            | bob ben
        bob  | completes into chat-in      | ok            | anna bob ben:Revoked
        bob  | joins                       | ok            | anna bob
        bob  | consults ben                | ok            | ben
        ben  | accepts                     | ok            | bob ben
        bob  | invites ben                 | LimitExceeded
        bob  | transfers to ben            | LimitExceeded
        bob  | removes ben                 | ok            | bob ben:Revoked
        """, ChatLimits.Default with { ComingsMax = 1, AgentsMax = 2 });

    [Fact]
    public void Who_was_asked_in_while_there_was_room_comes() => ChatScript.Play("""
        anna | starts                      | ok            | anna
        bob  | joins                       | ok            | anna bob
        bob  | invites ben                 | ok            | ben
        bob  | invites bea                 | ok            | bea
        ben  | accepts                     | ok            | anna bob ben
        bea  | accepts                     | ok            | anna bob ben bea
        ben  | leaves                      | ok            | anna bob ben:Completed bea
        bob  | invites ben                 | LimitExceeded
        """, ChatLimits.Default with { ComingsMax = 1, AgentsMax = 3 });

    [Fact]
    public void A_chat_whose_agent_is_gone_for_good_ends_where_no_agent_comes_any_more()
    {
        var limits = ChatLimits.Default with { ComingsMax = 2, AgentsMax = 1 };
        var world = ChatScript.Play("anna | starts | ok | anna\nbob | joins | ok | anna bob", limits);
        Assert.Null(world.Do(new ChatCommand.UserGone(Cast.Id("bob"), ForGood: true)).Refusal);
        Assert.True(world.Chat is { IsWaiting: true, CustomerConnected: true });
        ChatScript.PlayOn(world, "ben | joins | ok | anna ben");
        Assert.Null(world.Do(new ChatCommand.UserGone(Cast.Id("ben"), ForGood: true)).Refusal);
        Assert.True(world.Chat is { IsOver: true, CustomerConnected: false });
    }

    [Theory]
    [InlineData("mona", "Monitor", "sue", "intrudes on bob as Monitor")]
    [InlineData("mona", "Monitor", "bob", "invites ben")]
    [InlineData("mona", "Monitor", "bob", "consults ben")]
    [InlineData("mona", "Monitor", "bob", "completes into chat-in")]
    [InlineData("coco", "Coach", "bob", "consults ben")]
    [InlineData("coco", "Coach", "sue", "intrudes on bob as BargeIn")]
    public void Whoever_goes_to_and_fro_unseen_uses_up_nobody_elses_comings(string hidden, string mode, string who, string act)
    {
        var world = ChatScript.Play("anna | starts | ok | anna\nbob | joins | ok | anna bob", ChatLimits.Default with { ComingsMax = 3 });
        var times = 0;
        for (; Do(hidden, $"joins as {mode}") is null; times++) Assert.Null(Do(hidden, "leaves"));
        Assert.Equal(3, times);
        Assert.Null(Do(who, act));

        Refusal? Do(string name, string words) => ScriptVerbs.Do(world, name, words.Split(' ')).Refusal;
    }
}
