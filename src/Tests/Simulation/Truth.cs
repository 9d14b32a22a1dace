#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Simulation;

/// <summary>
/// What is true: every stored event, folded by rules that are written from the decisions and not from the product. What anybody writes, reads or is
/// told is held against it at once.
/// </summary>
internal sealed class Truth(SimulatedFloor floor)
{
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ChatTruth> _chats = new(StringComparer.Ordinal);

    /// <summary>Chats in the order of their ids.</summary>
    public IEnumerable<ChatTruth> Chats => _chats.Values;

    public IEnumerable<string> Streams => _versions.Keys;

    public long VersionOf(string stream) => _versions.GetValueOrDefault(stream);

    public ChatTruth? Find(string chatId) => _chats.GetValueOrDefault(chatId);

    /// <summary>A commit that happened. The single writer: each append follows the one before (I12).</summary>
    public void Take(JournalAppend append)
    {
        if (append.ExpectedVersion != VersionOf(append.Stream)) floor.Fail($"{append.Stream}: a stale append at {append.ExpectedVersion} was taken at {VersionOf(append.Stream)}");
        _versions[append.Stream] = append.ExpectedVersion + append.Events.Length;
        floor.History.Add($"{SimulatedFloor.NameOf(append.Stream)} {append.ExpectedVersion}+ {string.Join(' ', append.Events.Select(static e => e.Name))}");
        if (!append.Stream.StartsWith(ChatReplay.StreamPrefix, StringComparison.Ordinal)) return;

        var chatId = append.Stream[ChatReplay.StreamPrefix.Length..];
        if (!_chats.TryGetValue(chatId, out var chat)) _chats.Add(chatId, chat = new ChatTruth(chatId, floor.Fail));
        foreach (var stored in append.Events)
        {
            var happened = ChatReplay.Codec.Decode(new StoredEvent(chat.Version + 1, stored.Name, stored.Json));
            floor.History.Reached.Add(happened.GetType().Name);
            chat.Take(happened);
        }
    }

    /// <summary>Nobody says that something was told which is not even stored.</summary>
    public void MustBeStored(string stream, long version)
    {
        if (version > VersionOf(stream)) floor.Fail($"{stream} is told up to {version}, and has {VersionOf(stream)}");
    }
}
#endif
