using OrleansChat.Domain.Chats;
using Cmd = OrleansChat.Domain.Chats.ChatCommand;

namespace OrleansChat.Tests.Domain.Playing;

/// <summary>
/// The verbs of a <see cref="ChatScript"/>. anna: starts, says, types, stops, completes. queue: offers NAME. clock: waits for an answer, misses
/// the customer. Users: joins, accepts, rejects, leaves, completes, says to all or agents, types, stops, sets, deletes, focuses, logs out.
/// Users also: transfers to NAME or into QUEUE, invites and consults NAME or from QUEUE (flaws: unknown, away), cancels, removes NAME. What
/// follows "saying" is said before the act. Supervisors: intrudes on NAME as MODE (with flaws in brackets), is invited to monitor, joins as MODE, switches to MODE.
/// </summary>
internal static class ScriptVerbs
{
    public static Step Do(ChatWorld world, string who, string[] words) => who switch
    {
        Cast.Customer => Customer(world, words),
        "stranger" => world.Do(new Cmd.CustomerSay("another-handle", EntryKind.Text, "Hello?")),
        "queue" => world.Do(Offer(world, words[1], words.ElementAtOrDefault(3) ?? "chat-in")),
        "clock" => Clock(world, words),
        _ => User(world, who, words),
    };

    public static Cmd.Start Start(string handle = Cast.Handle, params ImmutableArray<UserDataItem> data) => new(
        "0001DA9PFC93000S", "11111111-1111-1111-1111-111111111111", handle, Cast.Customer, Cast.ParticipantId(Cast.Customer, 1), "Help", "chat-in", data);

    public static Cmd.Offer Offer(ChatWorld world, string name, string queue = "chat-in") => new(Cast.Id(name), name, queue, world.Now.AddSeconds(30));

    private static Step Customer(ChatWorld world, string[] words) => words[0] switch
    {
        "starts" => world.Do(Start(words.ElementAtOrDefault(1) ?? Cast.Handle)),
        "says" => world.Do(new Cmd.CustomerSay(Cast.Handle, EntryKind.Text, string.Join(' ', words[1..]))),
        "types" => world.Do(new Cmd.CustomerSay(Cast.Handle, EntryKind.TypingStarted, "")),
        "stops" => world.Do(new Cmd.CustomerSay(Cast.Handle, EntryKind.TypingStopped, "")),
        "completes" => world.Do(new Cmd.CustomerComplete(Cast.Handle)),
        _ => throw new ArgumentException($"anna does not know how to: {words[0]}"),
    };

    private static Step Clock(ChatWorld world, string[] words)
    {
        if (words[0] == "waits")
        {
            world.Now = world.Now.AddSeconds(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture));
            return world.Do(new Cmd.Wake(CustomerGone: false, world.WrapUpTime));
        }

