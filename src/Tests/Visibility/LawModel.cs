using System.Text.Json.Nodes;

namespace OrleansChat.Tests.WhoSees;

/// <summary>
/// The law of visibility once more, written from the contract and not from the product: for each audience (0 customer, 1 agents, 2
/// supervisors) the log that it reads, and for each user the notifications. An audience sees what has no higher number than itself.
/// </summary>
internal sealed class LawModel(string handle, string customerNickname, string subject)
{
    public static readonly string[] Words = ["All", "Agents", "Supervisors"];

    private const string Agents = "Transfer,Leave,Invite,Consult,SetInFocus,SetDisposition,AttachUserData,DeleteUserData,UpdateUserData,SendToAgents,"
        + "SendStartTypingToAgentsNotification,SendStopTypingToAgentsNotification,Complete,SendMessage,SendStartTypingNotification,SendStopTypingNotification";

    private const string Supervisors = "Leave,SetInFocus,SetDisposition,AttachUserData,DeleteUserData,UpdateUserData,Transfer,Invite,Consult,SendToAgents,"
        + "SendStartTypingToAgentsNotification,SendStopTypingToAgentsNotification,SendMessage,SendStartTypingNotification,SendStopTypingNotification,";

    private readonly HashSet<int> _customerTyping = [];
    private int _seenByCustomer = 1;

    public string Handle => handle;
    public string Id { get; set; } = "";
    public Stay Customer { get; } = new(customerNickname, "Customer", null) { Number = 1 };
    public bool CustomerConnected { get; private set; } = true;
    public bool Waits { get; private set; } = true;

    /// <summary>How far the customer's reads without index have come.</summary>
    public int Delivered { get; set; }
    public List<Member> Members { get; } = [];
    public List<Line>[] Logs { get; } = [[], [], []];
    public JsonObject UserData { get; } = new() { ["Subject"] = subject };

    /// <summary>Who must be told what, in order; whoever checks takes it away.</summary>
    public List<(string User, string Told)> Tell { get; } = [];

    /// <summary>Secrets that a user, or <c>""</c> the customer, may know from now on.</summary>
    public Action<string, IEnumerable<string>> Learns { get; init; } = static (_, _) => { };

    public Member? Find(string user) => Members.Find(m => m.User == user);

    public void Start() => Append(Audiences(0), "ParticipantJoined", Customer, 0, "", 0);

    public void Invite(Member who, string? mode, string nickname)
    {
        (who.Mode, who.InvitedAs) = (mode, nickname);
        Members.RemoveAll(m => m.User == who.User);
        Members.Add(who);
        Learns(who.User, [Id, .. UserDataSecrets]);
        StatusChange(who);
    }

    public void EndInvitation(Member who, string state)
    {
        who.State = state;
        StatusChange(who);
    }

    public void Join(Member who, Stay stay, int referenceId)
    {
        (who.State, who.Stay) = ("Chatting", stay);
        Members.Remove(who);
        Members.Add(who);
        Waits &= who.Audience != 1;
        Number(who);
        Append(Audiences(who.Visibility), "ParticipantJoined", stay, who.Visibility, "", 0);
        Learns(who.User, [.. Logs[who.Audience].SelectMany(static l => l.Secrets)]);
        StatusChange(who, referenceId);
        ToldOf(who, "ParticipantsUpdated", referenceId);
        Tell.Add((who.User, $"NewMessages {referenceId} /chats/{Id}: {Transcript(who.Audience, 1)}"));
        PresenceTo(Members.Where(m => m != who), Audiences(who.Visibility), 1);
    }

