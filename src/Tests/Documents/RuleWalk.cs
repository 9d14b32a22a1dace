using OrleansChat.Domain;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Supervision;
using OrleansChat.Domain.Users;

namespace OrleansChat.Tests.Documents;

/// <summary>Every refusal that a command of the rules can get, found by asking everything of many states; in the order of the checks.</summary>
internal static class RuleWalk
{
    private const int Walks = 400;
    private const int Steps = 14;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ChatLimits Nothing = new(0, 0, 0, 0, 0, 0);

    private static readonly SupervisorFacts[] Facts =
    [
        new("s", "sue", true, true, true), new("s", "sue", true, true, true), new("s", "sue", false, true, true), new("s", "sue", true, false, true), new("s", "sue", true, true, false),
    ];

    private static readonly SupervisionMode[] Modes = [SupervisionMode.None, SupervisionMode.Unknown, SupervisionMode.Parse("Coach")];

    private static readonly Target[] Targets =
    [
        new("b", "bob", null, true, true), new("b", "bob", null, true, false), new("s", "sue", null, true, true), new("y", "?", null, false, false), new(null, "", "q", true, true), new(null, "", "no", false, true),
    ];

    private static readonly ChatCommand[] ChatCommands =
    [
        new ChatCommand.Start("C", "cc", "h", "Chris", "p0", "Help", "q", []),
        new ChatCommand.Start("C", "cc", "other", "Chris", "p0", "Help", "q", []),
        new ChatCommand.Offer("a", "ann", "q", Start.AddSeconds(30)),
        .. new[] { "a", "b", "s", "x" }.SelectMany(OfUser),
        .. new[] { "a", "s", "x" }.SelectMany(static userId => Targets.SelectMany(to => Asking(userId, to))),
        .. new[] { "h", "other" }.SelectMany(static hash => new ChatCommand[] { new ChatCommand.CustomerSay(hash, EntryKind.Text, "t"), new ChatCommand.CustomerComplete(hash) }),
        new ChatCommand.InviteMonitor("s", "sue", "a", SupervisorMode.Coach, "", null),
        new ChatCommand.InviteMonitor("s", "sue", "a", SupervisorMode.BargeIn, "", "p2"),
        .. from facts in Facts
           from agentId in new[] { "a", "s" }
           from mode in Modes
           from monitoring in new[] { null, new Monitoring("s", "sue", SupervisorMode.Monitor, MonitoringScope.AllChats, "") }
           from requires in new[] { true, false }
           select new ChatCommand.Intrude(facts, agentId, mode, monitoring, requires),
        new ChatCommand.Wake(false),
        new ChatCommand.Wake(true),
    ];

    /// <summary>Two agents in a chat: few walks get there by themselves.</summary>
    private static readonly ChatState Conference = new ChatCommand[]
    {
        new ChatCommand.Start("C", "cc", "h", "Chris", "p0", "Help", "q", []), new ChatCommand.Offer("a", "ann", "q", Start.AddSeconds(30)), new ChatCommand.Accept("a", null, "pa"),
        new ChatCommand.Invite("a", Targets[0], Start.AddSeconds(30)), new ChatCommand.Accept("b", null, "pb"),
    }.Aggregate(ChatState.New, static (chat, command) => Chat.Decide(chat, command, Start, ChatLimits.Default).Events.Aggregate(chat, Chat.Evolve));

    private static readonly UserCommand[] UserCommands =
    [
        new UserCommand.StartSession(), new UserCommand.EndSession("login"), new UserCommand.EndLogins(true), new UserCommand.NoteChat("C", ParticipantState.Invited, ParticipantRole.Agent, 1, 2, false), new UserCommand.EndMonitoring("s", MonitoringEnd.LoggedOut), new UserCommand.ReserveReferenceIds(),
        .. Enum.GetValues<ChannelOperation>().Select(static o => new UserCommand.ChangeChannel(o)),
        .. from facts in Facts
           from agentId in new[] { "a", "s" }
           from mode in Modes
           select new UserCommand.Monitor(facts, agentId, mode, MonitoringScope.AllChats, ""),
        .. Facts.SelectMany(static facts => new[] { "a", "s" }.Select(agentId => new UserCommand.ControlChannel(new(facts, IsAdmin: false), agentId, ChannelOperation.Ready))),
        .. Facts.SelectMany(static facts => new[] { "a", "s" }.Select(agentId => new UserCommand.CancelMonitoring(facts, agentId))),
    ];

