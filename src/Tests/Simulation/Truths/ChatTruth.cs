#if ORLEANS_LOCAL
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces.Chats;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>One chat's truth: who stands where, what each audience reads, and which acts of supervision there were.</summary>
internal sealed partial class ChatTruth(string id, Action<string> fail)
{
    private readonly SortedDictionary<string, List<Stint>> _stints = new(StringComparer.Ordinal);
    private readonly Shown[] _participants = [new(), new(), new()];
    private readonly Shown _customerView = new();
    private long _commit;

    public string Id => id;
    public long Version { get; private set; }
    public string Nickname { get; private set; } = "";
    public string QueueName { get; private set; } = "";
    public bool CustomerConnected { get; private set; }

    /// <summary>Since when it is in the queue: the customer is there, and no agent has the chat; <see langword="null"/>: it is not.</summary>
    public DateTimeOffset? WaitsSince { get; private set; }

    public bool Waits => WaitsSince is not null;

    public ChatLog Log { get; } = new(id, fail);

    /// <summary>The acts of supervision of the append under way, in order (decision 18).</summary>
    public List<Supervised> Acts { get; } = [];

    /// <summary>The highest version that anybody was given as the answer to an operation: nothing of it may be missing from a later read.</summary>
    public long Acknowledged { get; set; }

    private IEnumerable<Stint> Present => _stints.Values.Select(static s => s[^1]);

    public Stint? Find(string? userId) => userId is not null && _stints.TryGetValue(userId, out var stints) ? stints[^1] : null;

    public ParticipantState? StateOf(string userId) => Find(userId)?.State;

    /// <summary>Who is in it, invited or done but not yet through with it.</summary>
    public IEnumerable<Stint> Open => Present.Where(static s => s.IsOpen);

    /// <summary>Where a user stood at a version.</summary>
    public ParticipantState? StateAt(string userId, long version) => _stints.GetValueOrDefault(userId)?.FindLast(s => s.InvitedAt <= version)?.StateAt(version);

    public bool WasEver(string userId, ParticipantState state, bool isSupervisor) => _stints.GetValueOrDefault(userId)?.Exists(s => s.IsSupervisor == isSupervisor && s.WasEver(state)) ?? false;

    public bool WasInvitedAfter(string userId, long version) => Find(userId) is { } last && last.InvitedAt > version;

    /// <summary>Whether a user had the chat from a version until now without a break, or had it at no time; <see langword="null"/>: now so and now so.</summary>
    public bool? HasSince(string userId, long version)
    {
        var has = Stint.IsOpenState(StateAt(userId, version));
        return (_stints.GetValueOrDefault(userId) ?? []).SelectMany(s => s.StatesAfter(version)).All(state => Stint.IsOpenState(state) == has) ? has : null;
    }

    /// <summary>How many times a supervisor was invited because they monitor an agent.</summary>
    public int InvitedAsMonitor(string userId) => _stints.GetValueOrDefault(userId)?.Count(static s => s.Source == InvitationSource.Monitoring) ?? 0;

    /// <summary>How many entries of an audience are part of acknowledged operations.</summary>
    public int AcknowledgedLength(int audience) => Log.LengthAt(audience, Acknowledged);

    /// <summary>What the customer reads is theirs (I2, I4, I11).</summary>
    public void MustHoldForCustomer(ImmutableArray<EntryInfo> entries, string reader)
    {
        if (Log.Mismatch(0, entries) is { } wrong) fail($"{reader} reads {wrong}");
    }

    /// <summary>What a user reads belongs to one of their stays in the chat, and to the audience that they were of (I2, I4, I11).</summary>
    /// <returns>The audience; −1: none fits.</returns>
    public int MustHold(string userId, ImmutableArray<EntryInfo> entries, string reader)
    {
        var wrong = "something of a chat that they were never in";
        foreach (var stint in (_stints.GetValueOrDefault(userId) ?? []).Where(static s => s.HasJoined).Reverse())
        {
            if (Log.Mismatch(stint.Audience, entries, stint.EndedAt) is not { } mismatch) return stint.Audience;
            wrong = mismatch;
        }

        fail($"{reader} reads {wrong}");
        return -1;
    }

