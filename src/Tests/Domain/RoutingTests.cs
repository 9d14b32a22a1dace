using OrleansChat.Domain.Queues;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>A queue: who waits, in order, and who is asked.</summary>
public class RoutingTests
{
    private static DateTimeOffset At(int seconds) => ChatWorld.Start.AddSeconds(seconds);

    [Fact]
    public void The_longest_waiting_chat_is_first_whenever_it_was_told()
    {
        var queue = Told(QueueState.New, "late", 3, At(30));
        queue = Told(queue, "early", 3, At(10));
        queue = Told(queue, "middle", 3, At(20));
        queue = Told(queue, "as late", 3, At(30));
        Assert.Equal(["early", "middle", "late", "as late"], queue.Waiting.Select(static w => w.ChatId));
    }

    [Fact]
    public void A_chat_that_is_told_again_is_already_so_and_an_older_telling_is_dropped()
    {
        var queue = Told(QueueState.New, "chat", 5, At(10));
        Assert.Same(queue, Told(queue, "chat", 5, At(10)));
        Assert.Same(queue, Told(queue, "chat", 4, null));
        Assert.Same(queue, Told(queue, "another", 4, null));
        Assert.Empty(Told(queue, "chat", 6, null).Waiting);
    }

    [Fact]
    public void A_chat_that_comes_back_waits_since_then()
    {
        var queue = Told(Told(QueueState.New, "chat", 5, At(10)), "other", 5, At(20));
        queue = Told(queue, "chat", 9, At(30));
        Assert.Equal(["other", "chat"], queue.Waiting.Select(static w => w.ChatId));
    }

    [Fact]
    public void The_available_agents_with_a_free_place_are_asked_who_has_waited_longest_first()
    {
        QueueAgent[] agents = [new("c", true, At(5), 2, 1), new("b", true, At(1), 0, 1), new("a", true, At(5), 0, 1), new("full", true, At(0), 3, 1), new("away", false, At(0), 0, 1)];
        Assert.Equal(["b", "a", "c"], Routing.Candidates(agents, chatsPerAgent: 3).Select(static a => a.UserId));
    }

    [Fact]
    public void Who_placed_the_chat_in_the_queue_is_asked_last()
    {
        QueueAgent[] agents = [new("a", true, At(1), 0, 1), new("b", true, At(2), 0, 1), new("c", true, At(3), 0, 1)];
        var placed = Told(QueueState.New, "chat", 5, At(10), "a").Find("chat")!;
        Assert.Equal(["b", "c", "a"], Routing.Candidates(agents, 3, placed.PlacedBy).Select(static a => a.UserId));
        Assert.Equal(["a"], Routing.Candidates(agents[..1], 3, placed.PlacedBy).Select(static a => a.UserId));
        Assert.Null(Told(QueueState.New, "chat", 5, At(10)).Find("chat")!.PlacedBy);
    }

    private static QueueState Told(QueueState queue, string chatId, long version, DateTimeOffset? since, string? placedBy = null) =>
        Routing.Note(queue, chatId, version, since, placedBy).Events.Aggregate(queue, Routing.Evolve);
}
