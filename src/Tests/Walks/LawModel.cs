using System.Text.Json.Nodes;

namespace OrleansChat.Tests.Walks;

/// <summary>
/// The law of visibility once more, written from the contract and not from the product: for each audience (0 customer, 1 agents, 2
/// supervisors) the log that it reads, and for each user the notifications. An audience sees what has no higher number than itself.
/// </summary>
internal sealed partial class LawModel(string handle, string customerNickname, string subject, string queue)
{
    public static readonly string[] Words = ["All", "Agents", "Supervisors"];

    private readonly HashSet<int> _customerTyping = [];
    private int _seenByCustomer = 1;

    public string Handle => handle;
    public string Subject => subject;
    public string Id { get; set; } = "";
    public Stay Customer { get; } = new(customerNickname, "Customer", null) { Number = 1 };
    public bool CustomerConnected { get; private set; } = true;

    /// <summary>For an agent, in <see cref="Queue"/>.</summary>
    public bool Waits { get; private set; } = true;
    public string Queue { get; private set; } = queue;
    public bool IsOver => !CustomerConnected && !Waits && !Members.Exists(static m => m.IsOpen);

    /// <summary>How far the customer's reads without index have come.</summary>
    public int Delivered { get; set; }
    public List<Member> Members { get; } = [];
    public List<Line>[] Logs { get; } = [[], [], []];
    public JsonObject UserData { get; } = new() { [nameof(Subject)] = subject };

    /// <summary>Who must be told what, in order; whoever checks takes it away.</summary>
    public List<(string User, string Told)> Tell { get; } = [];

    /// <summary>Secrets that a user, or <c>""</c> the customer, may know from now on.</summary>
    public Action<string, IEnumerable<string>> Learns { get; init; } = static (_, _) => { };

    public Member? Find(string user) => Members.Find(m => m.User == user);

    public Member? FindOpen(string user) => Members.Find(m => m.User == user && m.IsOpen);

    public void Start() => Append(Audiences(0), "ParticipantJoined", Customer, 0, "", 0);

    /// <summary>A supervisor comes by themselves, or is called because they monitor; a queue offers; a colleague asks.</summary>
    public void Invite(Member who)
    {
        Members.RemoveAll(m => m.User == who.User);
        Members.Add(who);
        Learns(who.User, [Id, .. UserDataSecrets]);
        StatusChange(who);
    }

    /// <summary>The number of the operation stands in what its caller is told, and in what who asked is told of the answer.</summary>
    public void Accept(Member who, Stay stay, int referenceId)
    {
        var ask = Asks.Find(a => a.LedTo(who));
        Asks.Remove(ask!);
        _references[who.User] = referenceId;
        if (ask is not null)
        {
            _references[ask.By] = ask.ReferenceId;
        }

        var failed = who.Audience == 1 && !CustomerConnected;
        Waits &= who.Audience != 1;
        if (failed)
        {
            who.State = "JoinFailed";
            StatusChange(who);
        }
        else
        {
            Join(who, stay);
        }

        if (ask is { Kind: "Transfer" })
        {
            _references.Remove(who.User);
            HandOver(FindOpen(ask.By)!, failed);
        }
        else if (ask is not null && failed)
        {
            Error(ask.By, "The customer has gone.");
        }

        _references.Clear();
    }

    private void Join(Member who, Stay stay)
    {
        (who.State, who.Stay) = ("Chatting", stay);
        Members.Remove(who);
        Members.Add(who);
        Number(who);
        Append(Audiences(who.Visibility), "ParticipantJoined", stay, who.Visibility, "", 0);
        Learns(who.User, [.. Logs[who.Audience].SelectMany(static l => l.Secrets)]);
        StatusChange(who);
        ToldOf(who, "ParticipantsUpdated");
        Tell.Add((who.User, $"NewMessages {Reference(who)} /chats/{Id}: {Transcript(who.Audience, 1)}"));
        PresenceTo(Members.Where(m => m != who), Audiences(who.Visibility), 1);
    }

    public void Switch(Member who, string mode)
    {
        var before = who.Visibility;
        who.Mode = mode;
        Turn(who, before);
    }

    /// <summary>Each audience reads truly: still there, newly there, there no longer; whoever never saw them reads nothing.</summary>
    private void Turn(Member who, int before)
    {
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
    public void Say(Member? who, string type, int asked, string text, int? referenceId = null)
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
            Tell.Add((reader.User, $"NewMessages {(reader == who ? referenceId?.ToString() : null) ?? "-"} {Last(reader.Audience, 1)}"));
        }
    }

    /// <summary>Keys that are set keep their place or come last; everybody in the chat, invited or in wrap-up, is told, and the customer never.</summary>
    public void ChangeUserData(Member who, IEnumerable<(string Key, string Value)> set, IEnumerable<string> removed, int referenceId)
    {
        removed.ToList().ForEach(key => UserData.Remove(key));
        foreach (var (key, value) in set)
        {
            UserData[key] = value;
        }

        _references[who.User] = referenceId;
        foreach (var reader in Members.Where(static m => m.IsOpen))
        {
            Learns(reader.User, UserDataSecrets);
            ToldOf(reader, "PropertiesUpdated");
        }

        _references.Clear();
    }
}
