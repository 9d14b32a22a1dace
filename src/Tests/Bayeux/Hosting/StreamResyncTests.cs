using OrleansChat.Bayeux.Sessions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>A stream of events that is to ask its session again for what it may have missed.</summary>
public sealed class StreamResyncTests
{
    private const int Rounds = 12;

    [Fact]
    public async Task A_stream_that_asks_in_vain_says_so_stays_and_gets_everything_with_the_next_try()
    {
        await using var server = await BayeuxServer.StartAsync();
        using var stream = await EventSide.OpenAsync(server.Url, "anna", ("Authorization", "anna"));
        Assert.Equal("reset new", (await stream.NextAsync()).Reason);
        await server.Sessions.HeldAsync();
        server.LostPushes.Count = 1;
        await server.DeliverAsync("anna", "/v2/me/chats", "{\"text\":\"1\"}");
        server.Sessions.IsAway = true;
        await Assert.ThrowsAsync<IOException>(() => server.Connections.ResyncAsync(Assert.Single(server.Connections.Attached)).AsTask());
        server.Sessions.IsAway = false;
        await server.Connections.ResyncAsync(Assert.Single(server.Connections.Attached));
        Assert.Equal("1", (string?)(await stream.NextAsync()).Data["data"]!["text"]);
    }

    /// <summary>Whether the stream ends before it is asked is by chance, so there are many.</summary>
    [Fact]
    public async Task A_stream_that_is_over_need_not_be_waited_for()
    {
        for (var round = 1; round <= Rounds; round++)
        {
            await using var server = await BayeuxServer.StartAsync();
            using var stream = await EventSide.OpenAsync(server.Url, "anna", ("Authorization", "anna"));
            Assert.Equal("reset new", (await stream.NextAsync()).Reason);
            await server.Sessions.HeldAsync();
            var attached = Assert.Single(server.Connections.Attached);
            server.Connections.End(attached, EndReason.LoggedOut);
            await server.Connections.ResyncAsync(attached).AsTask().WaitAsync(TimeSpan.FromSeconds(20));       // the clock stands still: nothing else would end the wait
            Assert.Equal("end loggedOut", (await stream.NextAsync()).Reason);
        }
    }
}
