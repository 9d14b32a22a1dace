using System.Runtime.CompilerServices;
using OrleansChat.Tests.WhoSees;

namespace OrleansChat.Tests.Walks;

/// <summary>What somebody can do now, and how often they do.</summary>
internal abstract partial class Floor
{
    /// <summary>A chat that an agent has declined comes back to them after a minute, and nobody may wait for that.</summary>
    private const int DeclinedStepsMax = 6;

    /// <summary>How much sooner.</summary>
    private const int AimFactor = 8;

    private readonly Dictionary<string, int> _done = [];
    private int _declinedSteps;

    private Func<Task> Choose()
    {
        if (isHurried && Unanswered() is { Count: > 0 } pressing)
        {
            return OneOf(pressing);
        }

        var declined = Viewers.Values.Where(v => v is { Role: 1, IsAvailable: true } && Chats.Exists(c => c.Wanted.Any(w => c.Declined.Contains(v.User) && Serves(v, w.Queue)))).ToList();
        _declinedSteps = declined.Count == 0 ? 0 : _declinedSteps + 1;
        if (_declinedSteps > DeclinedStepsMax)
        {
            return () => BeReadyAnewAsync(declined[0]);
        }

        var can = new List<(string What, double Weight, Func<Task> Act)>();
        var open = Chats.Where(static c => !c.IsOver).ToList();
        Offer(can, open.Count < 3 ? open.Count == 0 ? 20 : 3 : 0, RequestAsync);
        foreach (var chat in open)
        {
            Offer(can, chat.CustomerConnected ? 3 : 0, () => CustomerSaysAsync(chat));
            Offer(can, chat.CustomerConnected && chat.Asks.Count == 0 ? 0.3 : 0, () => CustomerCompletesAsync(chat));
            Offer(can, chat.CustomerConnected && chat.Asks.Count > 0 ? 8 : 0, () => CustomerCompletesAsync(chat), "'The customer has gone.'");
            foreach (var member in chat.Members.Where(static m => m.IsOpen).ToList())
            {
                OfferTo(can, chat, member);
            }

            foreach (var supervisor in Supervisors.Where(v => chat.FindOpen(v.User) is null))
            {
                var agents = chat.Members.Where(static m => m is { Audience: 1, IsChatting: true }).ToList();
                Offer(can, agents.Count > 0 ? 4 : 0, () => IntrudeAsync(chat, supervisor, Any(agents)));
                var monitored = agents.Where(a => _monitors.ContainsKey((supervisor.User, a.User))).ToList();
                Offer(can, monitored.Count > 0 ? 8 : 0, () => IntrudeAsync(chat, supervisor, Any(monitored)), "Intrude on whom they monitor");
            }
        }

        Offer(can, 3, MonitorAsync);
        Offer(can, 3, ChangeChannelAsync);
        Offer(can, Chats.Exists(static c => c.Members.Exists(static m => m is { IsInvited: true, AskedBy: not null })) ? 8 : 2, LogOutAsync, "'The user invited has logged out.', EndContactCenterSession, LogoutEverywhere");
        Offer(can, 3, ChangeGroupAsync, "group");
        Offer(can, 2, () => LoseRoleAsync(isDisabled: true), "disabled");
        Offer(can, 2, () => LoseRoleAsync(isDisabled: false), "role");
        return OneOf(can);
    }

