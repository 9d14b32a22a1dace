using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain.Law;

/// <summary>
/// The law of visibility once more, written apart from the server's: viewers and things have a rank, and a viewer sees what is not above it.
/// It listens to what was asked for and to the facts that followed, and says what each audience must be able to read.
/// </summary>
internal sealed class LawModel
{
    private sealed record Looks(string Name, ParticipantRole Role, int Rank, string ParticipantId);

    private sealed record Line(EntryKind Kind, int Rank, Looks By, Looks? Before, string Text);

    private sealed record Reader(Audience Audience, int Rank);

    private static readonly Reader[] Readers = [new(Audience.Customer, 0), new(Audience.Agent, 1), new(Audience.Supervisor, 2)];
    private static readonly string[] RankNames = ["All", "Agents", "Supervisors"];

    private readonly Dictionary<string, Looks> _invited = [];
    private readonly Dictionary<string, Looks> _present = [];
    private readonly List<string> _byJoining = [];
    private readonly List<Line> _lines = [];
    private Looks _customer = new(Cast.Customer, ParticipantRole.Customer, 0, "");
    private bool _customerIsThere;

    /// <summary>The rank that a mode gives: a monitor is for supervisors, a coach for agents, everybody else for all.</summary>
    public static int RankOf(SupervisorMode? mode) => mode switch
    {
        SupervisorMode.Monitor => 2,
        SupervisorMode.Coach => 1,
        _ => 0,
    };

    /// <summary>What a sender is heard by: the higher of what was asked for and what the sender is.</summary>
    public int RankOfSaying(string name, Visibility askedFor) => Math.Max(Array.IndexOf(RankNames, askedFor.ToString()), _present[name].Rank);

    public void Hear(ChatCommand command, Step step)
    {
        foreach (var fact in step.Facts)
        {
            Hear(command, fact.Event);
        }
    }

    private void Hear(ChatCommand command, ChatEvent happened)
    {
        switch (happened)
        {
            case ChatEvent.Started e:
                _customer = _customer with { ParticipantId = e.ParticipantId };
                _customerIsThere = true;
                _lines.Add(new Line(EntryKind.ParticipantJoined, 0, _customer, null, ""));
                break;
            case ChatEvent.Invited e:
                _invited[Cast.Name(e.UserId)] = new Looks(Cast.Name(e.UserId), e.Role, e.Source == InvitationSource.Consult ? 1 : RankOf(e.Mode), "");
                break;
            case ChatEvent.Joined e:
                Enter(Cast.Name(e.UserId), e.ParticipantId);
                break;
            case ChatEvent.ConsultantLifted e:
                Switch(Cast.Name(e.UserId), 0);
                break;
            case ChatEvent.ParticipantRemoved e:
                Go(Cast.Name(e.UserId));
                break;
            case ChatEvent.ModeSwitched e:
                Switch(Cast.Name(e.UserId), RankOf(e.To));
                break;
            case ChatEvent.Said { UserId: null } e:
                _lines.Add(new Line(e.Kind, 0, _customer, null, e.Text));
                break;
            case ChatEvent.Said e:
                var name = Cast.Name(e.UserId);
                _lines.Add(new Line(e.Kind, RankOfSaying(name, command is ChatCommand.Say say ? say.Visibility : Visibility.All), _present[name], null, e.Text));
                break;
            case ChatEvent.Left e:
                Go(Cast.Name(e.UserId));
                break;
            case ChatEvent.CustomerLeft:
                _lines.Add(new Line(EntryKind.ParticipantLeft, 0, _customer, null, ""));
                _customerIsThere = false;
                break;
            case ChatEvent.SessionEnded e:
                _customerIsThere &= e.QueueName is not null;
                _byJoining.ToList().ForEach(Go);
                break;
        }
    }

    private void Enter(string name, string participantId)
    {
        _present[name] = _invited[name] with { ParticipantId = participantId };
        _byJoining.Add(name);
        _lines.Add(new Line(EntryKind.ParticipantJoined, _present[name].Rank, _present[name], null, ""));
    }

    private void Switch(string name, int rank)
    {
        var before = _present[name];
        _present[name] = before with { Rank = rank };
        if (rank < before.Rank)
        {
            _byJoining.Remove(name);                                   // newly seen by somebody: listed last, as one who joins
            _byJoining.Add(name);
        }

        _lines.Add(new Line(EntryKind.ParticipantRejoined, Math.Min(before.Rank, rank), _present[name], before, ""));
    }

    private void Go(string name)
    {
        _lines.Add(new Line(EntryKind.ParticipantLeft, _present[name].Rank, _present[name], null, ""));
        _present.Remove(name);
        _byJoining.Remove(name);
    }

    /// <summary>One line for each entry that an audience must read: index, type, printed visibility, author with their visibility, text.</summary>
    public List<string> Log(Audience audience)
    {
        var reader = Readers.Single(r => r.Audience == audience);
        var index = 0;
        return [.. _lines.Where(line => line.Rank <= reader.Rank).Select(line => Print(++index, line, reader.Rank))];
    }

    private static string Print(int index, Line line, int rank)
    {
        var (sawBefore, seesAfter) = (line.Before?.Rank <= rank, line.By.Rank <= rank);
        var kind = line.Before is null ? line.Kind
            : !seesAfter ? EntryKind.ParticipantLeft
            : !sawBefore ? EntryKind.ParticipantJoined
            : EntryKind.ParticipantRejoined;
        var by = seesAfter ? line.By : line.Before!;
        var presence = kind is EntryKind.ParticipantJoined or EntryKind.ParticipantLeft or EntryKind.ParticipantRejoined;
        return $"{index} {kind} {RankNames[presence ? 0 : line.Rank]} {by.Name} {by.Role} {RankNames[by.Rank]} {by.ParticipantId} '{line.Text}'";
    }

    /// <summary>The same line, of an entry as the server gives it.</summary>
    public static string Print(EntryView entry) =>
        $"{entry.Index} {entry.Kind} {entry.Visibility} {entry.From.Nickname} {entry.From.Role} {entry.From.Visibility} {entry.From.ParticipantId} '{entry.Text}'";

    /// <summary>Who must be listed to an audience, in order.</summary>
    public List<string> Participants(Audience audience)
    {
        var rank = Readers.Single(r => r.Audience == audience).Rank;
        var listed = _byJoining.Select(name => _present[name]).Where(p => p.Rank <= rank).Concat(_customerIsThere ? [_customer] : []);
        return [.. listed.Select(static p => $"{p.Name} {p.Role} {RankNames[p.Rank]} {p.ParticipantId}")];
    }

    public static string Print(ParticipantView who) => $"{who.Nickname} {who.Role} {who.Visibility} {who.ParticipantId}";
}
