using OrleansChat.Bayeux.Sessions;
using static OrleansChat.Tests.Bayeux.Sessions.SessionScript;

namespace OrleansChat.Tests.Bayeux.Sessions;

public sealed class BayeuxSessionConnectTests
{
    [Fact]
    public void The_first_connect_is_answered_at_once_and_the_second_is_held()
    {
        var script = new SessionScript(ack: true);
        Assert.Equal("now[]", Texts(script.Connect("c1", 0)));
        var hold = Assert.IsType<ConnectOutcome.Hold>(script.Connect("c2", 0));
        Assert.Equal(30_000, hold.TimeoutMs);
        Assert.True(script.Session.IsHeld);
    }

    [Theory]
    [InlineData(true, -1, "hold[]", 30_000)]
    [InlineData(true, 5_000, "hold[]", 5_000)]
    [InlineData(true, int.MaxValue, "hold[]", 30_000)]
    [InlineData(true, 0, "now[]", 0)]
    [InlineData(false, -1, "now[]", 0)]
    public void A_client_may_only_shorten_the_hold(bool mayHold, int timeoutMs, string expected, int heldMs)
    {
        var outcome = new SessionScript(ack: false).Connected().Connect("c2", timeoutMs: timeoutMs, mayHold: mayHold);
        Assert.Equal(expected, Texts(outcome));
        if (outcome is ConnectOutcome.Hold hold) Assert.Equal(heldMs, hold.TimeoutMs);
    }

    [Fact]
    public void What_waits_is_answered_at_once()
    {
        var script = new SessionScript(ack: false).Connected();
        script.Deliver("/a/x", "1", "2");
        Assert.Empty(script.Effects);
        Assert.Equal("now[1 2]", Texts(script.Connect("c2")));
    }

    [Fact]
    public void A_delivery_ends_the_held_connect()
    {
        var script = new SessionScript(ack: false).Connected();
        script.Connect("c2");
        script.Deliver("/a/x", "1");
        var push = Assert.IsType<SessionEffect.Push>(Assert.Single(script.Effects)).Deliveries;
        Assert.Equal(("c2", true), (push.Connection.ConnectionId, push.EndsConnect));
        script.Deliver("/a/x", "2");
        Assert.Single(script.Effects);
        Assert.False(script.Session.IsHeld);
    }

    [Fact]
    public void The_newer_connect_wins()
    {
        var script = new SessionScript(ack: false).Connected();
        script.Connect("c2");
        Assert.Equal("hold[]", Texts(script.Connect("c3")));
        var older = Assert.IsType<SessionEffect.Supersede>(Assert.Single(script.Effects));
        Assert.Equal(new ConnectionAddress("anna", "c1", "c2"), older.Connection);
        script.Deliver("/a/x", "1");
        Assert.Equal("c3", script.Effects.OfType<SessionEffect.Push>().Single().Deliveries.Connection.ConnectionId);
    }

    [Fact]
    public void An_old_connect_that_comes_late_takes_nothing_over()
    {
        var script = new SessionScript(ack: false).Connected();
        script.Connect("c2");
        script.Connect("c3");
        Assert.IsType<ConnectOutcome.Superseded>(script.Connect("c2"));
        Assert.Equal("c3", script.Session.Connection?.ConnectionId);
        script.Detach("c4");
        Assert.IsType<ConnectOutcome.Superseded>(script.Connect("c4"));
        Assert.Equal("c3", script.Session.Connection?.ConnectionId);
    }

    [Fact]
    public void A_superseded_socket_wins_again_with_its_next_connect()
    {
        var script = new SessionScript(ack: false).Connected("s1", TransportKind.WebSocket);
        script.Connect("s2", transport: TransportKind.WebSocket);
        Assert.IsType<ConnectOutcome.Superseded>(script.Connect("s1", number: 1, transport: TransportKind.WebSocket));
        Assert.Equal("hold[]", Texts(script.Connect("s1", number: 2, transport: TransportKind.WebSocket)));
        Assert.Equal("s1", script.Session.Connection?.ConnectionId);
    }

    [Fact]
    public void The_same_connect_again_changes_nothing()
    {
        var script = new SessionScript(ack: true).Connected();
        var held = Assert.IsType<ConnectOutcome.Hold>(script.Connect("c2", 0));
        script.Wait(1_000);
        var again = Assert.IsType<ConnectOutcome.Hold>(script.Connect("c2", 0));
        Assert.Equal((held.ReplyPosition, 29_000), (again.ReplyPosition, again.TimeoutMs));

        script.Deliver("/a/x", "1", "2");
        var position = script.Session.LastPosition;
        var answered = Assert.IsType<ConnectOutcome.Now>(script.Connect("c2", 0));
        Assert.Equal(("1 2", held.ReplyPosition, position), (Texts(answered.Deliveries), answered.ReplyPosition, script.Session.LastPosition));
    }

    [Fact]
    public void The_same_connect_again_leaves_out_what_its_socket_has_got()
    {
        var script = new SessionScript(ack: false).Connected("s1", TransportKind.WebSocket);
        script.Connect("s1", number: 2, transport: TransportKind.WebSocket);
        script.Deliver("/a/x", "1", "2", "3");
        var first = script.Effects.OfType<SessionEffect.Push>().Single().Deliveries.Deliveries[0].Position;
        Assert.Equal("hold[2 3]", Texts(script.Connect("s1", number: 2, transport: TransportKind.WebSocket, lastPosition: first)));
    }

    [Fact]
    public void Advice_goes_to_clients_that_may_not_know_it()
    {
        var script = new SessionScript(ack: false);
        Assert.Null(Advice(script.Connect("c1")));
        Assert.NotNull(Advice(script.Connect("c2", hasAdvice: true)));
        Assert.Null(Advice(script.Connect("c3")));
        Assert.NotNull(Advice(script.Connect("s1", transport: TransportKind.WebSocket)));
        Assert.Null(Advice(script.Connect("s1", number: 2, transport: TransportKind.WebSocket)));
        script.Session = script.Session with { Settings = script.Session.Settings with { IntervalMs = 500 } };
        Assert.Equal(500, Advice(script.Connect("s1", number: 3, transport: TransportKind.WebSocket))?.IntervalMs);
        Assert.Null(Advice(script.Connect("s1", number: 4, transport: TransportKind.WebSocket)));

        static OrleansChat.Bayeux.Messages.Advice? Advice(ConnectOutcome outcome) =>
            outcome is ConnectOutcome.Now now ? now.Advice : ((ConnectOutcome.Hold)outcome).Advice;
    }
}
