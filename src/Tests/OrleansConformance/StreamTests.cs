using Orleans.Streams;

namespace OrleansChat.Tests.OrleansConformance;

[Collection(nameof(ConformanceCluster))]
public sealed class StreamTests(ConformanceCluster conformance)
{
    private readonly string _key = Signals.NewKey();

    private IAsyncStream<Letter> Stream =>
        conformance.Client.GetStreamProvider(ConformanceCluster.Streams).GetStream<Letter>(StreamId.Create("letters", _key));

    [Fact]
    public async Task A_client_reads_events_in_the_order_in_which_they_were_written()
    {
        await Stream.SubscribeAsync((letter, _) => Note($"{letter.Number}"));
        for (var number = 0; number < 50; number++) await Stream.OnNextAsync(new Letter { Number = number }).Soon();

        Assert.Equal(Enumerable.Range(0, 50).Select(number => $"{number}"), await Signals.LogOf(_key, 50));
    }

    [Fact]
    public async Task A_grain_reads_one_event_after_the_other()
    {
        await conformance.Client.GetGrain<IReaderGrain>(_key).SubscribeAsync().Soon();
        for (var number = 0; number < 10; number++) await Stream.OnNextAsync(new Letter { Number = number }).Soon();

        Assert.Equal(
            Enumerable.Range(0, 10).SelectMany(number => new[] { $"{number} began", $"{number} ended" }),
            await Signals.LogOf(_key, 20));
    }

    [Fact]
    public async Task Each_reader_gets_every_event()
    {
        var other = Signals.NewKey();
        await Stream.SubscribeAsync((letter, _) => Note($"{letter.Number}"));
        await Stream.SubscribeAsync((letter, _) =>
        {
            Signals.Note(other, $"{letter.Number}");
            return Task.CompletedTask;
        });
        for (var number = 0; number < 3; number++) await Stream.OnNextAsync(new Letter { Number = number }).Soon();

        Assert.Equal(["0", "1", "2"], await Signals.LogOf(_key, 3));
        Assert.Equal(["0", "1", "2"], await Signals.LogOf(other, 3));
    }

    [Fact]
    public async Task A_batch_keeps_its_order()
    {
        await Stream.SubscribeAsync((letter, _) => Note($"{letter.Number}"));
        await Stream.OnNextBatchAsync(Enumerable.Range(0, 5).Select(number => new Letter { Number = number })).Soon();

        Assert.Equal(["0", "1", "2", "3", "4"], await Signals.LogOf(_key, 5));
    }

    [Fact]
    public async Task A_batch_observer_gets_all_events_with_rising_tokens()
    {
        var tokens = new List<StreamSequenceToken>();
        await Stream.SubscribeAsync(items =>
        {
            foreach (var item in items)
            {
                tokens.Add(item.Token);
                Signals.Note(_key, $"{item.Item.Number}");
            }
            return Task.CompletedTask;
        });
        await Stream.OnNextBatchAsync(Enumerable.Range(0, 3).Select(number => new Letter { Number = number })).Soon();
        await Stream.OnNextAsync(new Letter { Number = 3 }).Soon();

        Assert.Equal(["0", "1", "2", "3"], await Signals.LogOf(_key, 4));
        Assert.Equal(tokens.Order(), tokens);
        Assert.Equal(4, tokens.Distinct().Count());
    }

    [Fact]
    public async Task Nobody_reads_after_unsubscribing()
    {
        var handle = await Stream.SubscribeAsync((letter, _) => Note($"first {letter.Number}"));
        await Stream.OnNextAsync(new Letter { Number = 0 }).Soon();
        await Signals.LogOf(_key, 1);
        await handle.UnsubscribeAsync().Soon();
        await Stream.SubscribeAsync((letter, _) => Note($"second {letter.Number}"));
        await Stream.OnNextAsync(new Letter { Number = 1 }).Soon();

        Assert.Equal(["first 0", "second 1"], await Signals.LogOf(_key, 2));
    }

    [Fact]
    public async Task The_writer_may_change_an_event_after_writing_it()
    {
        await Stream.SubscribeAsync((letter, _) => Note(string.Join(' ', letter.Lines)));
        var letter = new Letter { Lines = ["as written"] };
        await Stream.OnNextAsync(letter).Soon();
        letter.Lines[0] = "changed";

        Assert.Equal(["as written"], await Signals.LogOf(_key, 1));
    }

    [Fact]
    public async Task A_grain_that_resumes_reads_on_after_a_new_activation()
    {
        var grain = conformance.Client.GetGrain<IReaderGrain>(_key);
        await grain.SubscribeAsync().Soon();
        await Stream.OnNextAsync(new Letter { Number = 0 }).Soon();
        await Signals.LogOf(_key, 2);
        await grain.EndAsync().Soon();
        Assert.Equal(1, await grain.SubscriptionsAsync().Soon());
        await Stream.OnNextAsync(new Letter { Number = 1 }).Soon();

        Assert.Equal(["0 began", "0 ended", "1 began", "1 ended"], await Signals.LogOf(_key, 4));
        await grain.UnsubscribeAsync().Soon();
        Assert.Equal(0, await grain.SubscriptionsAsync().Soon());
    }

    private Task Note(string line)
    {
        Signals.Note(_key, line);
        return Task.CompletedTask;
    }
}
