using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>Streams of events that are cut, ended and outlived: repeats are possible, holes are not (decision 45).</summary>
public sealed class EventStreamFaultTests : IAsyncLifetime
{
    private const int EventsPerStream = 4;
    private const int StreamsPerUser = 3;

    private readonly RunningServer _server = new() { Arguments = [$"--Limits:EventsPerStreamMax={EventsPerStream}", $"--Limits:ConnectionsPerUserMax={StreamsPerUser}"] };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_stream_ends_after_its_number_of_events_and_the_next_one_goes_on_without_hole_or_repeat()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent1");
        using var customer = await CustomerSide.RequestChatAsync(_server);
        var stream = await EventSide.OpenAsync(_server, "agent1");
        var id = (await stream.NextAsync()).Id;
        await agent.AcceptNextAsync();
        var (texts, streams) = (new List<string>(), 1);
        const int Texts = 20;
        for (var number = 1; number <= Texts; number++) _ = (await customer.SayAsync($"text {number}")).Ok;
        while (texts.Count < Texts)
        {
            var next = await stream.TryNextAsync();
            if (next is null)
            {
                stream.Dispose();
                (stream, streams) = (await EventSide.OpenAsync(_server, "agent1", id), streams + 1);
            }
            else if (next.Type.Length > 0)
            {
                Assert.Equal("end acknowledge", next.Reason);
            }
            else
            {
                id = next.Id;
                if (next.Data["data"]!["messages"] is { } messages) texts.AddRange(messages.AsArray().Select(static m => (string?)m!["text"]).OfType<string>());
            }
        }

        Assert.Equal(Enumerable.Range(1, Texts).Select(static n => $"text {n}"), texts);
        Assert.InRange(streams, (Texts / 256) + 2, Texts);
        stream.Dispose();
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_server_was_killed()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent2");
        using var customer = await CustomerSide.RequestChatAsync(_server);
        await agent.AcceptNextAsync();
        string id;
        using (var stream = await EventSide.OpenAsync(_server, "agent2"))
        {
            _ = await stream.NextAsync();
            _ = (await customer.SayAsync("before")).Ok;
            var before = await stream.NextAsync();
            Assert.Equal("NewMessages 3 Text Chris before", NotificationText.Of(before.Data["data"]!.AsObject()));
            id = before.Id;
            _server.Kill();
            Assert.Null(await stream.TryNextAsync());
        }

        await _server.StartAsync();
        _ = (await customer.SayAsync("after")).Ok;
        using var again = await EventSide.OpenAsync(_server, "agent2", id);
        var read = new List<string>();
        var last = long.Parse(id[(id.IndexOf('.', StringComparison.Ordinal) + 1)..], System.Globalization.CultureInfo.InvariantCulture);
        while (read is not [.., "NewMessages 4 Text Chris after"])
        {
            var next = await again.NextAsync();
            Assert.True(next.Type.Length == 0, next.Reason);            // the session lives: nothing must be read anew
            Assert.True(next.Position > last, "No number means two things.");
            last = next.Position;
            read.Add(NotificationText.Of(next.Data["data"]!.AsObject()));
        }

        Assert.All(read.SkipLast(1), static line => Assert.Equal("NewMessages 3 Text Chris before", line));
    }

    [Fact]
    public async Task A_stream_goes_on_after_a_cut_that_the_server_does_not_notice()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent3");
        using var customer = await CustomerSide.RequestChatAsync(_server);
        using var proxy = new WatchingProxy(_server.Port);
        await agent.AcceptNextAsync();
        using var stream = await EventSide.OpenAsync(new Uri(proxy.Url.GetLeftPart(UriPartial.Authority)), "agent3");
        var id = (await stream.NextAsync()).Id;
        _ = proxy.CutAsync(Cut.Silent);
        Assert.Null(await stream.TryNextAsync());
        _ = (await customer.SayAsync("into the cut")).Ok;
        Assert.Equal("3 Text Chris into the cut", await agent.NextEntriesAsync());
        using var again = await EventSide.OpenAsync(_server, "agent3", id);
        await again.ExpectAsync("NewMessages 3 Text Chris into the cut");
        _ = (await customer.SayAsync("and after it")).Ok;
        await again.ExpectAsync("NewMessages 4 Text Chris and after it");
    }

    [Fact]
    public async Task Streams_of_a_user_are_counted_and_come_free_again()
    {
        var open = new List<EventSide>();
        for (var number = 0; number < StreamsPerUser; number++)
        {
            open.Add(await EventSide.OpenAsync(_server, "agent4"));
            _ = await open[^1].NextAsync();
        }

        var (answer, response) = await EventSide.RefusedAsync(_server, HttpMethod.Get, "agent4");
        answer.MustBe(12, 429);
        Assert.NotNull(response.Headers.RetryAfter);
        using (var other = await EventSide.OpenAsync(_server, "agent5")) Assert.Equal("reset new", (await other.NextAsync()).Reason);
        using (var older = await EventSide.OpenAsync(_server, "supervisor1"))
        {
            var id = (await older.NextAsync()).Id;
            using var newer = await EventSide.OpenAsync(_server, "supervisor1", id);
            Assert.Equal("end superseded", (await older.NextAsync()).Reason);
            Assert.Null(await older.TryNextAsync());
        }

        open.ForEach(static stream => stream.Dispose());
    }

    /// <summary>What a stream carried waits in the session's queue until the next one acknowledges it.</summary>
    [Fact]
    public async Task A_stream_carries_half_a_queue_at_most_and_its_session_goes_on()
    {
        const int QueueMessages = 6;
        var server = new RunningServer { Arguments = [$"--Notifications:QueueMessages={QueueMessages}"] };
        await server.InitializeAsync();
        try
        {
            using var agent = await EventSide.OpenAsync(server, "agent1");
            var last = (await agent.NextAsync()).Id;
            var api = Api.User(server, "agent1");
            _ = (await api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
            _ = (await api.PostAsync("/api/v2/me", "Ready")).Ok;
            _ = (await api.PostAsync("/api/v2/me", "NotReady")).Ok;
            for (var number = 1; number <= QueueMessages / 2; number++) last = (await agent.NextAsync()).Id;
            Assert.Equal("end acknowledge", (await agent.NextAsync()).Reason);
            _ = (await api.PostAsync("/api/v2/me", "Ready")).Ok;
            using var again = await EventSide.OpenAsync(server, "agent1", last);
            Assert.Equal("Ready", (string?)(await again.NextAsync()).Data["data"]!["channels"]![0]!["userState"]!["state"]);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_stop_says_come_back()
    {
        using var stream = await EventSide.OpenAsync(_server, "agent5");
        _ = await stream.NextAsync();
        Assert.Equal(0, await _server.StopAsync());
        Assert.Equal("end unavailable", (await stream.NextAsync()).Reason);
        Assert.Null(await stream.TryNextAsync());
    }
}
