namespace OrleansChat.Bayeux.Sessions;

/// <summary>
/// What a session still owes its client: first what was sent and is not proven to have arrived, then what waits. Both in order of position;
/// everything sent is older than everything that waits. Immutable.
/// </summary>
internal sealed record SessionQueue<TSource>(
    ImmutableQueue<QueuedDelivery<TSource>> Sent, ImmutableQueue<QueuedDelivery<TSource>> Waiting, int Count, int Bytes)
{
    public static readonly SessionQueue<TSource> Empty = new([], [], 0, 0);

    public IEnumerable<QueuedDelivery<TSource>> All => Sent.Concat(Waiting);

    public QueuedDelivery<TSource>? Oldest => !Sent.IsEmpty ? Sent.Peek() : !Waiting.IsEmpty ? Waiting.Peek() : null;

    public SessionQueue<TSource> Add(QueuedDelivery<TSource> delivery) =>
        this with { Waiting = Waiting.Enqueue(delivery), Count = Count + 1, Bytes = Bytes + delivery.Bytes };

    /// <summary>
    /// Moves what waits to what was sent, from the front, while an answer has room; one always fits. The answer is known as
    /// <paramref name="number"/>, or as its last delivery's position.
    /// </summary>
    public SessionQueue<TSource> Send(int bytesMax, long? number, out ImmutableArray<Delivery> deliveries)
    {
        var taken = ImmutableArray.CreateBuilder<QueuedDelivery<TSource>>();
        var waiting = Waiting;
        var bytes = 0;
        while (!waiting.IsEmpty && (taken.Count == 0 || bytes + waiting.Peek().Bytes <= bytesMax))
        {
            waiting = waiting.Dequeue(out var next);
            bytes += next.Bytes;
            taken.Add(next);
        }

        var sent = Sent;
        foreach (var delivery in taken) sent = sent.Enqueue(delivery with { SentIn = number ?? taken[^1].Delivery.Position });
        deliveries = [.. taken.Select(taken => taken.Delivery)];
        return this with { Sent = sent, Waiting = waiting };
    }

    /// <summary>Something waits, and an answer with that much room can take it.</summary>
    public bool NextFits(int bytes) => !Waiting.IsEmpty && Waiting.Peek().Bytes <= bytes;

    /// <summary>How many bytes of an answer the sent ones take when they are sent again.</summary>
    public int SentBytes => Sent.Sum(delivery => delivery.Bytes);

    /// <summary>What was sent goes back in front of what waits: it was not written in full.</summary>
    public SessionQueue<TSource> TakeBack()
    {
        if (Sent.IsEmpty) return this;
        var waiting = ImmutableQueue<QueuedDelivery<TSource>>.Empty;
        foreach (var delivery in All) waiting = waiting.Enqueue(delivery);
        return this with { Sent = [], Waiting = waiting };
    }

    /// <summary>Forgets the sent ones from the front as long as <paramref name="arrived"/>.</summary>
    public SessionQueue<TSource> Forget(Func<QueuedDelivery<TSource>, bool> arrived, ImmutableArray<TSource>.Builder left)
    {
        var (sent, count, bytes) = (Sent, Count, Bytes);
        while (!sent.IsEmpty && arrived(sent.Peek()))
        {
            sent = sent.Dequeue(out var gone);
            left.Add(gone.Source);
            count--;
            bytes -= gone.Bytes;
        }

        return this with { Sent = sent, Count = count, Bytes = bytes };
    }

    /// <summary>Keeps only what is still wanted.</summary>
    public SessionQueue<TSource> Keep(Func<string, bool> wanted, ImmutableArray<TSource>.Builder left)
    {
        if (All.All(delivery => wanted(delivery.Delivery.Channel))) return this;
        left.AddRange(All.Where(delivery => !wanted(delivery.Delivery.Channel)).Select(delivery => delivery.Source));
        var sent = ImmutableQueue.CreateRange(Sent.Where(delivery => wanted(delivery.Delivery.Channel)));
        var waiting = ImmutableQueue.CreateRange(Waiting.Where(delivery => wanted(delivery.Delivery.Channel)));
        return new(sent, waiting, sent.Count() + waiting.Count(), sent.Sum(one => one.Bytes) + waiting.Sum(one => one.Bytes));
    }
}
