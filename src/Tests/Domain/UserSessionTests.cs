using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Tests.Domain.Playing;
using Cmd = OrleansChat.Domain.Users.UserCommand;

namespace OrleansChat.Tests.Domain;

/// <summary>The contact-centre session and the channel (decision 32, contract section 3).</summary>
public class UserSessionTests
{
    [Fact]
    public void A_session_starts_not_ready_and_ends_offline()
    {
        var user = new UserWorld();
        Assert.Equal((false, AgentState.Offline), (user.State.SessionOn, user.State.Chat.State));
        Assert.Equal("SessionStarted", user.Do(new Cmd.StartSession()));
        Assert.Equal((true, AgentState.NotReady, false), (user.State.SessionOn, user.State.Chat.State, user.State.Chat.DoNotDisturb));
        Assert.Equal("nothing", user.Do(new Cmd.StartSession()));
        Assert.Equal("SessionEnded", user.Do(new Cmd.EndSession("")));
        Assert.Equal((false, AgentState.Offline), (user.State.SessionOn, user.State.Chat.State));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "NotReady")]
    [InlineData(true, "Ready")]
    [InlineData(false, "Ready DoNotDisturbOn")]
    [InlineData(true, "DoNotDisturbOn DoNotDisturbOff")]
    [InlineData(false, "Offline")]
    public void Who_is_logged_in_and_may_be_disturbed_can_be_asked_by_name(bool isReachable, string operations)
    {
        var user = operations.Length == 0 ? new UserWorld() : UserWorld.InSession();
        foreach (var word in operations.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            user.Do(new Cmd.ChangeChannel(Enum.Parse<ChannelOperation>(word)));
        }

        Assert.Equal(isReachable, user.State.IsReachable);
    }

    [Fact]
    public void A_chat_that_somebody_asked_for_by_name_or_that_could_not_be_joined_counts_for_the_queues()
    {
        var user = UserWorld.InSession(ready: true);
        user.Note("C1", ParticipantState.Invited, 2);
        user.Note("C2", ParticipantState.JoinFailed, 2);
        Assert.Equal((2, false, true), (user.State.OpenAgentChats, user.MayBeOffered("C3", capacity: 2), user.MayBeOffered("C3", capacity: 3)));
    }

    [Fact]
    public void Without_a_session_no_channel_operation_is_possible() =>
        Assert.All(Enum.GetValues<ChannelOperation>(), static operation => Assert.Equal(nameof(Refusal.NotInThisState), new UserWorld().Do(new Cmd.ChangeChannel(operation))));

    [Theory]
    [InlineData("Ready", "Ready", false)]
    [InlineData("Ready Ready", "Ready", false)]
    [InlineData("Ready NotReady", "NotReady", false)]
    [InlineData("Ready DoNotDisturbOn", "Ready", true)]
    [InlineData("DoNotDisturbOn Ready", "Ready", true)]
    [InlineData("DoNotDisturbOn DoNotDisturbOff", "NotReady", false)]
    [InlineData("DoNotDisturbOn Offline", "Offline", false)]
    [InlineData("Offline DoNotDisturbOff", "Offline", false)]
    [InlineData("Offline Ready", "Ready", false)]
    public void The_channel_follows_its_operations(string operations, string state, bool doNotDisturb)
    {
        var user = UserWorld.InSession();
        foreach (var operation in operations.Split(' ').Select(Enum.Parse<ChannelOperation>))
        {
            user.Do(new Cmd.ChangeChannel(operation));
            Assert.Equal("nothing", user.Do(new Cmd.ChangeChannel(operation)));
        }

        Assert.Equal((Enum.Parse<AgentState>(state), doNotDisturb), (user.State.Chat.State, user.State.Chat.DoNotDisturb));
    }

    [Fact]
    public void An_offline_channel_has_no_do_not_disturb()
    {
        var user = UserWorld.InSession();
        user.Do(new Cmd.ChangeChannel(ChannelOperation.Offline));
        Assert.Equal(nameof(Refusal.NotInThisState), user.Do(new Cmd.ChangeChannel(ChannelOperation.DoNotDisturbOn)));
    }

    [Fact]
    public void Ending_the_session_ends_the_login_once_whether_a_session_was_on_or_not()
    {
        var user = UserWorld.InSession();
        Assert.Equal("SessionEnded LoginEnded", user.Do(new Cmd.EndSession("login-1")));
        Assert.Equal("SessionEnded", user.Do(new Cmd.EndSession("login-1")));
        Assert.Equal("SessionEnded LoginEnded", user.Do(new Cmd.EndSession("login-2")));
        Assert.Equal(["login-1", "login-2"], user.State.EndedLogins.AsEnumerable());
    }

    [Fact]
    public void Log_out_leaves_offers_and_supervised_chats_and_keeps_open_ones()
    {
        var user = new UserWorld();
        user.Note("offered", ParticipantState.Invited, 3);
        user.Note("served", ParticipantState.Chatting, 3);
        user.Note("wrap-up", ParticipantState.LeftChat, 3);
        user.Note("asked to supervise", ParticipantState.Invited, 3, ParticipantRole.Supervisor);
        user.Note("supervised", ParticipantState.Chatting, 3, ParticipantRole.Supervisor);
        user.Note("over", ParticipantState.Revoked, 3, ParticipantRole.Supervisor);
        Assert.Equal(["offered", "asked to supervise", "supervised"], User.LeavesAtLogout(user.State).Select(static chat => chat.ChatId));
    }

    [Fact]
    public void Ended_logins_are_remembered_up_to_a_bound_the_latest_last()
    {
        var user = new UserWorld();
        for (var number = 1; number <= UserState.EndedLoginsMax + 10; number++)
        {
            user.Do(new Cmd.EndSession($"login-{number}"));
        }

        Assert.Equal(UserState.EndedLoginsMax, user.State.EndedLogins.Length);
        Assert.Equal(("login-11", $"login-{UserState.EndedLoginsMax + 10}"), (user.State.EndedLogins[0], user.State.EndedLogins[^1]));
    }
}