        return world.Do(new Cmd.Wake(CustomerGone: true));
    }

    private static Step User(ChatWorld world, string who, string[] words)
    {
        var id = Cast.Id(who);
        return words[0] switch
        {
            "joins" when words.Length > 1 => JoinAs(world, who, Enum.Parse<SupervisorMode>(words[2])),
            "joins" => Join(world, who),
            "accepts" => world.Do(new Cmd.Accept(id, words.ElementAtOrDefault(2), world.NextParticipantId(who))),
            "rejects" => world.Do(new Cmd.Reject(id)),
            "leaves" => world.Do(new Cmd.Leave(id, Saying(words))),
            "completes" => world.Do(new Cmd.Complete(id, After(words, "into"), After(words, "into") == "chat-in", Saying(words))),
            "transfers" => world.Do(new Cmd.Transfer(id, To(words, "to", "into"), world.Now.AddSeconds(30), Saying(words))),
            "invites" => world.Do(new Cmd.Invite(id, To(words, "invites", "from"), world.Now.AddSeconds(30))),
            "consults" => world.Do(new Cmd.Consult(id, To(words, "consults", "from"), world.Now.AddSeconds(30))),
            "cancels" => world.Do(new Cmd.CancelConsult(id)),
            "removes" => world.Do(new Cmd.RemoveParticipant(id, To(words, "removes", "from"), Saying(words))),
            "says" => world.Do(new Cmd.Say(id, EntryKind.Text, To(words), "words", null)),
            "shows" => world.Do(new Cmd.Say(id, EntryKind.PushUrl, To(words), "https://example.org/", null, Saying(words))),
            "notes" => world.Do(new Cmd.Say(id, EntryKind.CustomNotice, To(words), "notice", null, Saying(words))),
            "types" => world.Do(new Cmd.Say(id, EntryKind.TypingStarted, To(words), "", null, Saying(words))),
            "stops" => world.Do(new Cmd.Say(id, EntryKind.TypingStopped, To(words), "", null, Saying(words))),
            "sets" => world.Do(new Cmd.ChangeUserData(id, [.. words[1..].Select(Item)], [])),
            "deletes" => world.Do(new Cmd.ChangeUserData(id, [], [.. words[1..]])),
            "focuses" => world.Do(new Cmd.SetInFocus(id)),
            "supervises" => world.Do(new Cmd.SupervisionLost(id, [.. words[2..].Select(Cast.Id)])),
            "logs" => world.Do(new Cmd.UserGone(id)),
            "switches" => world.Do(new Cmd.SwitchMode(id, Enum.Parse<SupervisorMode>(words[2]))),
            "intrudes" => world.Do(Intrude(who, words)),
            "enters" => world.Do(new Cmd.InviteMonitor(id, who, Cast.Id("bob"), Enum.Parse<SupervisorMode>(words[2]), "", words.Contains("at-once") ? world.NextParticipantId(who) : null)),
            _ => throw new ArgumentException($"{who} does not know how to: {words[0]}"),
        };
    }

    private static Visibility To(string[] words) => words.ElementAtOrDefault(2) switch
    {
        "agents" => Visibility.Agents,
        _ => Visibility.All,
    };

    private static string? After(string[] words, string word) => Array.IndexOf(words, word) is >= 0 and var place ? words.ElementAtOrDefault(place + 1) : null;

    private static Farewell? Saying(string[] words) => After(words, "saying") is { } text ? new Farewell(text, null) : null;

    public static Target ToUser(string name) => new(Cast.Id(name), name, null, IsKnown: true, IsReachable: true);

    /// <summary>A queue after the one word, or else a user after the other.</summary>
    private static Target To(string[] words, string toUser, string toQueue)
    {
        var target = After(words, toQueue) is { } queue ? new Target(null, "", queue, true, true) : ToUser(After(words, toUser)!);
        return target with { IsKnown = !words.Contains("(unknown)"), IsReachable = !words.Contains("(away)") };
    }

    private static UserDataItem Item(string pair) => pair.Split('=') is [var key, var value]
        ? new UserDataItem(key, value == "null" ? null : value, value.Length > 0 && (char.IsDigit(value[0]) || value[0] == '-'))
        : throw new ArgumentException(pair);

    /// <summary>An agent takes the waiting chat from the queue, or enters the one that is being served.</summary>
    private static Step Join(ChatWorld world, string who)
    {
        if (!world.Chat.IsWaiting)
        {
            return world.Conference(who);
        }

        var offered = world.Do(Offer(world, who));
        return offered.Refusal is not null ? offered : Both(offered, world.Do(new Cmd.Accept(Cast.Id(who), null, world.NextParticipantId(who))));
    }

    private static Step JoinAs(ChatWorld world, string who, SupervisorMode mode)
    {
        var agent = world.Chat.Participants.First(static p => p is { IsChatting: true, Role: ParticipantRole.Agent });
        var invited = world.Do(new Cmd.Intrude(Cast.Facts(who), agent.UserId, new SupervisionMode(mode, false), Cast.Monitoring(who), true));
        return invited.Refusal is not null ? invited : Both(invited, world.Do(new Cmd.Accept(Cast.Id(who), null, world.NextParticipantId(who))));
    }

    private static Step Both(Step one, Step other) => new(other.Refusal, [.. one.Facts, .. other.Facts]);

    /// <summary>intrudes on bob [as Coach] [(flaw flaw)]; flaws: no-role, unknown, no-group, unmonitored, optional.</summary>
    private static Cmd.Intrude Intrude(string who, string[] words)
    {
        var flaws = words.Select(static w => w.Trim('(', ')')).ToHashSet();
        var mode = Array.IndexOf(words, "as") is >= 0 and var place ? words[place + 1] : null;
        var facts = Cast.Facts(who, !flaws.Contains("no-role"), !flaws.Contains("unknown"), !flaws.Contains("no-group"));
        return new Cmd.Intrude(facts, Cast.Id(words[2] == "oneself" ? who : words[2]), SupervisionMode.Parse(mode),
            flaws.Contains("unmonitored") ? null : Cast.Monitoring(who), !flaws.Contains("optional"));
    }
}
