namespace OrleansChat.Tests.Walks;

/// <summary>What somebody can do now, and how often they do.</summary>
internal abstract partial class Floor
{
    /// <summary>A chat that an agent has declined comes back to them after a minute, and nobody may wait for that.</summary>
    private const int DeclinedStepsMax = 6;

    private int _declinedSteps;

    private Func<Task> Choose()
    {
        if (isHurried && Unanswered() is { Count: > 0 } pressing)
        {
            return Any(pressing);
        }

        var declined = Viewers.Values.Where(v => v is { Role: 1, IsAvailable: true } && Chats.Exists(c => c.Wanted.Any(w => c.Declined.Contains(v.User) && Serves(v, w.Queue)))).ToList();
        _declinedSteps = declined.Count == 0 ? 0 : _declinedSteps + 1;
        if (_declinedSteps > DeclinedStepsMax)
        {
            return () => BeReadyAnewAsync(declined[0]);
        }

        var can = new List<Func<Task>>();
        var open = Chats.Where(static c => !c.IsOver).ToList();
        Offer(can, open.Count < 3 ? open.Count == 0 ? 20 : 3 : 0, RequestAsync);
        foreach (var chat in open)
        {
            Offer(can, chat.CustomerConnected ? 3 : 0, () => CustomerSaysAsync(chat));
            Offer(can, chat.CustomerConnected && Dice(4) == 0 ? 1 : 0, () => CustomerCompletesAsync(chat));
            foreach (var member in chat.Members.Where(static m => m.IsOpen).ToList())
            {
                OfferTo(can, chat, member);
            }

            foreach (var supervisor in Supervisors.Where(v => chat.FindOpen(v.User) is null))
            {
                Offer(can, chat.Members.Exists(static m => m is { Audience: 1, IsChatting: true }) ? 4 : 0, () => IntrudeAsync(chat, supervisor));
            }
        }

        Offer(can, 2, MonitorAsync);
        Offer(can, 2, ChangeChannelAsync);
        Offer(can, Dice(2), LogOutAsync);
        Offer(can, Dice(2), ChangeGroupAsync);
        Offer(can, Dice(2), LoseRoleAsync);
        return Any(can);
    }

    private void OfferTo(List<Func<Task>> can, LawModel chat, Member member)
    {
        var isAgent = member.Audience == 1;
        Offer(can, member.IsInvited ? 12 : 0, () => AcceptAsync(chat, member));
        Offer(can, member.IsInvited ? 2 : 0, () => RejectAsync(chat, member));
        Offer(can, member.IsChatting ? isAgent ? 5 : 10 : 0, () => SayAsync(chat, member));
        Offer(can, 1, () => RefusedAsync(chat, member));
        Offer(can, member.IsInvited ? 0 : 2, () => ChangeUserDataAsync(chat, member));
        Offer(can, member is { IsChatting: true, Audience: 2 } ? 6 : 0, () => SwitchAsync(chat, member));
        Offer(can, member.IsChatting ? isAgent ? Dice(2) : 1 : 0, () => LeaveAsync(chat, member));
        Offer(can, isAgent ? member.IsChatting ? Dice(2) : 2 : 0, () => CompleteAsync(chat, member));
        Offer(can, member.Reads ? isAgent ? 6 : 2 : 0, () => AskAsync(chat, member));
        Offer(can, isAgent && Dice(2) == 0 ? 1 : 0, () => TransferToQueueAsync(chat, member));
        Offer(can, member.Reads && (chat.Asks.Exists(a => a.By == member.User) || Dice(6) == 0) ? 1 : 0, () => CancelConsultAsync(chat, member));
        Offer(can, member.IsChatting ? chat.Members.Count(static m => m.IsChatting) > 1 ? 2 : Dice(3) == 0 ? 1 : 0 : 0, () => RemoveAsync(chat, member));
    }

    /// <summary>Where nobody waits long for an answer: whatever is asked is answered next, taken back, or waited out.</summary>
    private List<Func<Task>> Unanswered()
    {
        var can = new List<Func<Task>>();
        foreach (var chat in Chats)
        {
            foreach (var invited in chat.Members.Where(static m => m is { IsInvited: true, Audience: 1 }).ToList())
            {
                Offer(can, 4, () => AcceptAsync(chat, invited));
                Offer(can, 1, () => RejectAsync(chat, invited));
                Offer(can, 2, WaitInVainAsync);
            }

            foreach (var asker in chat.Asks.Select(a => chat.FindOpen(a.By)!).ToList())
            {
                Offer(can, 1, () => LeaveAsync(chat, asker));
                Offer(can, 1, () => CancelConsultAsync(chat, asker));
                Offer(can, 2, WaitInVainAsync);
            }
        }

        return can;
    }

    private static void Offer(List<Func<Task>> can, int weight, Func<Task> act) => can.AddRange(Enumerable.Repeat(act, weight));
}
