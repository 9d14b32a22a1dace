#if ORLEANS_LOCAL
using System.Diagnostics;
using OrleansChat.Domain.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using Evt = OrleansChat.Domain.Chats.ChatEvent;

namespace OrleansChat.Tests.Simulation;

/// <summary>One chat's truth: who stands where, and the log that each audience (0 customer, 1 agents, 2 supervisors) must read.</summary>
internal sealed class ChatTruth(string id, Action<string> fail)
{
    private readonly List<string>[] _logs = [[], [], []];
    private readonly List<long>[] _loggedAt = [[], [], []];
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Person> _people = new(StringComparer.Ordinal);

    public string Id => id;
    public long Version { get; private set; }
    public bool CustomerConnected { get; private set; }

    /// <summary>In a queue: the customer is there, and no agent has the chat.</summary>
    public bool Waits { get; private set; }

    /// <summary>The highest version that anybody was given as the answer to an operation: nothing of it may be missing from a later read.</summary>
    public long Acknowledged { get; set; }

    public ParticipantState? StateOf(string userId) => _people.TryGetValue(userId, out var who) ? who.State : null;

    public IEnumerable<string> Open => _people.Where(static p => p.Value.IsOpen).Select(static p => p.Key);

    public int Length(int audience) => _logs[audience].Count;

    /// <summary>How many entries of an audience are part of acknowledged operations.</summary>
    public int AcknowledgedLength(int audience) => _loggedAt[audience].Count(version => version <= Acknowledged);

    /// <summary>The supervisors' index of a text; 0: it was never stored.</summary>
    public int IndexOf(string text) => _texts.GetValueOrDefault(text);

    /// <summary>Those whom an audience sees chatting, by user id.</summary>
    public string Participants(int audience) => string.Join(' ', _people.Where(p => p.Value.IsChatting && (int)p.Value.Visibility <= audience).Select(static p => p.Key).Append(CustomerConnected ? "customer" : ""));

    /// <summary>Entries are what the audience's log says at their indexes: never others, never renumbered, never those of another audience (I2, I4, I11).</summary>
    public void MustHold(int audience, ImmutableArray<EntryInfo> entries, string reader)
    {
        for (var place = 0; place < entries.Length; place++)
        {
            var entry = entries[place];
            if (place > 0 && entry.Index != entries[place - 1].Index + 1) fail($"{reader} reads index {entry.Index} after {entries[place - 1].Index} in {id}");
            var read = Print(entry.Kind, entry.From.UserId, entry.Text);
            if (entry.Index < 1 || entry.Index > Length(audience) || _logs[audience][entry.Index - 1] != read)
            {
                fail($"{reader} reads '{entry.Index} {read}' in {id}, where the log of audience {audience} has {(entry.Index <= Length(audience) && entry.Index > 0 ? _logs[audience][entry.Index - 1] : "nothing")}");
            }
        }
    }

    public void Take(Evt happened)
    {
        Version++;
        switch (happened)
        {
            case Evt.Started:
                Must(Version == 1, happened);
                (CustomerConnected, Waits) = (true, true);
                Log(EntryKind.ParticipantJoined, null, "", 0);
                break;
            case Evt.Invited e:
                Must(StateOf(e.UserId) is not { } state || !_people[e.UserId].IsOpen, happened);
                Must(e.Source != InvitationSource.Routing || (Waits && !_people.Values.Any(static p => p is { State: ParticipantState.Invited, Source: InvitationSource.Routing })), happened);
                _people[e.UserId] = new Person(e.Role, e.Source, e.Mode) { IsConsultant = e.Source == InvitationSource.Consult };
                break;
            case Evt.InvitationEnded e:
                Must(StateOf(e.UserId) == ParticipantState.Invited, happened);                  // one answer to every offer (I10)
                _people[e.UserId].State = e.End == InvitationEnd.Rejected ? ParticipantState.Completed : ParticipantState.Revoked;
                break;
            case Evt.Joined e:
                Must(StateOf(e.UserId) == ParticipantState.Invited, happened);
                Must(_people[e.UserId].Source != InvitationSource.Routing || Waits, happened);   // never two owners (I10)
                _people[e.UserId].State = ParticipantState.Chatting;
                Waits &= _people[e.UserId].Role != ParticipantRole.Agent;
                Log(EntryKind.ParticipantJoined, e.UserId, "", (int)_people[e.UserId].Visibility);
                break;
            case Evt.JoinFailed e:
                Must(StateOf(e.UserId) == ParticipantState.Invited && !CustomerConnected, happened);
                _people[e.UserId].State = ParticipantState.JoinFailed;
                break;
            case Evt.ModeSwitched e:
                Must(_people[e.UserId] is { IsChatting: true } me && me.Mode == e.From && e.From != e.To, happened);
                Turn(e.UserId, who => who.Mode = e.To);
                break;
            case Evt.ConsultantLifted e:
                Must(_people[e.UserId] is { IsChatting: true, IsConsultant: true }, happened);
                Turn(e.UserId, static who => who.IsConsultant = false);
                break;
            case Evt.ParticipantRemoved e:
                Must(StateOf(e.UserId) == ParticipantState.Chatting && StateOf(e.By) == ParticipantState.Chatting, happened);
                Log(EntryKind.ParticipantLeft, e.UserId, "", (int)_people[e.UserId].Visibility);
                _people[e.UserId].State = ParticipantState.Revoked;
                break;
            case Evt.Left e:
                Must(StateOf(e.UserId) == ParticipantState.Chatting, happened);
                Log(EntryKind.ParticipantLeft, e.UserId, "", (int)_people[e.UserId].Visibility);
                _people[e.UserId].State = ParticipantState.Completed;
                break;
            case Evt.CustomerLeft:
                Must(CustomerConnected, happened);
                (CustomerConnected, Waits) = (false, false);
                Log(EntryKind.ParticipantLeft, null, "", 0);
                break;
            case Evt.SessionEnded e:
                Must(StateOf(e.UserId) == ParticipantState.Chatting && (e.QueueName is null || CustomerConnected), happened);
                End(e);
                break;
            case Evt.WrapUpCompleted e:
                Must(StateOf(e.UserId) is ParticipantState.LeftChat or ParticipantState.JoinFailed, happened);
                _people[e.UserId].State = ParticipantState.Completed;
                break;
            default:
                TakeInside(happened);
                break;
        }
    }