    /// <summary>The refusals of each command by its name; those of users as <c>User.Monitor</c>.</summary>
    public static SortedDictionary<string, string> Refusals()
    {
        var found = new SortedDictionary<string, SortedSet<Refusal>>(StringComparer.Ordinal);
        Walk(ChatState.New, ChatCommands, "Chat", static (chat, command) => Chat.Decide(chat, command, Start, ChatLimits.Default), Chat.Evolve, found);
        Walk(ChatState.New, ChatCommands, "Chat", static (chat, command) => Chat.Decide(chat, command, Start, ChatLimits.Default), Chat.Evolve, found, static (chat, command) => Chat.Decide(chat, command, Start, Nothing));
        Walk(Conference, ChatCommands, "Chat", static (chat, command) => Chat.Decide(chat, command, Start, ChatLimits.Default), Chat.Evolve, found, static (chat, command) => Chat.Decide(chat, command, Start, Nothing));
        Walk(UserState.New, UserCommands, "User", static (user, command) => User.Decide(user, command, Start), User.Evolve, found);
        return new(found.ToDictionary(static f => f.Key, static f => string.Join(", ", f.Value)), StringComparer.Ordinal);
    }

    private static void Walk<TState, TCommand, TEvent>(
        TState start, TCommand[] commands, string aggregate, Func<TState, TCommand, Decision<TEvent>> decide, Func<TState, TEvent, TState> evolve, SortedDictionary<string, SortedSet<Refusal>> found,
        Func<TState, TCommand, Decision<TEvent>>? ask = null)
        where TCommand : notnull
    {
        var random = new Random(1);
        for (var walk = 0; walk < Walks; walk++)
        {
            var state = start;
            for (var step = 0; step < Steps; step++)
            {
                foreach (var command in commands)
                {
                    Note(found, $"{aggregate}.{command.GetType().Name}", (ask ?? decide)(state, command).Refusal);
                }

                state = Some(commands.Select(command => (command.GetType(), decide(state, command).Events)).Where(static d => !d.Events.IsEmpty).ToList(), random).Aggregate(state, evolve);
            }
        }
    }

    /// <summary>What some command that has an effect does: each kind of command is as likely as any other.</summary>
    private static ImmutableArray<TEvent> Some<TEvent>(List<(Type Kind, ImmutableArray<TEvent> Events)> effects, Random random)
    {
        var kinds = effects.GroupBy(static e => e.Kind).ToList();
        if (kinds.Count == 0)
        {
            return [];
        }

        var alike = kinds[random.Next(kinds.Count)].ToList();
        return alike[random.Next(alike.Count)].Events;
    }

    private static void Note(SortedDictionary<string, SortedSet<Refusal>> found, string command, Refusal? refusal)
    {
        if (!found.TryGetValue(command, out var refusals))
        {
            found[command] = refusals = [];
        }

        if (refusal is { } why)
        {
            refusals.Add(why);
        }
    }

    private static IEnumerable<ChatCommand> Asking(string userId, Target to) =>
    [
        new ChatCommand.Transfer(userId, to, Start.AddSeconds(30)), new ChatCommand.Invite(userId, to, Start.AddSeconds(30)), new ChatCommand.Consult(userId, to, Start.AddSeconds(30)),
        new ChatCommand.RemoveParticipant(userId, to, new Farewell("bye", null)),
    ];

    private static IEnumerable<ChatCommand> OfUser(string userId) =>
    [
        new ChatCommand.CancelConsult(userId), new ChatCommand.Leave(userId, new Farewell("bye", null)), new ChatCommand.Complete(userId, null, false, new Farewell("bye", null)),
        new ChatCommand.Accept(userId, null, $"p{userId}"), new ChatCommand.Accept(userId, null, $"p{userId}"), new ChatCommand.Reject(userId), new ChatCommand.Leave(userId),
        new ChatCommand.Complete(userId, null, false), new ChatCommand.Complete(userId, "q", true), new ChatCommand.Complete(userId, "none", false),
        new ChatCommand.Say(userId, EntryKind.Text, Visibility.All, "t", null), new ChatCommand.ChangeUserData(userId, [new UserDataItem("k", "v")], []), new ChatCommand.SetInFocus(userId),
        new ChatCommand.SwitchMode(userId, SupervisorMode.Monitor), new ChatCommand.SwitchMode(userId, SupervisorMode.BargeIn), new ChatCommand.UserGone(userId), new ChatCommand.UserGone(userId, ForGood: true), new ChatCommand.SupervisionLost(userId, []),
    ];
}
