#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Queues;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Chats;
using OrleansChat.Grains.Journal;
using OrleansChat.Grains.Queues;
using OrleansChat.Grains.Users;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>
/// What is true: every stored event, folded by rules that are written from the decisions and not from the product. What anybody writes, reads or is
/// told is held against it at once.
/// </summary>
/// <remarks><c>docs/reference/simulation.md</c> says which invariant is checked where.</remarks>
internal sealed class Truth(SimulatedFloor floor)
{
    private readonly Dictionary<string, long> _versions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ChatTruth> _chats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserTruth> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueueTruth> _queues = new(StringComparer.Ordinal);

    public KeyTruth Keys { get; } = new(floor);
    public AuditTruth Audit { get; } = new(floor);
    public SessionTruth Sessions { get; } = new(floor);

    /// <summary>How many commits there were.</summary>
    public long Commits { get; private set; }

    /// <summary>Chats in the order of their ids.</summary>
    public IEnumerable<ChatTruth> Chats => _chats.Values;

    public IEnumerable<string> Streams => _versions.Keys;

    public IEnumerable<KeyValuePair<string, UserTruth>> Users => _users;

    public long VersionOf(string stream) => _versions.GetValueOrDefault(stream);

    public ChatTruth? Find(string chatId) => _chats.GetValueOrDefault(chatId);

    public UserTruth User(string userId) => _users.TryGetValue(userId, out var user) ? user : _users[userId] = new UserTruth(userId, this, floor.Fail);

    public QueueTruth Queue(string key) => _queues.TryGetValue(key, out var queue) ? queue : _queues[key] = new QueueTruth(key, this, floor.Fail);

    /// <summary>A commit that happened. The single writer: each append follows the one before (I12).</summary>
    public void Take(JournalAppend append)
    {
        if (append.ExpectedVersion != VersionOf(append.Stream)) floor.Fail($"{append.Stream}: a stale append at {append.ExpectedVersion} was taken at {VersionOf(append.Stream)}");
        Commits++;
        _versions[append.Stream] = append.ExpectedVersion + append.Events.Length;
        floor.History.Add($"{SimulatedFloor.NameOf(append.Stream)} {append.ExpectedVersion}+ {string.Join(' ', append.Events.Select(static e => e.Name))}");
        Keys.Take(append);
        var stored = append.Events.Select((e, place) => new StoredEvent(append.ExpectedVersion + place + 1, e.Name, e.Json));
        switch (append.Stream.Split('/', 2))
        {
            case ["chat", var chatId]:
                TakeChat(chatId, append, [.. stored.Select(ChatReplay.Codec.Decode)]);
                break;
            case ["user", var userId]:
                TakeUser(userId, append, [.. stored.Select(UserReplay.Codec.Decode)]);
                break;
            case ["queue", var key]:
                foreach (var happened in stored.Select(QueueGrain.Codec.Decode)) Queue(key).Take(happened);
                Audit.Take(append, []);
                break;
            default:
                Audit.Take(append, []);
                break;
        }
    }

    /// <summary>Nobody says that something was told which is not even stored.</summary>
    public void MustBeStored(string stream, long version)
    {
        if (version > VersionOf(stream)) floor.Fail($"{stream} is told up to {version}, and has {VersionOf(stream)}");
    }

    private void TakeChat(string chatId, JournalAppend append, ImmutableArray<ChatEvent> happened)
    {
        foreach (var one in happened) floor.History.Reached.Add(one is ChatEvent.Asked { QueueName: not null } ? "Asked a queue" : one.GetType().Name);
        if (!_chats.TryGetValue(chatId, out var chat)) _chats.Add(chatId, chat = new ChatTruth(chatId, floor.Fail));
        chat.Take(happened, Commits);
        Audit.Take(append, chat.Acts);
    }

    private void TakeUser(string userId, JournalAppend append, ImmutableArray<UserEvent> happened)
    {
        foreach (var one in happened) floor.History.Reached.Add($"User.{one.GetType().Name}");
        var user = User(userId);
        user.Take(happened);
        Audit.Take(append, user.Acts);
    }
}
#endif
