namespace OrleansChat.Tests.Walks;

/// <summary>Leaving, completing, logging out: by one's own act Completed, by another's act or the chat's end Revoked.</summary>
internal sealed partial class LawModel
{
    /// <summary>The only agent whom the customer sees ends the session by leaving, and wraps up; whoever else leaves is done.</summary>
    public void Leave(Member who)
    {
        if (who.Serves && !Members.Exists(m => m != who && m.Serves))
        {
            EndSession(who, "LeftChat", null);
            return;
        }

        Go(who);
        InviteIfAskedMeanwhile(who);
    }

    /// <summary>Goes with all that they have asked for.</summary>
    private void Go(Member who, string state = "Completed")
    {
        Append(Audiences(who.Visibility), "ParticipantLeft", who.Stay, who.Visibility, "", 0);
        Finish(who, state, () => PresenceTo(Members, Audiences(who.Visibility), 1));
    }

    /// <summary>Whom somebody asked in by name while they were inside as a supervisor.</summary>
    private void InviteIfAskedMeanwhile(Member who)
    {
        if (who.Audience == 2 && Asks.Find(a => a.User == who.User) is { } ask)
        {
            Invite(new Member(who.User, who.UserId, 1) { Kind = ask.Kind, AskedBy = ask.By, IsConsultant = ask.Kind == "Consult" });
        }
    }

    private void Finish(Member who, string state, Action? presence = null)
    {
        who.State = state;
        StatusChange(who);
        presence?.Invoke();
        Withdraw(static _ => true, who.User);
    }

    public static int MayComplete(Member who, bool intoQueue) =>
        who.State == "JoinFailed" && !intoQueue ? 0
        : !who.IsFullAgent ? 3
        : who.Reads ? 0 : 2;

    public void Complete(Member who, string? queue)
    {
        if (who.IsChatting || queue is not null)
        {
            EndSession(who, "Completed", queue);
        }
        else
        {
            Finish(who, "Completed");
        }
    }

    public static int MayTransferToQueue(Member who) => !who.IsFullAgent ? 3 : who.Reads ? 0 : 2;

    public void TransferToQueue(Member who, string queue, int referenceId)
    {
        _references[who.User] = referenceId;
        EndSession(who, "Completed", queue);
        _references.Clear();
    }

    public void CustomerLeaves()
    {
        var waited = Waits;
        (CustomerConnected, Waits) = (false, false);
        Append(Audiences(0), "ParticipantLeft", Customer, 0, "", 0);
        PresenceTo(Members, Audiences(0), 1);
        foreach (var offer in Members.Where(m => waited && m.IsInvited).ToList())
        {
            EndInvitation(offer, "Revoked", null);
        }
    }

    /// <summary>
    /// A user has logged out: what they are invited to moves on, and what they supervise they leave; with the right lost for good, an agent's chat goes
    /// back to its queue too.
    /// </summary>
    public void UserGone(Member who, bool forGood)
    {
        const string Why = "The user invited has logged out.";
        if (who.IsInvited)
        {
            EndInvitation(who, "Revoked", Why, isDeclined: false);
        }
        else if (who is { IsChatting: true, Audience: 2 })
        {
            Fail(a => a.User == who.User, Why);
            Go(who);
        }
        else if (forGood && who.Serves && !Members.Exists(m => m != who && m.Serves))
        {
            EndSession(who, "Completed", CustomerConnected ? Queue : null);
        }
        else if (forGood && who.IsChatting)
        {
            Go(who);
        }
        else if (forGood && who.IsOpen)
        {
            Finish(who, "Completed");
        }
    }

    /// <summary>The session ends for everybody, or the chat is placed in a queue, where the customer waits on.</summary>
    private void EndSession(Member by, string state, string? queue)
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

        var open = Members.Where(static m => m.Reads || m.IsInvited).ToList();
        open.ForEach(m => m.State = m == by ? state : "Revoked");
        CustomerConnected &= queue is not null;
        Waits = queue is not null;
        Queue = queue ?? Queue;
        Asks.Clear();
        open.ForEach(StatusChange);
        if (state == "LeftChat")
        {
            ToldOf(by, "ParticipantsUpdated");
            Tell.Add((by.User, $"NewMessages - {Last(1, added[1])}"));
        }
    }
}