    /// <summary>What changes nobody's place.</summary>
    private void TakeInside(Evt happened)
    {
        switch (happened)
        {
            case Evt.Said e:
                Must(e.UserId is null ? CustomerConnected : StateOf(e.UserId) == ParticipantState.Chatting, happened);
                Must(e.UserId is null ? e.Visibility == 0 : e.Visibility >= _people[e.UserId].Visibility, happened);
                Log(e.Kind, e.UserId, e.Text, (int)e.Visibility);
                if (e.Text.Length > 0 && !_texts.TryAdd(e.Text, Length(2))) fail($"'{e.Text}' is stored twice in {id}");
                break;
            case Evt.UserDataChanged e:
                Must(e.UserId is null || StateOf(e.UserId) is ParticipantState.Chatting or ParticipantState.LeftChat, happened);
                break;
            case Evt.InFocus or Evt.Asked or Evt.AskEnded:
                break;
            default:
                throw new UnreachableException($"The simulation's truth does not know {happened.GetType().Name}.");
        }
    }

    /// <summary>Each audience reads truly: still there, newly there, or there no longer (decision 7).</summary>
    private void Turn(string userId, Action<Person> turn)
    {
        var before = _people[userId].Visibility;
        turn(_people[userId]);
        var after = _people[userId].Visibility;
        if (after < before) _people[userId].Place = (int)Version;
        for (var audience = 0; audience < 3; audience++)
        {
            var (saw, sees) = ((int)before <= audience, (int)after <= audience);
            if (saw || sees) Log(saw && sees ? EntryKind.ParticipantRejoined : sees ? EntryKind.ParticipantJoined : EntryKind.ParticipantLeft, userId, "", audience, audience);
        }
    }

    private void End(Evt.SessionEnded ended)
    {
        // In the order of their coming, or of becoming visible to more.
        foreach (var userId in _people.Where(static p => p.Value.IsChatting).OrderBy(static p => p.Value.Place).Select(static p => p.Key).ToList())
        {
            Log(EntryKind.ParticipantLeft, userId, "", (int)_people[userId].Visibility);
        }

        foreach (var (userId, who) in _people.Where(static p => p.Value is { IsOpen: true, State: not ParticipantState.JoinFailed })) who.State = userId == ended.UserId ? ended.State : ParticipantState.Revoked;
        CustomerConnected &= ended.QueueName is not null;
        Waits = ended.QueueName is not null;
    }

    private void Log(EntryKind kind, string? userId, string text, int from, int to = 2)
    {
        for (var audience = from; audience <= to; audience++)
        {
            _logs[audience].Add(Print(kind, userId, text));
            _loggedAt[audience].Add(Version);
        }

        if (userId is not null && kind == EntryKind.ParticipantJoined) _people[userId].Place = (int)Version;
    }

    private static string Print(EntryKind kind, string? userId, string text) => $"{kind} {userId} {text}";

    private void Must(bool isLegal, Evt happened)
    {
        if (!isLegal) fail($"{id} stores at version {Version} what may not happen: {happened}");
    }

    private static Visibility VisibilityOf(SupervisorMode mode) => mode switch
    {
        SupervisorMode.Monitor => Visibility.Supervisors,
        SupervisorMode.Coach => Visibility.Agents,
        _ => Visibility.All,
    };

    private sealed class Person(ParticipantRole role, InvitationSource source, SupervisorMode? mode)
    {
        public ParticipantRole Role => role;
        public InvitationSource Source => source;
        public SupervisorMode? Mode { get; set; } = mode;
        public ParticipantState State { get; set; } = ParticipantState.Invited;
        public int Place { get; set; }
        public bool IsChatting => State == ParticipantState.Chatting;
        public bool IsOpen => State is not (ParticipantState.Completed or ParticipantState.Revoked);
        public bool IsConsultant { get; set; }
        public Visibility Visibility => Mode is { } mode ? VisibilityOf(mode) : IsConsultant ? Visibility.Agents : Visibility.All;
    }
}
#endif
