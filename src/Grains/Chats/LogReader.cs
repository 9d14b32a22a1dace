using OrleansChat.Grains.Interfaces;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Chats;

/// <summary>Reads the log with its texts, which stay in the journal, as one audience may see it.</summary>
internal sealed class LogReader(IJournal journal)
{
    /// <summary>Entries of one page of history (decision 28).</summary>
    public const int PageEntriesMax = 256;

    /// <summary>Bytes of one page of history, as they are written; a single entry may exceed it.</summary>
    public const int PageBytesMax = 256 * 1024;

    /// <summary>Entries whose texts are read at once for a message whose size is limited: few are read in vain.</summary>
    private const int EntriesPerLook = 256;

    /// <summary>Entries with at least this index, in order, at most <paramref name="entriesMax"/>.</summary>
    public async Task<ImmutableArray<EntryInfo>> ReadAsync(ChatState chat, Audience audience, int fromIndex, int entriesMax, CancellationToken cancellation)
    {
        var headers = Transcript.Headers(chat, audience, fromIndex, entriesMax);
        var texts = await ReadTextsAsync(chat.Id, headers, cancellation);
        return [.. headers.Select(h => Transcript.Read(chat, h, audience, texts.GetValueOrDefault(h.Version))).OfType<EntryView>().Select(ContractMapping.ToInfo)];
    }

    /// <summary>The same, and of these as many as go into one message; if there is any, at least one.</summary>
    public async Task<ImmutableArray<EntryInfo>> ReadPageAsync(ChatState chat, Audience audience, int fromIndex, int entriesMax, CancellationToken cancellation)
    {
        var page = ImmutableArray.CreateBuilder<EntryInfo>();
        var bytes = 0;
        while (page.Count < entriesMax)
        {
            var wanted = Math.Min(EntriesPerLook, entriesMax - page.Count);
            var some = await ReadAsync(chat, audience, fromIndex + page.Count, wanted, cancellation);
            foreach (var entry in some)
            {
                bytes += MessageSize.Of(entry);
                if (page.Count > 0 && bytes > MessageSize.PartBytesMax)
                {
                    return page.ToImmutable();
                }

                page.Add(entry);
            }

            if (some.Length < wanted)
            {
                break;
            }
        }

        return page.ToImmutable();
    }

    /// <summary>The log from 1 to an index, in pages (decision 28).</summary>
    public async Task<ImmutableArray<ImmutableArray<EntryInfo>>> ReadPagesAsync(ChatState chat, Audience audience, int throughIndex, CancellationToken cancellation)
    {
        var pages = ImmutableArray.CreateBuilder<ImmutableArray<EntryInfo>>();
        var page = ImmutableArray.CreateBuilder<EntryInfo>();
        var bytes = 0;
        foreach (var entry in await ReadAsync(chat, audience, 1, throughIndex, cancellation))
        {
            if (page.Count > 0 && (page.Count == PageEntriesMax || bytes + MessageSize.Of(entry) > PageBytesMax))
            {
                pages.Add(page.DrainToImmutable());
                bytes = 0;
            }

            page.Add(entry);
            bytes += MessageSize.Of(entry);
        }

        if (page.Count > 0)
        {
            pages.Add(page.DrainToImmutable());
        }

        return pages.ToImmutable();
    }

    private async Task<Dictionary<long, ChatEvent.Said>> ReadTextsAsync(string chatId, ImmutableArray<EntryHeader> headers, CancellationToken cancellation)
    {
        var texts = new Dictionary<long, ChatEvent.Said>();
        var wanted = headers.Where(static h => h.HasText).Select(static h => h.Version).ToList();
        for (var next = 0; next < wanted.Count;)
        {
            var stored = await journal.ReadAsync(ChatReplay.Stream(chatId), wanted[next] - 1, ChatReplay.EventsPerRead, cancellation);
            foreach (var happened in stored)
            {
                if (ChatReplay.Codec.IsNamed<ChatEvent.Said>(happened))
                {
                    texts[happened.Version] = (ChatEvent.Said)ChatReplay.Codec.Decode(happened);
                }
            }

            var read = stored.IsEmpty ? long.MaxValue : stored[^1].Version;
            next = wanted.FindIndex(next, version => version > read) is var found and >= 0 ? found : wanted.Count;
        }

        return texts;
    }
}
