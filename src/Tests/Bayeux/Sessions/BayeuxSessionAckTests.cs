using OrleansChat.Bayeux.Sessions;
using static OrleansChat.Tests.Bayeux.Sessions.SessionScript;

namespace OrleansChat.Tests.Bayeux.Sessions;

public sealed class BayeuxSessionAckTests
{
    [Fact]
    public void What_was_sent_and_not_acknowledged_comes_again_before_newer_ones()
    {
        var script = new SessionScript(ack: true).Connected();
        script.Deliver("/a/x", "1", "2");
        var first = script.Connect("c2", 0);
        script.Deliver("/a/x", "3");
        Assert.Equal("now[1 2 3]", Texts(script.Connect("c3", 0)));
        Assert.Equal("now[1 2 3]", Texts(script.Connect("c4", -1)));
        Assert.Equal([], script.Left);
        Assert.Equal("now[3]", Texts(script.Connect("c5", Number(first))));
        Assert.Equal([1, 2], script.Left);
    }

    [Fact]
    public void An_acknowledged_delivery_leaves_and_the_next_connect_is_held()
    {
        var script = new SessionScript(ack: true).Connected();
        script.Deliver("/a/x", "1");
        var number = Number(script.Connect("c2", 0));
        Assert.Equal("hold[]", Texts(script.Connect("c3", number)));
        Assert.Equal([1], script.Left);
        Assert.Null(script.Session.OldestUnacknowledged);
    }

    [Fact]
    public void A_hold_that_timed_out_while_its_push_was_lost_claims_nothing()
    {
        var script = new SessionScript(ack: true).Connected();
        var timedOut = Number(script.Connect("c2", 0));
        script.Deliver("/a/x", "1");
        Assert.Equal("1", script.LastPush);
        Assert.Equal("now[1]", Texts(script.Connect("c3", timedOut)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(-7)]
    [InlineData(long.MaxValue)]
    [InlineData((1L << 32) + 1_000_000)]
    [InlineData(4_000_000_000)]
    public void A_number_that_was_never_given_out_acknowledges_nothing(long number)
    {
        var script = new SessionScript(ack: true).Connected();
        script.Deliver("/a/x", "1");
        script.Connect("c2", 0);
        Assert.Equal("now[1]", Texts(script.Connect("c3", number)));
        Assert.Empty(script.Left);
    }

    [Fact]
    public void A_full_answer_is_cut_and_its_number_does_not_acknowledge_the_rest()
    {
        var script = new SessionScript(ack: true, new() { ResponseBytesMax = 160 }).Connected();
        script.Deliver("/a/x", "1", "2", "3", "4");
        var first = script.Connect("c2", 0);
        Assert.Equal("now[1 2]", Texts(first));
        // The answer to c2 is lost, then found: its number covers the positions of 3 and 4, which were only sent later.
        Assert.Equal("now[1 2]", Texts(script.Connect("c3", 0)));
        var second = script.Connect("c4", Number(first));
        Assert.Equal("now[3 4]", Texts(second));
        Assert.Equal("now[3 4]", Texts(script.Connect("c5", Number(first))));
        Assert.Equal("hold[]", Texts(script.Connect("c6", Number(second))));
        Assert.Equal([1, 2, 3, 4], script.Left);
    }

    [Fact]
    public void A_restored_session_believes_no_number_of_its_former_life()
    {
        var script = new SessionScript(ack: true).Connected();
        script.Deliver("/a/x", "1");
        var number = Number(script.Connect("c2", 0));
        script.Session = BayeuxSession.Restore<int>("anna", "c1", 2, true, ["/a/**"], true, new(), script.Now);
        script.Deliver("/a/x", "1");
        var again = script.Connect("c3", number);
        Assert.Equal("now[1]", Texts(again));
        Assert.True(Number(again) > number);
        Assert.Equal(2, Position.EpochOf(Number(again)));
    }

    [Fact]
    public void Over_WebSocket_a_delivery_waits_for_a_connect()
    {
        var script = new SessionScript(ack: true).Connected("s1", TransportKind.WebSocket);
        script.Deliver("/a/x", "1");
        Assert.Empty(script.Effects);
        var number = Number(script.Connect("s1", 0, 2, TransportKind.WebSocket));
        script.Connect("s1", number, 3, TransportKind.WebSocket);
        script.Deliver("/a/x", "2");
        Assert.True(Assert.IsType<SessionEffect.Push>(Assert.Single(script.Effects)).Deliveries.EndsConnect);
    }

    [Fact]
    public void Positions_are_JavaScript_numbers()
    {
        Assert.Equal(1L << 32, Position.Start(1));
        Assert.True(Position.Start(Position.EpochMax) + uint.MaxValue < 1L << 53);
        Assert.Throws<ArgumentOutOfRangeException>(() => Position.Start(Position.EpochMax + 1));
    }
}
