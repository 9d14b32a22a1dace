using OrleansChat.Bayeux.Sessions;
using static OrleansChat.Tests.Bayeux.Sessions.SessionScript;

namespace OrleansChat.Tests.Bayeux.Sessions;

public sealed class BayeuxSessionDeliveryTests
{
    [Fact]
    public void Overlapping_subscriptions_deliver_once()
    {
        var script = new SessionScript(ack: false).Connected();
        script.Session = script.Session.Subscribe(["/a/x", "/a/*", "/**"], script.Now).Session;
        script.Deliver("/a/x", "1");
        Assert.Equal("now[1]", Texts(script.Connect("c2")));
    }

    [Theory]
    [InlineData("/a/x", true)]
    [InlineData("/b/x", false)]
    [InlineData("/service/anything", true)]
    [InlineData("/meta/connect", false)]
    public void Only_what_is_subscribed_is_queued_and_service_needs_no_subscription(string channel, bool queued)
    {
        var script = new SessionScript(ack: false).Connected();
        script.Deliver(channel, "1");
        Assert.Equal(queued ? 1 : 0, script.Session.QueuedCount);
    }

    [Fact]
    public void A_pattern_over_everything_still_hides_the_protocol()
    {
        var script = new SessionScript(ack: false).Connected();
        script.Session = script.Session.Subscribe(["/**"], script.Now).Session;
        script.Deliver("/meta/connect", "1");
        Assert.Equal(0, script.Session.QueuedCount);
    }

    [Fact]
    public void After_unsubscribing_what_waits_for_it_is_dropped()
    {
        var script = new SessionScript(ack: true).Connected();
        script.Session = script.Session.Subscribe(["/b/x"], script.Now).Session;
        script.Deliver("/a/x", "1");
        script.Connect("c2", 0);
        script.Deliver("/b/x", "2");
        script.Deliver("/a/x", "3");
        script.Take(script.Session.Unsubscribe(["/a/**", "/never"], script.Now));
        Assert.Equal([1, 3], script.Left);
        Assert.Equal("now[2]", Texts(script.Connect("c3", 0)));
    }

    [Fact]
    public void Subscriptions_are_limited_and_all_or_nothing()
    {
        var script = new SessionScript(ack: true, new() { SubscriptionsMax = 3 });
        var (session, outcome) = script.Session.Subscribe(["/b", "/c", "/d"], script.Now);
        Assert.IsType<SubscribeOutcome.TooMany>(outcome);
        Assert.Equal(["/a/**"], session.Subscriptions);
        (session, outcome) = session.Subscribe(["/b", "/c", "/b", "/service/1", "/service/2"], script.Now);
        Assert.IsType<SubscribeOutcome.Granted>(outcome);
        Assert.Equal(3, session.Subscriptions.Count);
    }

    [Fact]
    public void Without_ack_a_delivery_leaves_when_it_was_written_in_full()
    {
        var script = new SessionScript(ack: false).Connected();
        script.Deliver("/a/x", "1", "2");
        var outcome = script.Connect("c2");
        Assert.Equal(2, script.Session.QueuedCount);
        script.Written("c2", ((ConnectOutcome.Now)outcome).Deliveries[^1].Position);
        Assert.Equal(0, script.Session.QueuedCount);
        Assert.Equal([1, 2], script.Left);
    }

    [Fact]
    public void Without_ack_an_answer_that_was_not_written_comes_again_in_order()
    {
        var script = new SessionScript(ack: false).Connected();
        script.Connect("c2");
        script.Deliver("/a/x", "1");
        script.Deliver("/a/x", "2");
        script.Detach("c2");
        Assert.Equal("now[1 2]", Texts(script.Connect("c3")));
        script.Detach("c3");
        // The report of a connection that is over says nothing any more.
        script.Written("c3", long.MaxValue);
        Assert.Equal("now[1 2]", Texts(script.Connect("c4")));
    }

    [Fact]
    public void Over_WebSocket_without_ack_deliveries_go_at_once_and_name_the_one_before()
    {
        var script = new SessionScript(ack: false).Connected("s1", TransportKind.WebSocket);
        script.Deliver("/a/x", "1");
        script.Connect("s1", number: 2, transport: TransportKind.WebSocket);
        script.Deliver("/a/x", "2", "3");
        var pushes = script.Effects.OfType<SessionEffect.Push>().Select(push => push.Deliveries).ToArray();
        Assert.Equal(["1", "2 3"], pushes.Select(push => Texts(push.Deliveries)));
        Assert.All(pushes, push => Assert.False(push.EndsConnect));
        Assert.Equal([0, pushes[0].Deliveries[0].Position], pushes.Select(push => push.Previous));
        Assert.True(script.Session.IsHeld);
    }

    [Fact]
    public void What_a_lost_socket_had_not_written_goes_to_the_next_one()
    {
        var script = new SessionScript(ack: false).Connected("s1", TransportKind.WebSocket);
        script.Deliver("/a/x", "1", "2", "3");
        script.Written("s1", script.Effects.OfType<SessionEffect.Push>().Single().Deliveries.Deliveries[0].Position, connectEnded: false);
        script.Detach("s1");
        script.Deliver("/a/x", "4");
        Assert.Equal("now[2 3 4]", Texts(script.Connect("s2", transport: TransportKind.WebSocket)));
    }

    [Theory]
    [InlineData(3, 1_000_000)]
    [InlineData(1_000, 250)]
    public void A_queue_that_is_full_ends_the_session(int messagesMax, int bytesMax)
    {
        var script = new SessionScript(ack: true, new() { QueueMessagesMax = messagesMax, QueueBytesMax = bytesMax }).Connected("s1", TransportKind.WebSocket);
        script.Deliver("/a/x", "1", "2", "3");
        Assert.Null(script.Ended);
        script.Deliver("/a/x", "4");
        Assert.Equal(EndReason.Overflow, script.Ended);
        Assert.Equal(EndReason.Overflow, Assert.IsType<SessionEffect.End>(Assert.Single(script.Effects)).Reason);
    }
}