    private void OfferTo(List<(string What, double Weight, Func<Task> Act)> can, LawModel chat, Member member)
    {
        var (isAgent, hasAsked) = (member.Audience == 1, chat.Asks.Exists(a => a.By == member.User));
        Offer(can, member.IsInvited ? 20 : 0, () => AcceptAsync(chat, member));
        Offer(can, member is { IsInvited: true, AskedBy: null } ? 2 : 0, () => RejectAsync(chat, member));
        Offer(can, member is { IsInvited: true, AskedBy: not null } ? 2 : 0, () => RejectAsync(chat, member), "'The invitation was rejected.'");
        foreach (var saying in Sayings)
        {
            Offer(can, member.IsChatting ? 0.4 : 0, () => SayAsync(chat, member, saying), $"{saying.Operation} {saying.Type}");
        }

        Offer(can, member.IsChatting && member.Typing.Count > 0 ? 20 : 0, () => StopTypingAsync(chat, member));
        Offer(can, 1, () => RefusedAsync(chat, member));
        foreach (var change in DataChanges)
        {
            Offer(can, member.IsInvited ? 0 : 0.5, () => ChangeUserDataAsync(chat, member, change), change);
        }

        foreach (var mode in Modes)
        {
            Offer(can, member is { IsChatting: true, Audience: 2 } ? 3 : 0, () => SwitchAsync(chat, member, mode), $"SwitchTo{mode}");
        }

        Offer(can, member.IsChatting ? hasAsked ? 2 : 0.5 : 0, () => LeaveAsync(chat, member));
        Offer(can, isAgent ? member.IsChatting ? 0.5 : 2 : 0, () => CompleteAsync(chat, member));
        foreach (var kind in Askings)
        {
            Offer(can, member.Reads ? 2 * (isHurried ? 5 : 1) : 0, () => AskAsync(chat, member, kind), $"{kind} {chat.MayAsk(member, kind, null, Centre.SharedQueue, isReachable: true)}");
        }

        Offer(can, isAgent ? 0.5 : 0, () => TransferToQueueAsync(chat, member));
        Offer(can, member.Reads ? hasAsked ? 3 : 0.2 : 0, () => CancelConsultAsync(chat, member), $"CancelConsult {chat.MayCancelConsult(member)}");
        Offer(can, member.IsChatting ? chat.Members.Count(static m => m.IsChatting) > 1 ? 3 : 0.2 : 0, () => RemoveAsync(chat, member), $"RemoveParticipantFromConference {Viewers.Keys.Min(user => chat.MayRemove(member, user))}");
    }

    /// <summary>Where nobody waits long for an answer: whatever is asked is answered next, taken back, or waited out.</summary>
    private List<(string What, double Weight, Func<Task> Act)> Unanswered()
    {
        var can = new List<(string What, double Weight, Func<Task> Act)>();
        if (Chats.Exists(static c => c.Asks.Count > 0) && !_done.ContainsKey(nameof(WaitInVainAsync)))
        {
            Offer(can, 1, WaitInVainAsync);                             // once at least
            return can;
        }

        foreach (var chat in Chats)
        {
            foreach (var invited in chat.Members.Where(static m => m is { IsInvited: true, Audience: 1 }).ToList())
            {
                Offer(can, 4, () => AcceptAsync(chat, invited));
                Offer(can, 1, () => RejectAsync(chat, invited));
                Offer(can, invited.AskedBy is null ? 0.5 : 8, WaitInVainAsync);
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

    /// <summary>What has been done often becomes rarer, and what may lead where no walk has been comes sooner, so that walks get everywhere.</summary>
    private Func<Task> OneOf(List<(string What, double Weight, Func<Task> Act)> can)
    {
        var place = Chance() * can.Sum(Weight);
        foreach (var one in can)
        {
            place -= Weight(one);
            if (place <= 0)
            {
                _done[one.What] = _done.GetValueOrDefault(one.What) + 1;
                return one.Act;
            }
        }

        return can[^1].Act;

        double Weight((string What, double Weight, Func<Task> Act) one) =>
            one.Weight * (Missing.Any(place => !Reached.Contains(place) && MayLeadTo(one.What, place)) ? AimFactor : 1) / (1 + _done.GetValueOrDefault(one.What));

        static bool MayLeadTo(string what, string place) => char.IsDigit(what[^1]) ? what == place : what.Contains(Subject(place), StringComparison.Ordinal);

        // An operation with its answer, a notification with what it says, or the reason of an error.
        static string Subject(string place) => place[0] == '\'' ? place : place.Split(' ') is ["NewMessages" or "StatusChange", var said] ? said : place.Split(' ')[0];
    }

    private static void Offer(List<(string What, double Weight, Func<Task> Act)> can, double weight, Func<Task> act, [CallerArgumentExpression(nameof(act))] string what = "")
    {
        if (weight > 0)
        {
            can.Add((what, weight, act));
        }
    }
}
