using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Journal;

public abstract partial class JournalSuite
{
    [Fact]
    public async Task Appended_events_are_read_in_order_with_names_and_bytes()
    {
        await Journal.AppendAsync(new("chat/a", 0, [new("chat.started.1", Json("{}")), new("chat.said.1", Json("\"hällo\0\""))]));
        await Journal.AppendAsync(new("chat/a", 2, [new("chat.ended.1", Json(""))]));

        var events = await Journal.ReadAsync("chat/a", 0, 10);

        Assert.Equal(["1 chat.started.1 {}", "2 chat.said.1 \"hällo\0\"", "3 chat.ended.1 "],
            events.Select(stored => $"{stored.Version} {stored.Name} {TextOf(stored.Json)}"));
    }

    [Fact]
    public async Task Reading_pages_after_a_version_and_is_empty_beyond_the_head()
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a", "b", "c", "d", "e"));

        Assert.Equal("1:a 2:b", await TextsAsync("chat/a", 0, 2));
        Assert.Equal("3:c 4:d", await TextsAsync("chat/a", 2, 2));
        Assert.Equal("5:e", await TextsAsync("chat/a", 4, 2));
        Assert.Equal("", await TextsAsync("chat/a", 5, 2));
        Assert.Equal("", await TextsAsync("chat/a", 99, int.MaxValue));
        Assert.Equal("", await TextsAsync("chat/nobody"));
    }

    [Fact]
    public async Task The_head_is_null_before_the_first_append_and_then_counts()
    {
        Assert.Null(await Journal.ReadHeadAsync("chat/a"));

        await Journal.AppendAsync(Append("chat/a", 0, "a", "b") with { Due = Noon.AddTicks(7).ToOffset(TimeSpan.FromHours(5)) });
        Assert.Equal(new StreamHead(2, 0, Noon.AddTicks(7)), await Journal.ReadHeadAsync("chat/a"));

        await Journal.AppendAsync(Append("chat/a", 2, "c"));
        Assert.Equal(new StreamHead(3, 0, null), await Journal.ReadHeadAsync("chat/a"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_append_at_another_version_conflicts_and_writes_nothing(long expectedVersion)
    {
        await Journal.AppendAsync(Append("chat/a", 0, "a", "b") with { Due = Noon });

        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(Append("chat/a", expectedVersion, "x", "y")));

        Assert.Equal("1:a 2:b", await TextsAsync("chat/a"));
        Assert.Equal(new StreamHead(2, 0, Noon), await Journal.ReadHeadAsync("chat/a"));
    }

    [Fact]
    public async Task An_append_beyond_an_empty_stream_conflicts_and_makes_no_stream()
    {
        await Assert.ThrowsAsync<JournalConflictException>(() => Journal.AppendAsync(Append("chat/a", 1, "x")));

        Assert.Null(await Journal.ReadHeadAsync("chat/a"));
        Assert.Equal("", await TextsAsync("chat/a"));
    }

    [Fact]
    public async Task Many_appenders_write_each_event_once_without_gaps()
    {
        const int appenders = 24;
        const int eventsEach = 20;
        string[] streams = ["chat/a", "chat/b", "chat/c"];

        var got = await Task.WhenAll(Enumerable.Range(0, appenders).Select(appender => Task.Run(async () =>
        {
            var versions = new List<string>();
            for (var number = 0; number < eventsEach; number++)
            {
                var stream = streams[(appender + number) % streams.Length];
                versions.Add($"{stream} {await AppendNextAsync(stream, $"{appender}.{number}")} {appender}.{number}");
            }
            return versions;
        })));

        var stored = new List<string>();
        foreach (var stream in streams)
        {
            var events = await Journal.ReadAsync(stream, 0, int.MaxValue);
            Assert.Equal(Enumerable.Range(1, events.Length).Select(version => (long)version), events.Select(one => one.Version));
            Assert.Equal(events.Length, (await Journal.ReadHeadAsync(stream))!.Version);
            stored.AddRange(events.Select(one => $"{stream} {one.Version} {TextOf(one.Json)}"));
        }
        Assert.Equal(appenders * eventsEach, stored.Count);
        Assert.Equal(got.SelectMany(one => one).Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_appends_to_the_same_version_exactly_one_succeeds()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            try
            {
                await Journal.AppendAsync(Append("chat/a", 0, $"{number}", "and more"));
                return $"1:{number} 2:and more";
            }
            catch (JournalConflictException)
            {
                return null;
            }
        }));

        Assert.Equal(Assert.Single(outcomes, outcome => outcome is not null), await TextsAsync("chat/a"));
    }

    [Fact]
    public async Task Ill_formed_arguments_are_refused_before_anything_is_written()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("", 0, "x")));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/\0", 0, "x")));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/\ud800", 0, "x")));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append(new string('x', JournalNames.NameCharsMax + 1), 0, "x")));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/a", -1, "x")));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.AppendAsync(Append("chat/a", 0)));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Journal.ReadAsync("chat/a", 0, 0));

        Assert.Empty(await Journal.FindWakeableAsync(DateTimeOffset.MaxValue, "", 10));
    }

    [Fact]
    public async Task A_cancelled_read_is_cancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journal.ReadHeadAsync("chat/a", new CancellationToken(canceled: true)));
}