    /// <summary>Whoever is shown participants is shown those whom they may see (I11).</summary>
    public void MustShow(string userId, ImmutableArray<ParticipantInfo> participants, long sinceVersion, string reader)
    {
        var shown = Print(participants);
        if (shown.Length > 0 && !(_stints.GetValueOrDefault(userId) ?? []).Exists(s => s.HasJoined && _participants[s.Audience].WasTrue(shown, sinceVersion)))
        {
            fail($"{reader} is shown '{shown}' in {id}, which was not so since {sinceVersion}; now it is '{_participants[Find(userId)?.Audience ?? 1].Now}'");
        }
    }

    public void MustShowCustomer(CustomerChatState state, ImmutableArray<ParticipantInfo> participants, long sinceVersion, string reader)
    {
        var shown = $"{state} {Print(participants)}";
        if (!_customerView.WasTrue(shown, sinceVersion)) fail($"{reader} is shown '{shown}' in {id}, which was not so since {sinceVersion}; now it is '{_customerView.Now}'");
    }

    /// <summary>The events of one append. Notifications are of each of them, reads see only what is after all.</summary>
    public void Take(IEnumerable<Evt> happened, long commit)
    {
        _commit = commit;
        Acts.Clear();
        foreach (var one in happened)
        {
            Version++;
            Take(one);
            for (var audience = 0; audience < 3; audience++) _participants[audience].Becomes(Participants(audience), Version);
        }

        MustBeLegal();
        _customerView.Becomes($"{(!CustomerConnected ? CustomerChatState.Idle : Waits ? CustomerChatState.WaitingForAgent : CustomerChatState.Chatting)} {_participants[0].Now}", Version);
    }

    private void Take(Evt happened)
    {
        switch (happened)
        {
            case Evt.Started e:
                Must(Version == 1, happened);
                (CustomerConnected, WaitsSince, QueueName, Nickname) = (true, e.At, e.QueueName, e.Nickname);
                Write(EntryKind.ParticipantJoined, null, "", Visibility.All);
                break;
            case Evt.CustomerLeft:
                Must(CustomerConnected, happened);
                (CustomerConnected, WaitsSince) = (false, null);
                Write(EntryKind.ParticipantLeft, null, "", Visibility.All);
                break;
            case Evt.Said e:
                Must(e.UserId is null ? CustomerConnected && e.Visibility == Visibility.All : Find(e.UserId) is { IsChatting: true } who && e.Visibility >= who.Visibility, happened);
                Write(e.Kind, e.UserId, e.Text, e.Visibility);
                break;
            case Evt.UserDataChanged e:
                Must(e.UserId is null || Find(e.UserId) is { IsOpen: true, IsInvited: false }, happened);
                break;
            case Evt.InFocus e:
                Must(Find(e.UserId) is { IsOpen: true, IsInvited: false }, happened);
                break;
            case Evt.Invited or Evt.InvitationEnded or Evt.Asked or Evt.AskEnded:
                TakeAsking(happened);
                break;
            default:
                TakePlace(happened);
                break;
        }
    }

    private string Participants(int audience) => string.Join(' ', Present.Where(s => s.IsChatting && (int)s.Visibility <= audience).OrderBy(static s => s.Place)
        .Select(static s => $"{s.UserId}:{s.Visibility}").Concat(CustomerConnected ? ["customer"] : Array.Empty<string>()));

    private static string Print(ImmutableArray<ParticipantInfo> participants) => string.Join(' ', participants.Select(static p => p.UserId is null ? "customer" : $"{p.UserId}:{p.Visibility}"));

    /// <summary>An entry with this visibility; without one, that of who stands behind it.</summary>
    private void Write(EntryKind kind, string? userId, string text, Visibility? visibility = null)
    {
        var from = Find(userId)?.Visibility ?? Visibility.All;
        var printed = kind is EntryKind.ParticipantJoined or EntryKind.ParticipantLeft ? Visibility.All : visibility ?? from;
        Log.Add(new Line(kind, userId, text, printed, from, Version, _commit), (int)(visibility ?? from));
    }

    private void Must(bool isLegal, Evt happened)
    {
        if (!isLegal) fail($"{id} stores at version {Version} what may not happen: {happened}");
    }
}

/// <summary>An act of supervision that must have its audit record.</summary>
internal readonly record struct Supervised(SupervisionAct Act, string SupervisorId, string AgentId, string ChatId, SupervisorMode? Mode);
#endif