    /// <summary>Each audience reads truly: still there, newly there, there no longer; whoever never saw them reads nothing.</summary>
    public void Switch(Member who, string mode)
    {
        var before = who.Visibility;
        who.Mode = mode;
        who.Typing.Clear();
        Number(who);
        for (var audience = 0; audience < 3; audience++)
        {
            var (saw, sees) = (before <= audience, who.Visibility <= audience);
            if (saw || sees)
            {
                Append([audience], saw && sees ? "ParticipantRejoined" : sees ? "ParticipantJoined" : "ParticipantLeft", who.Stay, sees ? who.Visibility : before, "", 0);
            }
        }

        PresenceTo(Members, Audiences(Math.Min(before, who.Visibility)), 1);
    }

    /// <summary>The narrower of what was asked for and what the sender is seen by.</summary>
    public void Say(Member? who, string type, int asked, string text)
    {
        var visibility = Math.Max(asked, who?.Visibility ?? 0);
        var typing = who?.Typing ?? _customerTyping;
        if ((type == "TypingStarted" && !typing.Add(visibility)) || (type is "TypingStopped" or "Text" && !typing.Remove(visibility) && type == "TypingStopped"))
        {
            return;
        }

        Append(Audiences(visibility), type, who?.Stay ?? Customer, who?.Visibility ?? 0, text, visibility);
        foreach (var reader in Members.Where(m => m.Reads && m.Audience >= visibility))
        {
            Tell.Add((reader.User, $"NewMessages - {Last(reader.Audience, 1)}"));
        }
    }

    public void Attach(Member who, string key, string value, int referenceId)
    {
        UserData[key] = value;
        foreach (var reader in Members.Where(static m => m.IsOpen))
        {
            Learns(reader.User, [key, value]);
            ToldOf(reader, "PropertiesUpdated", reader == who ? referenceId : null);
        }
    }

    public void Leave(Member who)
    {
        Append(Audiences(who.Visibility), "ParticipantLeft", who.Stay, who.Visibility, "", 0);
        who.State = "Completed";
        StatusChange(who);
        PresenceTo(Members, Audiences(who.Visibility), 1);
    }

    public void CustomerLeaves()
    {
        var waited = Waits;
        (CustomerConnected, Waits) = (false, false);
        Append(Audiences(0), "ParticipantLeft", Customer, 0, "", 0);
        PresenceTo(Members, Audiences(0), 1);
        foreach (var offer in Members.Where(m => waited && m.State == "Invited"))
        {
            EndInvitation(offer, "Revoked");
        }
    }

    /// <summary>An agent ends it for everybody, or places it in a queue, where the customer waits on.</summary>
    public void End(Member by, string state, bool intoQueue)
    {
        var added = new int[3];
        foreach (var who in Visible(2))
        {
            foreach (var audience in Audiences(who.Visibility))
            {
                Append([audience], "ParticipantLeft", who.Stay, who.Visibility, "", 0);
                added[audience]++;
            }
        }

        var open = Members.Where(static m => m.IsOpen).ToList();
        open.ForEach(m => m.State = m == by ? state : "Revoked");
        CustomerConnected &= intoQueue;
        Waits = intoQueue;
        open.ForEach(m => StatusChange(m));
        if (state == "LeftChat")
        {
            ToldOf(by, "ParticipantsUpdated");
            Tell.Add((by.User, $"NewMessages - {Last(1, added[1])}"));
        }
    }

    public void CompleteWrapUp(Member who)
    {
        who.State = "Completed";
        StatusChange(who);
    }

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

    private void StatusChange(Member who, int? referenceId = null) => Tell.Add((who.User, $"StatusChange {referenceId?.ToString() ?? "-"} {View(who, withPeople: false)}"));

    private void ToldOf(Member who, string type, int? referenceId = null) => Tell.Add((who.User, $"{type} {referenceId?.ToString() ?? "-"} {View(who)}"));

    private void PresenceTo(IEnumerable<Member> members, int[] audiences, int entries)
    {
        foreach (var reader in members.Where(m => m.Reads && audiences.Contains(m.Audience)))
        {
            ToldOf(reader, "ParticipantsUpdated");
            Tell.Add((reader.User, $"NewMessages - {Last(reader.Audience, entries)}"));
        }
    }
}
