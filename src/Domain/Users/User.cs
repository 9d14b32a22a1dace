using System.Diagnostics;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using static OrleansChat.Domain.Refusal;
using Cmd = OrleansChat.Domain.Users.UserCommand;
using Evt = OrleansChat.Domain.Users.UserEvent;

namespace OrleansChat.Domain.Users;

/// <summary>The rules of a user: contact-centre session, channel state, chats, and who monitors them.</summary>
public static class User
{
    /// <summary>How long a declined chat is not offered to the same agent again, unless they went NotReady and Ready (decision 31).</summary>
    public static readonly TimeSpan DeclinedFor = TimeSpan.FromSeconds(60);

    /// <summary>How many referenceIds are reserved at once: one append for so many, and so many lost when an activation ends.</summary>
    public const int ReferenceIdsPerBlock = 1_000;

    public static Decision<Evt> Decide(UserState user, Cmd command, DateTimeOffset now) => command switch
    {
        Cmd.StartSession => user.SessionOn ? Decision<Evt>.Nothing : new Evt.SessionStarted(now),
        Cmd.EndSession end => EndSession(user, end, now),
        Cmd.ReserveReferenceIds => new Evt.ReferenceIdsReserved(NextBlock(user.ReferenceIds), now),
        Cmd.EndLogins end => EndLogins(user, end, now),
        Cmd.ChangeChannel change => ChangeChannel(user, change.Operation, null, now),
        Cmd.ControlChannel control => control.By.RefusalFor(control.AgentId) is { } why ? why : ChangeChannel(user, control.Operation, control.By.Supervisor.UserId, now),
        Cmd.NoteChat note => NoteChat(user, note, now),
        Cmd.Monitor monitor => Monitor(user, monitor, now),
        Cmd.CancelMonitoring cancel => Cancel(user, cancel, now),
        Cmd.EndMonitoring end => new Evt.MonitoringEnded(end.SupervisorId, end.End, now),       // also where there is none: no start that is stored late follows its end
        _ => throw new UnreachableException($"No rule for {command.GetType().Name}."),
    };

    /// <summary>The state after an event. Adds one to the version.</summary>
    public static UserState Evolve(UserState before, Evt happened)
    {
        var user = before with { Version = before.Version + 1 };
        return happened switch
        {
            Evt.SessionStarted => user with { SessionOn = true, Chat = new(Channel.Chat, AgentState.NotReady, false) },
            Evt.SessionEnded => user with { SessionOn = false, Chat = new(Channel.Chat, AgentState.Offline, false), Declined = [] },
            Evt.ChannelChanged e => ChannelChanged(user, e),
            Evt.ChatNoted e => ChatNoted(user, e),
            Evt.MonitorsCalled => user,
            Evt.MonitoringStarted e => user with { Monitors = [.. user.Monitors.Where(m => m.SupervisorId != e.Monitoring.SupervisorId), e.Monitoring] },
            Evt.MonitoringEnded e => user with { Monitors = [.. user.Monitors.Where(m => m.SupervisorId != e.SupervisorId)] },
            Evt.ReferenceIdsReserved e => user with { ReferenceIds = e.Through },
            Evt.LoginEnded e => user with { EndedLogins = [.. user.EndedLogins.Append(e.LoginId).TakeLast(UserState.EndedLoginsMax)] },
            Evt.LoginsEnded e => LoginsEnded(user with { LoginGeneration = user.LoginGeneration + 1, LoginsEndedAt = e.At, PeopleVersion = e.PeopleVersion ?? user.PeopleVersion }),
            _ => throw new UnreachableException($"No fold for {happened.GetType().Name}."),
        };
    }

    public static Monitoring? MonitoringBy(this UserState user, string supervisorId) => user.Monitors.FirstOrDefault(m => m.SupervisorId == supervisorId);

    /// <summary>Whether this chat may be offered now, besides what is already reserved.</summary>
    public static bool MayBeOffered(this UserState user, string chatId, int capacity, int reserved, DateTimeOffset now) =>
        user.IsAvailable && user.OpenAgentChats + reserved < capacity && user.Find(chatId) is not { IsOpen: true }
        && !user.Declined.Any(d => d.ChatId == chatId && now - d.At < DeclinedFor);

    /// <summary>The chats that log-out ends for this user: offers and supervised ones; open chats stay the agent's (decision 32).</summary>
    public static IEnumerable<UserChat> LeavesAtLogout(UserState user) =>
        user.Chats.Where(static c => c.IsOpen && (c.Role == ParticipantRole.Supervisor || c.State == ParticipantState.Invited));

    /// <summary>
    /// An agent who joins calls those who monitor them and may still supervise them (decision 12). A NextChat monitoring is used up with the
    /// call, in the same breath, so that two chats accepted together cannot both use it.
    /// </summary>
    private static Decision<Evt> NoteChat(UserState user, Cmd.NoteChat note, DateTimeOffset now)
    {
        if (user.Find(note.ChatId)?.NotedVersion >= note.ChatVersion)
        {
            return Decision<Evt>.Nothing;
        }

        var noted = new Evt.ChatNoted(note.ChatId, note.State, note.Role, note.SinceVersion, note.ChatVersion, note.Declined, now);
        ImmutableArray<Monitoring> called = note is { Role: ParticipantRole.Agent, JoinedUnder: { } supervisors } ? [.. user.Monitors.Where(m => supervisors.Contains(m.SupervisorId))] : [];
        return called.IsEmpty ? noted : ImmutableArray.CreateRange<Evt>(
        [
            noted,
            new Evt.MonitorsCalled(note.ChatId, note.ChatVersion, called, now),
            .. called.Where(static m => m.Scope == MonitoringScope.NextChat).Select(m => new Evt.MonitoringEnded(m.SupervisorId, MonitoringEnd.UsedUp, now)),
        ]);
    }

