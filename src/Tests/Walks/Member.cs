namespace OrleansChat.Tests.Walks;

/// <summary>Who stands behind entries: one stay of somebody in a chat.</summary>
internal sealed class Stay(string nickname, string type, string? userId)
{
    public string Nickname => nickname;
    public string Type => type;
    public string UserId => userId ?? "-";

    /// <summary>Read from the server once, by the one who joined.</summary>
    public string ParticipantId { get; set; } = "";

    /// <summary>Towards the customer: how many the customer had seen when they first saw this one; 0: never.</summary>
    public int Number { get; set; }

    public string AsSeenBy(int visibility) => $"{Nickname} {Type} {LawModel.Words[visibility]} {UserId} {ParticipantId}";
}

/// <summary>An entry as one audience reads it.</summary>
internal sealed record Line(string Type, Stay From, int FromVisibility, string Text, int Visibility)
{
    public string ForUser(int index) => $"{index} {Type} {From.AsSeenBy(FromVisibility)} '{Text}' {LawModel.Words[Visibility]}";

    public string ForCustomer(int index) => $"{index} {Type} {From.Nickname} {From.Type} {From.Number} '{Text}'";

    public IEnumerable<string> Secrets => [From.Nickname, From.UserId, From.ParticipantId, Word];

    /// <summary>The secret of a text; of an address its last part.</summary>
    public string Word => Text.Split('/')[^1];
}

/// <summary>Somebody in the chat waits for an answer: of the user with this name, or of an agent of this queue.</summary>
internal sealed record Ask(string By, string Kind, string? User, string? Queue, int ReferenceId)
{
    /// <summary>Whether this invitation came from this asking.</summary>
    public bool LedTo(Member who) => who.AskedBy == By && who.Kind == Kind && (User is null ? who.Queue == Queue : who.User == User);
}

/// <summary>A user's part in a chat: one stint.</summary>
internal sealed class Member(string user, string userId, int audience)
{
    public string User => user;
    public string UserId => userId;

    /// <summary>What they are to this chat: 1 agents, 2 supervisors. A supervisor whom a colleague asked in comes as an agent.</summary>
    public int Audience => audience;
    public string State { get; set; } = "Invited";
    public string? Mode { get; set; }
    public string InvitedAs { get; set; } = "";

    /// <summary>Offer, Transfer, Invite or Consult; of supervisors Supervision.</summary>
    public string Kind { get; init; } = "Supervision";
    public string? AskedBy { get; init; }
    public string? Queue { get; init; }
    public bool IsConsultant { get; set; }
    public Stay Stay { get; set; } = new("", "", null);
    public HashSet<int> Typing { get; } = [];
    public bool IsInvited => State == "Invited";
    public bool IsChatting => State == "Chatting";
    public bool Reads => State is "Chatting" or "LeftChat";
    public bool IsOpen => Reads || State is "Invited" or "JoinFailed";

    /// <summary>Monitor is seen by supervisors, Coach and consultants by agents too, BargeIn and agents by all.</summary>
    public int Visibility => Mode switch { "Monitor" => 2, "Coach" => 1, _ => IsConsultant ? 1 : 0 };

    /// <summary>An agent whom the customer sees.</summary>
    public bool IsFullAgent => Audience == 1 && Visibility == 0;

    /// <summary>Keeps the customer served.</summary>
    public bool Serves => IsFullAgent && IsChatting;
}
