using OrleansChat.Domain.Chats;
using OrleansChat.Tests.Domain.Playing;
using Cmd = OrleansChat.Domain.Chats.ChatCommand;

namespace OrleansChat.Tests.Domain.Law;

/// <summary>One operation of a walk. Its command is made in the world that it is played in, so that it can be played in another one too.</summary>
/// <param name="Who">The user, anna, the queue or the clock.</param>
/// <param name="At">The operation's number, which is its time.</param>
internal sealed record Operation(string Who, int At, string Words, Func<ChatWorld, Cmd> Command)
{
    /// <summary>An agent enters a chat that another one serves: folded, as no command of the rules leads there.</summary>
    public bool IsConference { get; init; }

    public Step Play(ChatWorld world, out Cmd command)
    {
        world.Now = ChatWorld.Start.AddSeconds(At);
        command = Command(world);
        if (IsConference)
        {
            return world.Find(Who) is not { IsOpen: true } && world.Chat.Participants.Any(static p => p.Serves) ? world.Conference(Who) : new Step(null, []);
        }

        return world.Do(command);
    }
}

/// <summary>
/// Random operations from one seed: a customer, three agents, three supervisors of all modes, coco who only monitors and coaches, and mona
/// who only monitors. The operations do not depend on how the earlier ones went.
/// </summary>
internal sealed class RandomWalk(int seed)
{
    private static readonly SupervisorMode[] Modes = [SupervisorMode.Monitor, SupervisorMode.Coach, SupervisorMode.BargeIn];
    
    private static readonly EntryKind[] Sayings =
    [
        EntryKind.Text, EntryKind.Text, EntryKind.Text, EntryKind.PushUrl, EntryKind.CustomNotice, EntryKind.TypingStarted, EntryKind.TypingStarted, EntryKind.TypingStopped,
    ];

    private readonly Random _random = new(seed);

    /// <summary>Whom the last operation asked in: likely they accept next.</summary>
    private string? _asked;

    /// <summary>A log, a number of agents and of comings of normal size, or such as are soon full.</summary>
    public static ChatLimits LimitsOf(int seed) =>
        ChatLimits.Default with { EntriesMax = seed % 4 == 0 ? 7 : 10_000, AgentsMax = seed % 5 < 2 ? 3 : 50, ComingsMax = seed % 3 == 0 ? 1 + (seed % 2) : 100 };

    public static IEnumerable<Operation> Of(int seed, int operations) => new RandomWalk(seed).Operations(operations);

    private IEnumerable<Operation> Operations(int operations)
    {
        yield return new Operation(Cast.Customer, 0, "starts", static _ => ScriptVerbs.Start());
        for (var at = 1; at <= operations; at++)
        {
            var asked = _asked;
            _asked = null;
            yield return _random.Next(100) switch
            {
                < 60 when asked is not null => Accept(at, asked),
                < 12 => OfCustomer(at),
                < 26 => OfQueue(at),
                < 28 => new Operation("clock", at, "wakes", static _ => new Cmd.Wake(CustomerGone: false)),
                < 36 => Asks(at, OneOf(Cast.Agents)),
                < 54 => OfAgent(at, OneOf(Cast.Agents)),
                _ => OfSupervisor(at, OneOf(Cast.Supervisors)),
            };
        }
    }

    private Operation OfCustomer(int at)
    {
        var kind = OneOf(Sayings);
        return _random.Next(60) == 0
            ? new Operation(Cast.Customer, at, "completes", static _ => new Cmd.CustomerComplete(Cast.Handle))
            : new Operation(Cast.Customer, at, $"says {kind}", _ => new Cmd.CustomerSay(Cast.Handle, kind, kind == EntryKind.Text ? $"text {at}" : ""));
    }

    private Operation OfQueue(int at)
    {
        var name = OneOf(Cast.Agents);
        var queue = _random.Next(4) == 0 ? "help" : "chat-in";
        _asked = name;
        return _random.Next(6) == 0
            ? new Operation(name, at, "enters a conference", _ => new Cmd.Wake(false)) { IsConference = true }
            : new Operation("queue", at, $"offers {name} from {queue}", world => ScriptVerbs.Offer(world, name, queue));
    }

