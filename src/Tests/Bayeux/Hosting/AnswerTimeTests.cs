using System.Net.WebSockets;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>What stays, a socket, a stream of events, begins a time anew for each answer; all of a poll is the request's.</summary>
public sealed class AnswerTimeTests
{
    private readonly AnswerTimes _times = new();

    [Fact]
    public async Task A_poll_has_that_of_its_request_whether_it_is_held_or_not()
    {
        await using var server = await StartAsync();
        using var client = await server.Client("anna").ConnectedAsync(false, "/v2/me/*");
        var held = await client.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await held;
        await server.Sessions.ReportedAsync();
        Assert.Equal(["connect 0", "connect 0", "written 0"], server.Sessions.Asked);
        Assert.Equal(0, _times.Count);
    }

    [Fact]
    public async Task Every_frame_of_a_socket_has_a_time_of_its_own_and_its_reports_have_none()
    {
        await using var server = await StartAsync();
        using var client = await SocketClient.OpenAsync(server, "anna");
        await client.HandshakenAsync(false, "/v2/me/*");
        await client.SendConnectAsync();
        await client.ReadAsync();
        await client.HoldAsync();
        await server.DeliverAsync("anna", "/v2/me/chats", "1");
        await client.ReadAsync();
        await server.Sessions.ReportedAsync();
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        await server.Sessions.DetachedAsync();
        Assert.Equal(["connect 3", "connect 4", "written 0", "detach 0"], server.Sessions.Asked);
    }

    [Fact]
    public async Task A_stream_of_events_has_one_each_time_it_asks_but_for_its_opening()
    {
        await using var server = await StartAsync();
        using (var stream = await EventSide.OpenAsync(server.Url, "anna", ("Authorization", "anna")))
        {
            Assert.Equal("reset new", (await stream.NextAsync()).Reason);
            await server.Sessions.HeldAsync();
            server.Clock.Advance(TimeSpan.FromSeconds(31));             // the session has held it for its time: the next connect
            await server.Sessions.HeldAsync();
            await server.Connections.ResyncAsync(Assert.Single(server.Connections.Attached));
        }

        await server.Sessions.DetachedAsync();
        Assert.Equal(["connect 0", "connect 1", "connect 2", "detach 0"], server.Sessions.Asked);
    }

    [Fact]
    public async Task A_stream_whose_session_is_lost_begins_another_one_in_the_time_of_its_request()
    {
        await using var server = await StartAsync();
        using var stream = await EventSide.OpenAsync(server.Url, "anna", ("Authorization", "anna"), ("Last-Event-ID", $"{new string('a', 26)}.7"));
        Assert.Equal("reset lost", (await stream.NextAsync()).Reason);
        Assert.Equal(["connect 0", "detach 0", "connect 0"], server.Sessions.Asked);
        Assert.Equal(0, _times.Count);
    }

    private async Task<BayeuxServer> StartAsync()
    {
        var server = await BayeuxServer.StartAsync(options => options.BeginAnswer = _times.Begin);
        server.Sessions.Time = () => _times.Now;
        return server;
    }

    /// <summary>Numbers the times that begin.</summary>
    private sealed class AnswerTimes
    {
        private readonly AsyncLocal<Running?> _current = new();
        private int _count;

        public int Count => _count;

        /// <summary>0: none runs in the caller.</summary>
        public int Now => _current.Value is { IsOver: false, Number: var number } ? number : 0;

        public IDisposable Begin() => _current.Value = new Running(Interlocked.Increment(ref _count));

        private sealed class Running(int number) : IDisposable
        {
            public int Number => number;

            public bool IsOver { get; private set; }

            public void Dispose() => IsOver = true;
        }
    }
}
