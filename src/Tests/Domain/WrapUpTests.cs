using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>A wrap-up may take as long as agents like, or as long as the contact centre has set (<c>Routing:WrapUpTime</c>).</summary>
public class WrapUpTests
{
    private const string BobLeaves = """
        anna  | starts    | ok | anna
        bob   | joins     | ok | anna bob
        bob   | leaves    | ok | anna bob:LeftChat
        """;

    [Fact]
    public void It_is_completed_for_the_agent_when_its_time_is_over()
    {
        var world = World();
        ChatScript.PlayOn(world, BobLeaves);
        Assert.Equal(ChatWorld.Start, Assert.Single(world.Chat.WrappingUp).WrapUpSince);
        ChatScript.PlayOn(world, """
            clock | waits 59  | nothing
            clock | waits 1   | ok | bob:Completed
            clock | waits 100 | nothing
            """);
        Assert.True(world.Chat.IsOver);
        Assert.Empty(world.Chat.WrappingUp);
    }

    [Fact]
    public void Without_a_time_it_lasts_until_the_agent_completes_it() => ChatScript.Play(BobLeaves + """

        clock | waits 1000000 | nothing
        bob   | completes     | ok | bob:Completed
        """);

    [Fact]
    public void Who_failed_to_join_wraps_up_as_well()
    {
        var world = World();
        ChatScript.PlayOn(world, """
            anna  | starts              | ok | anna
            bob   | joins               | ok | anna bob
            bob   | invites ben         | ok | ben
            clock | misses the customer | ok | anna bob
            ben   | accepts             | ok | bob:Error ben:JoinFailed
            clock | waits 60            | ok | ben:Completed
            """);
        Assert.Equal(ParticipantState.Chatting, world.Find("bob")!.State);
    }

    [Fact]
    public void It_is_not_completed_while_somebody_is_asked_to_take_it()
    {
        var world = World();
        ChatScript.PlayOn(world, BobLeaves + """

            bob   | transfers to ben | ok | ben:Invited
            """);
        Assert.Empty(world.Chat.WrappingUp);
        ChatScript.PlayOn(world, """
            clock | waits 20         | nothing
            ben   | rejects          | ok | bob:Error ben:Completed
            clock | waits 59         | nothing
            clock | waits 1          | ok | bob:Completed
            """);
    }

    private static ChatWorld World() => new() { WrapUpTime = TimeSpan.FromSeconds(60) };
}