    /// <summary>Somebody asks a colleague or a queue in, or takes that back, or removes somebody. Supervisors are colleagues too, inside or not.</summary>
    private Operation Asks(int at, string who)
    {
        var name = OneOf(_random.Next(3) == 0 ? Cast.Supervisors : Cast.Agents);
        var (dice, toQueue) = (_random.Next(20), _random.Next(5) == 0);
        var to = toQueue ? new Target(null, "", _random.Next(2) == 0 ? "help" : "chat-in", true, true) : ScriptVerbs.ToUser(name);
        var (target, id) = (to.QueueName ?? name, Cast.Id(who));
        _asked = dice < 17 && !toQueue ? name : null;
        return dice switch
        {
            < 6 => new Operation(who, at, $"transfers to {target}", world => new Cmd.Transfer(id, to, world.Now.AddSeconds(8))),
            < 11 => new Operation(who, at, $"invites {target}", world => new Cmd.Invite(id, to, world.Now.AddSeconds(8))),
            < 17 => new Operation(who, at, $"consults {target}", world => new Cmd.Consult(id, to, world.Now.AddSeconds(8))),
            17 => new Operation(who, at, "cancels", _ => new Cmd.CancelConsult(id)),
            _ => new Operation(who, at, $"removes {name}", _ => new Cmd.RemoveParticipant(id, ScriptVerbs.ToUser(name))),
        };
    }

    private Operation OfAgent(int at, string who) => _random.Next(20) switch
    {
        < 5 => Accept(at, who),
        5 => new Operation(who, at, "rejects", _ => new Cmd.Reject(Cast.Id(who))),
        6 => new Operation(who, at, "leaves", _ => new Cmd.Leave(Cast.Id(who), at % 2 == 0 ? new Farewell($"bye {at}", null) : null)),
        7 => new Operation(who, at, "completes into chat-in", _ => new Cmd.Complete(Cast.Id(who), "chat-in", true)),
        8 when _random.Next(3) == 0 => new Operation(who, at, "completes", _ => new Cmd.Complete(Cast.Id(who), null, false)),
        9 => new Operation(who, at, "sets data", _ => new Cmd.ChangeUserData(Cast.Id(who), [new UserDataItem($"key {at % 5}", $"{at}")], [$"key {(at + 1) % 5}"])),
        10 => new Operation(who, at, "focuses", _ => new Cmd.SetInFocus(Cast.Id(who))),
        11 => new Operation(who, at, "switches", _ => new Cmd.SwitchMode(Cast.Id(who), SupervisorMode.Coach)),
        _ => Say(at, who),
    };

    private Operation OfSupervisor(int at, string who)
    {
        var mode = who switch
        {
            "mona" => SupervisorMode.Monitor,
            "coco" => Modes[_random.Next(2)],
            _ => Modes[_random.Next(3)],
        };
        var agent = OneOf(Cast.Agents);
        var silent = who is "mona" or "coco";
        var dice = _random.Next(20);
        _asked = dice is < 3 or 4 ? who : null;
        return dice switch
        {
            < 3 => new Operation(who, at, $"intrudes on {agent} as {mode}", _ => new Cmd.Intrude(Cast.Facts(who), Cast.Id(agent), new SupervisionMode(mode, false), Cast.Monitoring(who), true)),
            3 => new Operation(who, at, $"enters at once as {mode}", world => new Cmd.InviteMonitor(Cast.Id(who), who, Cast.Id("bob"), mode, "", world.NextParticipantId(who))),
            4 => new Operation(who, at, $"enters as {mode}", _ => new Cmd.InviteMonitor(Cast.Id(who), who, Cast.Id("bob"), mode, "", null)),
            < 9 => Accept(at, who),
            9 => new Operation(who, at, "rejects", _ => new Cmd.Reject(Cast.Id(who))),
            10 => new Operation(who, at, "leaves", _ => new Cmd.Leave(Cast.Id(who))),
            11 when !silent && at % 2 == 0 => Asks(at, who),
            11 => new Operation(who, at, "logs out", _ => new Cmd.UserGone(Cast.Id(who))),
            12 when !silent => new Operation(who, at, "sets data", _ => new Cmd.ChangeUserData(Cast.Id(who), [new UserDataItem($"key {at % 5}", null)], [])),
            < 16 => new Operation(who, at, $"switches to {mode}", _ => new Cmd.SwitchMode(Cast.Id(who), mode)),
            _ => Say(at, who),
        };
    }

    private static Operation Accept(int at, string who) => new(who, at, "accepts", world => new Cmd.Accept(Cast.Id(who), null, world.NextParticipantId(who)));

    private Operation Say(int at, string who)
    {
        var (kind, to) = (OneOf(Sayings), _random.Next(3) == 0 ? Visibility.Agents : Visibility.All);
        return new Operation(who, at, $"says {kind} to {to}", _ => new Cmd.Say(Cast.Id(who), kind, to, kind == EntryKind.Text ? $"text {at}" : "", null));
    }

    private T OneOf<T>(ImmutableArray<T> things) => things[_random.Next(things.Length)];

    private T OneOf<T>(T[] things) => things[_random.Next(things.Length)];
}
