namespace OrleansChat.Tests.Walks;

/// <summary>Transfer, Invite, Consult, CancelConsult, RemoveParticipantFromConference, and how invitations end.</summary>
internal sealed partial class LawModel
{
    public List<Ask> Asks { get; } = [];

    /// <summary>The agents to whom their queue does not offer this chat again before they are Ready anew.</summary>
    public HashSet<string> Declined { get; } = [];

    /// <summary>The queues that look for an agent for this chat and have offered it to none.</summary>
    public IEnumerable<(string Queue, Ask? Ask)> Wanted =>
        (Waits ? [(Queue, (Ask?)null)] : Asks.Where(static a => a.Queue is not null).Select(static a => (a.Queue!, (Ask?)a)))
        .Where(w => !Members.Exists(m => m.IsInvited && m.Queue == w.Item1));

    /// <summary>
    /// What asking is answered: 3 where the newcomer would be seen by more than who asks, 2 where it is not the time. Whether a supervisor is inside
    /// makes no difference.
    /// </summary>
    public int MayAsk(Member by, string kind, string? user, string? queue, bool isReachable)
    {
        var given = kind == "Consult" ? 1 : 0;
        var isTime = by.IsChatting ? kind == "Transfer" || CustomerConnected : by.State == "LeftChat" && kind == "Transfer";
        return by.Visibility > given ? 3
            : !isTime || user == by.User || Asks.Exists(a => a.User == user && a.Queue == queue) ? 2
            : user is not null && FindOpen(user) is { Audience: 1 } inside ? inside is { IsConsultant: true, IsChatting: true } && kind != "Consult" ? 0 : 2
            : isReachable ? 0 : 2;
    }

    /// <param name="by">Who asks.</param>
    /// <param name="kind">Transfer, Invite or Consult.</param>
    /// <param name="user">The user asked, as they come if they do; <see langword="null"/>: a queue is asked.</param>
    /// <param name="queue">The queue asked.</param>
    /// <param name="referenceId">Of the reply.</param>
    public void AskFor(Member by, string kind, Member? user, string? queue, int referenceId)
    {
        if (user is not null && FindOpen(user.User) is { Audience: 1 } consultant)
        {
            _references[by.User] = referenceId;
            consultant.IsConsultant = false;
            Turn(consultant, 1);
            if (kind == "Transfer")
            {
                Go(by);
                InviteIfAskedMeanwhile(by);
            }

            _references.Clear();
            return;
        }

        Asks.Add(new Ask(by.User, kind, user?.User, queue, referenceId));
        if (user is not null && FindOpen(user.User) is null)
        {
            Invite(user);
        }
    }

    /// <summary>The target has accepted: who gave the chat away is done with it.</summary>
    private void HandOver(Member giver, bool failed)
    {
        if (giver.State == "LeftChat")
        {
            Finish(giver, "Completed");
        }
        else if (failed && giver.Serves && !Members.Exists(m => m != giver && m.Serves))
        {
            EndSession(giver, "Completed", null);
        }
        else
        {
            Go(giver);
            _references.Clear();
            InviteIfAskedMeanwhile(giver);
        }
    }

    public int MayCancelConsult(Member by) => Asks.Exists(a => a.By == by.User && a.Kind == "Consult") ? 0 : 2;

    public void CancelConsult(Member by) => Withdraw(static a => a.Kind == "Consult", by.User);

    /// <summary>Supervisors whom one sees are not to be removed; one whom one does not see is, like anybody who is not there, 2.</summary>
    public int MayRemove(Member by, string user)
    {
        var seen = Find(user) is { IsChatting: true } target && target.Visibility <= by.Audience ? target : null;
        return !by.IsFullAgent || seen is { Audience: 2 } ? 3 : by.IsChatting && seen is not null && seen != by ? 0 : 2;
    }

    public void Remove(Member who) => Go(who, "Revoked");

    /// <summary>Rejected: Completed, and who asked for them by name is told; a queue looks for the next.</summary>
    public void Reject(Member who) => EndInvitation(who, "Completed", "The invitation was rejected.");

    /// <summary>Everything of this chat that waits for an answer has waited too long.</summary>
    public void NobodyAnswered()
    {
        foreach (var ask in Asks.ToList())
        {
            End(ask, "Nobody answered the invitation.");
        }

        foreach (var offered in Members.Where(static m => m is { IsInvited: true, Audience: 1 }).ToList())
        {
            EndInvitation(offered, "Revoked", "Nobody answered the invitation.");
        }
    }

    private void EndInvitation(Member who, string state, string? why, bool isDeclined = true)
    {
        who.State = state;
        if (who.Queue is not null && why is not null && isDeclined)
        {
            Declined.Add(who.User);
        }

        StatusChange(who);
        Fail(a => a.User == who.User, why);
    }

    /// <summary>A user who was invited is told; what a queue has offered is taken back.</summary>
    private void End(Ask ask, string? why)
    {
        if (ask.User is not null && Find(ask.User) is { IsInvited: true } target && ask.LedTo(target))
        {
            EndInvitation(target, "Revoked", why);
            return;
        }

        Fail(a => a == ask, why);
        foreach (var offered in Members.Where(m => m.IsInvited && ask.LedTo(m)).ToList())
        {
            EndInvitation(offered, "Revoked", null);
        }
    }

    /// <summary>Askings end; who asked is told why, unless they took it back.</summary>
    private void Fail(Predicate<Ask> which, string? why)
    {
        foreach (var ask in Asks.FindAll(which))
        {
            Asks.Remove(ask);
            if (why is not null)
            {
                _references[ask.By] = ask.ReferenceId;
                Error(ask.By, why);
                _references.Remove(ask.By);
            }
        }
    }

    /// <summary>Who goes takes back what they have asked for.</summary>
    private void Withdraw(Predicate<Ask> which, string by) => Asks.FindAll(a => a.By == by && which(a)).ForEach(a => End(a, null));
}
