using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Sessions;

public sealed class BayeuxSessionExpiryTests
{
    private static readonly SessionSettings Settings = new() { TimeoutMs = 30_000, IntervalMs = 0, MaxIntervalMs = 10_000, HoldSlackMs = 5_000 };

    [Fact]
    public void A_session_that_never_connects_expires()
    {
        var script = new SessionScript(ack: false, Settings);
        script.Wait(9_999);
        Assert.False(Expires(script));
        script.Wait(1);
        Assert.True(Expires(script));
    }

    [Fact]
    public void A_held_connect_keeps_the_session_and_its_end_starts_the_clock()
    {
        var script = new SessionScript(ack: false, Settings).Connected();
        script.Connect("c2");
        script.Wait(29_000);
        Assert.False(Expires(script));
        script.Written("c2", 0);
        script.Wait(9_999);
        Assert.False(Expires(script));
        script.Wait(1);
        Assert.True(Expires(script));
    }

    [Fact]
    public void A_lost_connection_starts_the_clock()
    {
        var script = new SessionScript(ack: false, Settings).Connected();
        script.Connect("c2");
        script.Detach("c2");
        script.Wait(10_000);
        Assert.True(Expires(script));
    }

    [Fact]
    public void A_hold_whose_host_died_ends_by_itself()
    {
        var script = new SessionScript(ack: false, Settings).Connected();
        script.Connect("c2");
        script.Wait(44_999);
        Assert.False(Expires(script));
        script.Wait(1);
        Assert.True(Expires(script));
    }

    [Fact]
    public void Other_messages_keep_the_session_a_little_longer()
    {
        var script = new SessionScript(ack: false, Settings).Connected();
        script.Wait(9_000);
        script.Session = script.Session.Subscribe(["/b"], script.Now).Session;
        script.Wait(9_000);
        Assert.False(Expires(script));
        script.Session = script.Session.Touch(script.Now);
        script.Wait(10_000);
        Assert.True(Expires(script));
    }

    [Fact]
    public void The_interval_of_the_advice_is_granted_too()
    {
        var script = new SessionScript(ack: false, Settings with { IntervalMs = 20_000 }).Connected();
        script.Wait(29_999);
        Assert.False(Expires(script));
    }

    [Fact]
    public void Who_expires_on_an_open_socket_is_told()
    {
        var script = new SessionScript(ack: false, Settings).Connected("s1", TransportKind.WebSocket);
        script.Wait(10_000);
        var step = script.Session.Expire(script.Now);
        Assert.Equal(EndReason.Expired, Assert.IsType<SessionEffect.End>(Assert.Single(step.Effects)).Reason);
    }

    private static bool Expires(SessionScript script) => script.Session.Expire(script.Now).Ended == EndReason.Expired;
}
