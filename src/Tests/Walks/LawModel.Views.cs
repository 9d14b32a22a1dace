namespace OrleansChat.Tests.Walks;

/// <summary>What each can read of the chat, and what they are told of it, in the words of <see cref="WireWords"/>.</summary>
internal sealed partial class LawModel
{
    private const string Agents = "Transfer,Leave,Invite,Consult,SetInFocus,SetDisposition,AttachUserData,DeleteUserData,UpdateUserData,SendToAgents,"
        + "SendStartTypingToAgentsNotification,SendStopTypingToAgentsNotification,Complete,SendMessage,SendStartTypingNotification,SendStopTypingNotification";

    private const string Supervisors = "Leave,SetInFocus,SetDisposition,AttachUserData,DeleteUserData,UpdateUserData,Transfer,Invite,Consult,SendToAgents,"
        + "SendStartTypingToAgentsNotification,SendStopTypingToAgentsNotification,SendMessage,SendStartTypingNotification,SendStopTypingNotification,";

    /// <summary>What is told now carries these numbers, by user.</summary>
    private readonly Dictionary<string, int> _references = [];

    public string Transcript(int audience, int from) => string.Join(" | ", Logs[audience].Select(static (line, place) => (line, Index: place + 1)).Where(l => l.Index >= from)
        .Select(l => audience == 0 ? l.line.ForCustomer(l.Index) : l.line.ForUser(l.Index)));

    /// <summary>The chat as one of its users reads it.</summary>
    public string View(Member me, bool withPeople = true)
    {
        var people = withPeople && me.Reads ? Visible(me.Audience).Select(static m => m.Stay.AsSeenBy(m.Visibility)).Concat(CustomerConnected ? [Customer.AsSeenBy(0)] : []) : [];
        return $"/chats/{Id} {me.State} {(me.State == "Invited" ? me.Mode ?? "-" : "-")} {Capabilities(me)} ({string.Join(", ", people)}) {UserData.ToJsonString()}";
    }

    public string CustomerView()
    {
        var state = !CustomerConnected ? "Idle" : Waits ? "WaitingForAgent" : "Chatting";
        var may = CustomerConnected ? "SendMessage,SendStartTypingNotification,SendStopTypingNotification,Complete" : "";
        var people = Visible(0).Select(static m => m.Stay).Concat(CustomerConnected ? [Customer] : []).Select(static s => $"{s.Nickname} {s.Type} {s.Number}");
        return $"{Handle} {state} {may} ({string.Join(", ", people)})";
    }

    private IEnumerable<string> UserDataSecrets => UserData.SelectMany(static pair => new[] { pair.Key == "Subject" ? "" : pair.Key, (string)pair.Value! });

    /// <summary>Whom an audience sees, in the order in which it saw them come or turn to more: recomputed from nothing but the log that it reads.</summary>
    private List<Member> Visible(int audience)
    {
        return [.. Members.Where(m => m.IsChatting && m.Visibility <= audience).OrderBy(m => CameAt(Logs[audience], m.Stay))];
    }

    private static int CameAt(List<Line> log, Stay who)
    {
        var (came, seenAs) = (-1, 0);
        for (var place = 0; place < log.Count; place++)
        {
            if (log[place].From == who && log[place].Type is ("ParticipantJoined" or "ParticipantRejoined"))
            {
                came = log[place].Type == "ParticipantJoined" || log[place].FromVisibility < seenAs ? place : came;
                seenAs = log[place].FromVisibility;
            }
        }

        return came;
    }

    private static string Capabilities(Member me) => (me.State, me.Mode) switch
    {
        ("Invited", _) => "Accept,Reject",
        ("LeftChat", _) => "Transfer,SetInFocus,SetDisposition,AttachUserData,DeleteUserData,UpdateUserData,Complete",
        ("JoinFailed", _) => "SetInFocus,Complete,SetDisposition,AttachUserData,DeleteUserData,UpdateUserData",
        ("Chatting", null) => Agents,
        ("Chatting", "Monitor") => Supervisors + "SwitchToCoach,SwitchBargeIn",
        ("Chatting", "Coach") => Supervisors + "SwitchToMonitor,SwitchBargeIn",
        ("Chatting", _) => Supervisors + "SwitchToMonitor,SwitchToCoach",
        _ => "",
    };

    private static int[] Audiences(int visibility) => [.. Enumerable.Range(visibility, 3 - visibility)];

    private void Append(int[] audiences, string type, Stay from, int fromVisibility, string text, int visibility)
    {
        foreach (var audience in audiences)
        {
            var line = new Line(type, from, fromVisibility, text, visibility);
            Logs[audience].Add(line);
            foreach (var reader in audience == 0 ? [""] : Members.Where(m => m.Reads && m.Audience == audience).Select(static m => m.User))
            {
                Learns(reader, audience == 0 ? [line.From.Nickname, line.Word] : line.Secrets);
            }
        }
    }

    private void Number(Member who)
    {
        if (who.Visibility == 0 && who.Stay.Number == 0)
        {
            who.Stay.Number = ++_seenByCustomer;
        }
    }

    private string Last(int audience, int count) => $"/chats/{Id}: {Transcript(audience, Logs[audience].Count - count + 1)}";

    private string Reference(Member who) => _references.TryGetValue(who.User, out var number) ? $"{number}" : "-";

    private void StatusChange(Member who) => Tell.Add((who.User, $"StatusChange {Reference(who)} {View(who, withPeople: false)}"));

    private void ToldOf(Member who, string type) => Tell.Add((who.User, $"{type} {Reference(who)} {View(who)}"));

    private void Error(string user, string why)
    {
        var who = Find(user)!;
        Tell.Add((user, $"Error {Reference(who)} {View(who)} '{why}'"));
    }

    private void PresenceTo(IEnumerable<Member> members, int[] audiences, int entries)
    {
        foreach (var reader in members.Where(m => m.Reads && audiences.Contains(m.Audience)).ToList())
        {
            ToldOf(reader, "ParticipantsUpdated");
            Tell.Add((reader.User, $"NewMessages {Reference(reader)} {Last(reader.Audience, entries)}"));
        }
    }
}
