using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Domain.Playing;
using Cmd = OrleansChat.Domain.Users.UserCommand;

namespace OrleansChat.Tests.Domain;

/// <summary>Monitoring of an agent: kept by the agent's user (decisions 12 and 13).</summary>
public class MonitoringTests
{
    private static readonly string Agent = Cast.Id("bob");

    /// <summary>In the order of decision 12.</summary>
    private static readonly (Refusal Refusal, Func<Cmd.Monitor, Cmd.Monitor> Flaw)[] Flaws =
    [
        (Refusal.NotASupervisor, static c => c with { Supervisor = c.Supervisor with { IsSupervisor = false } }),
        (Refusal.AgentUnknown, static c => c with { Supervisor = c.Supervisor with { AgentKnown = false } }),
        (Refusal.Oneself, static c => c with { AgentId = c.Supervisor.UserId }),
        (Refusal.NoGroupOfThatAgent, static c => c with { Supervisor = c.Supervisor with { SupervisesAgent = false } }),
        (Refusal.ModeUnknown, static c => c with { Scope = null }),
    ];

    [Fact]
    public void Refusals_come_in_the_order_of_decision_12()
    {
        for (var first = 0; first < Flaws.Length; first++)
        {
            for (var second = first; second < Flaws.Length; second++)
            {
                var asked = Flaws[first].Flaw(Flaws[second].Flaw(Monitor()));
                Assert.Equal(Flaws[first].Refusal.ToString(), new UserWorld().Do(asked));
                if (Flaws[first].Refusal != Refusal.ModeUnknown)
                {
                    Assert.Equal(Flaws[first].Refusal.ToString(), new UserWorld().Do(new Cmd.CancelMonitoring(asked.Supervisor, asked.AgentId)));
                }
            }
        }
    }

    [Fact]
    public void A_mode_that_does_not_exist_or_none_is_refused()
    {
        Assert.Equal(nameof(Refusal.ModeUnknown), new UserWorld().Do(Monitor() with { Mode = SupervisionMode.Unknown }));
        Assert.Equal(nameof(Refusal.ModeUnknown), new UserWorld().Do(Monitor() with { Mode = SupervisionMode.None }));
    }

    [Fact]
    [Shows("Coach")]
    public void It_is_started_again_with_another_mode_or_scope_replaced_and_with_the_same_already_so()
    {
        var user = new UserWorld();
        Assert.Equal("MonitoringStarted", user.Do(Monitor()));
        Assert.Equal("nothing", user.Do(Monitor()));
        Assert.Equal("MonitoringStarted", user.Do(Monitor("sam")));
        Assert.Equal("MonitoringStarted", user.Do(Monitor() with { Mode = SupervisionMode.Parse("Coach"), Scope = MonitoringScope.NextChat, Nickname = "Susan" }));
        Assert.Equal([new(Cast.Id("sam"), "sam", SupervisorMode.Monitor, MonitoringScope.AllChats, ""), new(Cast.Id("sue"), "sue", SupervisorMode.Coach, MonitoringScope.NextChat, "Susan")],
            user.State.Monitors.AsEnumerable());
    }

    [Fact]
    [Shows("CancelSupervisorMonitoring")]
    public void It_is_cancelled_once_by_its_own_supervisor()
    {
        var user = new UserWorld();
        Assert.Equal(nameof(Refusal.NotInThisState), user.Do(new Cmd.CancelMonitoring(Cast.Facts("sue"), Agent)));
        user.Do(Monitor());
        Assert.Equal(nameof(Refusal.NotInThisState), user.Do(new Cmd.CancelMonitoring(Cast.Facts("sam"), Agent)));
        Assert.Equal("MonitoringEnded", user.Do(new Cmd.CancelMonitoring(Cast.Facts("sue"), Agent)));
        Assert.Equal(nameof(Refusal.NotInThisState), user.Do(new Cmd.CancelMonitoring(Cast.Facts("sue"), Agent)));
        Assert.Empty(user.State.Monitors);
    }

    [Fact]
    public void It_ends_when_used_up_or_with_the_supervisors_session()
    {
        var user = new UserWorld();
        user.Do(Monitor() with { Scope = MonitoringScope.NextChat });
        user.Do(Monitor("sam"));
        Assert.Equal("MonitoringEnded", user.Do(new Cmd.EndMonitoring(Cast.Id("sue"), MonitoringEnd.LoggedOut)));
        Assert.Equal("MonitoringEnded", user.Do(new Cmd.EndMonitoring(Cast.Id("sue"), MonitoringEnd.LoggedOut)));      // none: refuses a start that comes late
        Assert.Equal("sam", Assert.Single(user.State.Monitors).SupervisorName);
    }

    [Fact]
    public void It_takes_effect_for_who_may_still_supervise_and_next_chat_is_used_up_by_it()
    {
        var user = new UserWorld();
        user.Do(Monitor() with { Scope = MonitoringScope.NextChat });
        user.Do(Monitor("sam"));
        user.Do(Monitor("sid") with { Scope = MonitoringScope.NextChat });
        ImmutableArray<string> may = [Cast.Id("sue"), Cast.Id("sam")];
        var joined = new Cmd.NoteChat("C1", ParticipantState.Chatting, ParticipantRole.Agent, 2, 3, false, may);
        var called = User.Decide(user.State, joined, user.Now).Events.OfType<UserEvent.MonitorsCalled>().Single();
        Assert.Equal(("C1", 3L, "sue sam"), (called.ChatId, called.ChatVersion, string.Join(' ', called.Monitors.Select(static m => m.SupervisorName))));
        Assert.Equal("ChatNoted MonitorsCalled MonitoringEnded", user.Do(joined));
        Assert.Equal(["sam", "sid"], user.State.Monitors.Select(static m => m.SupervisorName));
        Assert.Equal("nothing", user.Do(joined));
    }

    [Fact]
    public void Nobody_is_called_when_the_user_has_not_just_joined_or_joined_as_a_supervisor()
    {
        var user = new UserWorld();
        user.Do(Monitor());
        ImmutableArray<string> may = [Cast.Id("sue")];
        Assert.Equal("ChatNoted", user.Do(new Cmd.NoteChat("C1", ParticipantState.Invited, ParticipantRole.Agent, 2, 2, false)));
        Assert.Equal("ChatNoted", user.Do(new Cmd.NoteChat("C2", ParticipantState.Chatting, ParticipantRole.Supervisor, 2, 3, false, may)));
        Assert.Equal("ChatNoted", user.Do(new Cmd.NoteChat("C3", ParticipantState.Chatting, ParticipantRole.Agent, 2, 3, false, [])));
    }

    [Fact]
    public void It_holds_when_the_agents_own_session_ends()
    {
        var user = UserWorld.InSession();
        user.Do(Monitor());
        user.Do(new Cmd.EndSession("login"));
        user.Do(new Cmd.StartSession());
        Assert.Single(user.State.Monitors);
    }

    private static Cmd.Monitor Monitor(string supervisor = "sue") => new(Cast.Facts(supervisor), Agent, SupervisionMode.Parse("Monitor"), MonitoringScope.AllChats, "");
}