    /// <summary>Without a session too: a supervisor monitors without one, and log-out ends that (decision 38).</summary>
    private static Decision<Evt> EndSession(UserState user, Cmd.EndSession end, DateTimeOffset now)
    {
        var login = end.LoginId.Length > 0 && !user.EndedLogins.Contains(end.LoginId) ? new Evt.LoginEnded(end.LoginId, now) : null;
        return login is null ? new Evt.SessionEnded(now) : ImmutableArray.Create<Evt>(new Evt.SessionEnded(now), login);
    }

    /// <summary>Again ends again: what began in between is over too. A change of the people ends once: what began after it goes on.</summary>
    private static Decision<Evt> EndLogins(UserState user, Cmd.EndLogins end, DateTimeOffset now) =>
        end.PeopleVersion <= user.PeopleVersion ? Decision<Evt>.Nothing
        : end.WithSession ? ImmutableArray.Create<Evt>(new Evt.SessionEnded(now), new Evt.LoginsEnded(now, end.PeopleVersion))
        : new Evt.LoginsEnded(now, end.PeopleVersion);

    private static Decision<Evt> ChangeChannel(UserState user, ChannelOperation operation, string? by, DateTimeOffset now)
    {
        if (!user.SessionOn)
        {
            return NotInThisState;
        }

        var (state, doNotDisturb) = operation switch
        {
            ChannelOperation.Ready => (AgentState.Ready, user.Chat.DoNotDisturb),
            ChannelOperation.NotReady => (AgentState.NotReady, user.Chat.DoNotDisturb),
            ChannelOperation.Offline => (AgentState.Offline, false),
            ChannelOperation.DoNotDisturbOn => (user.Chat.State, true),
            _ => (user.Chat.State, false),
        };
        if (state == AgentState.Offline && doNotDisturb)
        {
            return NotInThisState;                                     // a logged-out channel has no do-not-disturb (contract section 3.3)
        }

        return (state, doNotDisturb) == (user.Chat.State, user.Chat.DoNotDisturb) ? Decision<Evt>.Nothing : new Evt.ChannelChanged(state, doNotDisturb, now, by);
    }

    private static Decision<Evt> Monitor(UserState user, Cmd.Monitor monitor, DateTimeOffset now)
    {
        if (monitor.Supervisor.RefusalFor(monitor.AgentId) is { } why)
        {
            return why;
        }

        if (monitor.Mode.Mode is not { } mode || monitor.Scope is not { } scope)
        {
            return ModeUnknown;
        }

        var wish = new Monitoring(monitor.Supervisor.UserId, monitor.Supervisor.UserName, mode, scope, monitor.Nickname);
        return user.MonitoringBy(wish.SupervisorId) == wish ? Decision<Evt>.Nothing : new Evt.MonitoringStarted(wish, now);
    }

    private static Decision<Evt> Cancel(UserState user, Cmd.CancelMonitoring cancel, DateTimeOffset now) =>
        cancel.Supervisor.RefusalFor(cancel.AgentId) is { } why ? why
        : user.MonitoringBy(cancel.Supervisor.UserId) is null ? NotInThisState
        : new Evt.MonitoringEnded(cancel.Supervisor.UserId, MonitoringEnd.Cancelled, now);

    /// <summary>After two thousand million numbers they begin anew.</summary>
    private static int NextBlock(int through) => through > int.MaxValue - ReferenceIdsPerBlock ? ReferenceIdsPerBlock : through + ReferenceIdsPerBlock;

    /// <summary>Those are forgotten that are over with all others; a token that was logged out by itself may be younger.</summary>
    private static UserState LoginsEnded(UserState user) => user with { EndedLogins = [.. user.EndedLogins.Where(login => !EndedLogins.Of(user).BeganBefore(login))] };

    private static UserState ChannelChanged(UserState user, Evt.ChannelChanged e)
    {
        var becameReady = e.State == AgentState.Ready && user.Chat.State != AgentState.Ready;
        return user with
        {
            Chat = user.Chat with { State = e.State, DoNotDisturb = e.DoNotDisturb },
            WaitingSince = becameReady ? e.At : user.WaitingSince,
            Declined = becameReady ? [] : user.Declined,
        };
    }

    private static UserState ChatNoted(UserState user, Evt.ChatNoted e)
    {
        var noted = new UserChat(e.ChatId, e.State, e.Role, e.SinceVersion, e.NotedVersion);
        var place = user.Chats.FindIndex(c => c.ChatId == e.ChatId);
        var chats = place < 0 ? user.Chats.Add(noted) : noted.IsOpen ? user.Chats.SetItem(place, noted) : user.Chats.RemoveAt(place).Add(noted);
        var closed = chats.Count(static c => !c.IsOpen) - UserState.ClosedChatsMax;
        var wasOffered = e is { State: ParticipantState.Invited, Role: ParticipantRole.Agent };
        return user with
        {
            Chats = closed > 0 ? chats.RemoveAll(c => !c.IsOpen && closed-- > 0) : chats,
            WaitingSince = wasOffered ? e.At : user.WaitingSince,
            Declined = e.Declined ? [.. user.Declined.Where(d => e.At - d.At < DeclinedFor), new Declined(e.ChatId, e.At)] : user.Declined,
        };
    }
}
