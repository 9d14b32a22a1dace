using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Tests.Domain.Playing;
using Cmd = OrleansChat.Domain.Users.UserCommand;

namespace OrleansChat.Tests.Domain;

/// <summary>A user's list of chats and what may be offered (decisions 16, 31).</summary>
public class UserChatsTests
{
    [Fact]
    public void Only_a_ready_user_who_may_be_disturbed_is_offered_chats()
    {
        Assert.False(new UserWorld().MayBeOffered("chat"));
        var user = UserWorld.InSession();
        Assert.False(user.MayBeOffered("chat"));
        user.Do(new Cmd.ChangeChannel(ChannelOperation.Ready));
        Assert.True(user.MayBeOffered("chat"));
        user.Do(new Cmd.ChangeChannel(ChannelOperation.DoNotDisturbOn));
        Assert.False(user.MayBeOffered("chat"));
        user.Do(new Cmd.ChangeChannel(ChannelOperation.DoNotDisturbOff));
        Assert.True(user.MayBeOffered("chat"));
        user.Do(new Cmd.EndSession(""));
        Assert.False(user.MayBeOffered("chat"));
    }

    [Fact]
    public void Offers_open_chats_wrap_up_and_reservations_use_up_the_capacity_and_supervised_chats_do_not()
    {
        var user = UserWorld.InSession(ready: true);
        user.Note("a", ParticipantState.Invited, 2);
        user.Note("b", ParticipantState.Chatting, 2);
        user.Note("c", ParticipantState.LeftChat, 2);
        user.Note("d", ParticipantState.Completed, 2);
        user.Note("e", ParticipantState.Chatting, 2, ParticipantRole.Supervisor);
        Assert.Equal(3, user.State.OpenAgentChats);
        Assert.False(user.MayBeOffered("new", capacity: 3));
        Assert.True(user.MayBeOffered("new", capacity: 4));
        Assert.False(user.MayBeOffered("new", capacity: 4, reserved: 1));
    }

    [Fact]
    public void A_chat_that_the_user_is_in_is_not_offered_to_them()
    {
        var user = UserWorld.InSession(ready: true);
        user.Note("chat", ParticipantState.Chatting, 2, ParticipantRole.Supervisor);
        Assert.False(user.MayBeOffered("chat"));
        user.Note("chat", ParticipantState.Revoked, 3, ParticipantRole.Supervisor);
        Assert.True(user.MayBeOffered("chat"));
    }

    [Fact]
    public void A_declined_chat_is_offered_again_after_60_seconds()
    {
        var user = Declined();
        user.Now = user.Now.AddSeconds(59.999);
        Assert.False(user.MayBeOffered("chat"));
        Assert.True(user.MayBeOffered("another"));
        user.Now = ChatWorld.Start.AddSeconds(60);
        Assert.True(user.MayBeOffered("chat"));
    }

    [Fact]
    public void A_declined_chat_is_offered_again_after_not_ready_and_ready_and_not_after_ready_alone()
    {
        var user = Declined();
        user.Do(new Cmd.ChangeChannel(ChannelOperation.Ready));
        Assert.False(user.MayBeOffered("chat"));
        user.Do(new Cmd.ChangeChannel(ChannelOperation.DoNotDisturbOn));
        user.Do(new Cmd.ChangeChannel(ChannelOperation.DoNotDisturbOff));
        Assert.False(user.MayBeOffered("chat"));
        user.Do(new Cmd.ChangeChannel(ChannelOperation.NotReady));
        user.Do(new Cmd.ChangeChannel(ChannelOperation.Ready));
        Assert.True(user.MayBeOffered("chat"));
    }

    [Fact]
    public void A_user_waits_since_they_became_ready_or_were_last_offered_a_chat()
    {
        var user = UserWorld.InSession(ready: true);
        Assert.Equal(user.Now, user.State.WaitingSince);
        user.Now = user.Now.AddSeconds(5);
        user.Do(new Cmd.ChangeChannel(ChannelOperation.DoNotDisturbOn));
        user.Note("supervised", ParticipantState.Invited, 2, ParticipantRole.Supervisor);
        Assert.Equal(ChatWorld.Start, user.State.WaitingSince);
        user.Note("offered", ParticipantState.Invited, 2);
        Assert.Equal(user.Now, user.State.WaitingSince);
    }

    [Fact]
    public void An_older_or_equal_telling_of_a_chat_changes_nothing()
    {
        var user = new UserWorld();
        Assert.Equal("ChatNoted", user.Note("chat", ParticipantState.Invited, 5));
        Assert.Equal("nothing", user.Note("chat", ParticipantState.Invited, 5));
        Assert.Equal("ChatNoted", user.Note("chat", ParticipantState.Completed, 9));
        Assert.Equal("nothing", user.Note("chat", ParticipantState.Chatting, 7));
        Assert.Equal(ParticipantState.Completed, user.State.Find("chat")!.State);
    }

    [Fact]
    public void Open_chats_keep_their_order_and_are_never_forgotten()
    {
        var user = new UserWorld();
        for (var number = 1; number <= UserState.ClosedChatsMax * 2; number++)
        {
            user.Note($"chat-{number}", ParticipantState.Chatting, 2);
        }

        user.Note("chat-1", ParticipantState.LeftChat, 3);
        Assert.Equal(Enumerable.Range(1, UserState.ClosedChatsMax * 2).Select(static number => $"chat-{number}"), user.State.Chats.Select(static c => c.ChatId));
    }

    [Fact]
    public void Closed_chats_are_remembered_up_to_a_bound_the_last_closed_ones()
    {
        var user = new UserWorld();
        user.Note("first", ParticipantState.Chatting, 2);
        for (var number = 1; number <= UserState.ClosedChatsMax; number++)
        {
            user.Note($"chat-{number}", ParticipantState.Completed, 2);
        }

        user.Note("first", ParticipantState.Completed, 3);
        Assert.Equal(UserState.ClosedChatsMax, user.State.Chats.Count);
        Assert.NotNull(user.State.Find("first"));
        Assert.Null(user.State.Find("chat-1"));
        Assert.NotNull(user.State.Find("chat-2"));
    }

    private static UserWorld Declined()
    {
        var user = UserWorld.InSession(ready: true);
        user.Note("chat", ParticipantState.Invited, 2);
        user.Note("chat", ParticipantState.Completed, 3, declined: true);
        return user;
    }
}
