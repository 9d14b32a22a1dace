using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Intrude's refusals come in the order of decision 10: of two flaws the earlier one is the answer.</summary>
public class IntrudeTests
{
    private sealed record Asking(ChatCommand.Intrude Command, string ChatOf, bool AlreadyInvited);

    /// <summary>In the order of decision 10; each flaw alone gives its refusal.</summary>
    private static readonly (Refusal Refusal, Func<Asking, Asking> Flaw)[] Flaws =
    [
        (Refusal.NotASupervisor, static a => a with { Command = a.Command with { Supervisor = a.Command.Supervisor with { IsSupervisor = false } } }),
        (Refusal.AgentUnknown, static a => a with { Command = a.Command with { Supervisor = a.Command.Supervisor with { AgentKnown = false } } }),
        (Refusal.Oneself, static a => a with { Command = a.Command with { AgentId = a.Command.Supervisor.UserId } }),
        (Refusal.NoGroupOfThatAgent, static a => a with { Command = a.Command with { Supervisor = a.Command.Supervisor with { SupervisesAgent = false } } }),
        (Refusal.ModeUnknown, static a => a with { Command = a.Command with { Mode = SupervisionMode.Parse("Whisper") } }),
        (Refusal.ChatUnknown, static a => a with { ChatOf = "ben" }),
        (Refusal.NotMonitoring, static a => a with { Command = a.Command with { Monitoring = null } }),
        (Refusal.NotInThisState, static a => a with { AlreadyInvited = true }),
    ];

    public static TheoryData<int> Alone => [.. Enumerable.Range(0, Flaws.Length)];

    public static TheoryData<int, int> Pairs
    {
        get
        {
            var pairs = new TheoryData<int, int>();
            foreach (var (first, second) in Enumerable.Range(0, Flaws.Length).SelectMany(one => Enumerable.Range(0, one).Select(other => (other, one))))
            {
                pairs.Add(first, second);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Alone))]
    public void Each_flaw_alone_is_refused(int flaw) => Assert.Equal(Flaws[flaw].Refusal, Refused(Flaws[flaw].Flaw(Faultless)));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Of_two_flaws_the_earlier_is_the_answer(int earlier, int later) =>
        Assert.Equal(Flaws[earlier].Refusal, Refused(Flaws[earlier].Flaw(Flaws[later].Flaw(Faultless))));

    [Fact]
    public void Without_a_flaw_it_is_not_refused() => Assert.Null(Refused(Faultless));

    [Fact]
    public void Rows_of_decision_10() => ChatScript.Play("""
        anna | starts                                     | ok                 | anna
        bob  | joins                                      | ok                 | anna bob
        sue  | intrudes on bob as Monitor (no-role)       | NotASupervisor
        sue  | intrudes on bob as Monitor (unknown)       | AgentUnknown
        sue  | intrudes on oneself as Monitor             | Oneself
        sue  | intrudes on bob as Monitor (no-group)      | NoGroupOfThatAgent
        sue  | intrudes on bob as Whisper                 | ModeUnknown
        sue  | intrudes on ben as Monitor                 | ChatUnknown
        sue  | intrudes on bob as Monitor (unmonitored)   | NotMonitoring
        sue  | intrudes on bob (unmonitored)              | NotMonitoring
        sue  | intrudes on bob (unmonitored optional)     | ModeMissing
        sue  | intrudes on bob as Coach                   | ok                 | sue:Invited
        sue  | intrudes on bob as Coach                   | NotInThisState
        sam  | intrudes on bob as BargeIn (unmonitored optional) | ok          | sam:Invited
        sid  | intrudes on bob                            | ok                 | sid:Invited
        """);

    [Fact]
    public void The_agent_must_be_chatting_neither_invited_nor_in_wrap_up() => ChatScript.Play("""
        anna  | starts                       | ok           | anna
        queue | offers bob                   | ok           | bob
        sue   | intrudes on bob as Monitor   | ChatUnknown
        bob   | accepts                      | ok           | anna bob
        sam   | joins as Monitor             | ok           | sam
        sue   | intrudes on sam as Monitor   | ChatUnknown
        bob   | leaves                       | ok           | anna bob sam
        sue   | intrudes on bob as Monitor   | ChatUnknown
        """);

    [Fact]
    public void A_mode_is_one_of_three_words_in_this_very_spelling()
    {
        Assert.Equal(SupervisionMode.None, SupervisionMode.Parse(null));
        Assert.All(Enum.GetValues<SupervisorMode>(), static mode => Assert.Equal(new SupervisionMode(mode, false), SupervisionMode.Parse(mode.ToString())));
        Assert.All(["", "monitor", "Bargein", "Whisper", "0"], static word => Assert.Equal(SupervisionMode.Unknown, SupervisionMode.Parse(word)));
    }

    private static Asking Faultless =>
        new(new ChatCommand.Intrude(Cast.Facts("sue"), Cast.Id("bob"), SupervisionMode.Parse("Coach"), Cast.Monitoring("sue"), true), "bob", false);

    private static Refusal? Refused(Asking asking)
    {
        var world = ChatScript.Play($"""
            anna | starts | ok | anna
            {asking.ChatOf} | joins | ok | anna {asking.ChatOf}
            """);
        if (asking.AlreadyInvited)
        {
            world.Do(new ChatCommand.InviteMonitor(Cast.Id("sue"), "sue", Cast.Id("bob"), SupervisorMode.Monitor, "", null));
        }

        return world.Do(asking.Command).Refusal;
    }

    [Fact]
    public void A_monitor_is_invited_once_for_each_join_of_the_agent_however_often_it_is_told()
    {
        var world = ChatScript.Play("""
            anna | starts | ok | anna
            bob  | joins  | ok | anna bob
            """);
        var call = new ChatCommand.InviteMonitor(Cast.Id("sue"), "sue", Cast.Id("bob"), SupervisorMode.Monitor, "", null, world.Chat.Version);
        Assert.Equal(Cast.Id("bob"), Assert.IsType<ChatEvent.Invited>(Assert.Single(world.Do(call).Facts).Event).AgentId);
        Assert.True(world.Do(call).IsNothing);
        ChatScript.PlayOn(world, "sue | rejects | ok | sue:Completed");
        Assert.True(world.Do(call).IsNothing);
        ChatScript.PlayOn(world, "ben | joins | ok | anna bob ben");
        Assert.False(world.Do(call with { AgentId = Cast.Id("ben"), JoinedVersion = world.Chat.Version }).IsNothing);
    }

    [Fact]
    public void A_monitor_is_not_let_into_a_chat_that_went_on_without_the_agent_whom_they_monitor()
    {
        var world = ChatScript.Play("""
            anna | starts | ok | anna
            bob  | joins  | ok | anna bob
            """);
        var call = new ChatCommand.InviteMonitor(Cast.Id("sue"), "sue", Cast.Id("bob"), SupervisorMode.Monitor, "", null, world.Chat.Version);
        ChatScript.PlayOn(world, """
            ben  | joins  | ok | anna bob ben
            bob  | leaves | ok | anna bob:Completed ben
            """);
        Assert.True(world.Do(call).IsNothing);
        Assert.True(world.Do(call with { AutoJoinParticipantId = "00000000000000aa" }).IsNothing);
        Assert.False(world.Do(call with { AgentId = Cast.Id("ben") }).IsNothing);
    }
}
