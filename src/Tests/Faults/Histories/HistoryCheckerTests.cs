namespace OrleansChat.Tests.Faults.Histories;

/// <summary>The checker itself: a good history passes, and each kind of corruption is found.</summary>
public sealed class HistoryCheckerTests
{
    private static readonly Attempt[] Attempts =
    [
        new("c", "customer", Reader.Customer, "hello", Outcome.Ok, 1, 2),
        new("c", "coach", Reader.Agent, "whisper", Outcome.Ok, 3, 4),
        new("c", "agent", Reader.Customer, "lost or not", Outcome.Unknown, 5, 6),
        new("c", "agent", Reader.Customer, "too long", Outcome.Refused, 7, 8),
        new("c", "agent", Reader.Customer, "bye", Outcome.Ok, 9, 10),
    ];

    private static readonly Seen[] ForCustomer = Log("hello", "bye");
    private static readonly Seen[] ForAgent = Log("hello", "whisper", "bye");

    public static TheoryData<string, History> Corrupted => new()
    {
        { "customer reads 0 times", Good(customer: Log("hello"), agent: ForAgent) },
        { "customer reads 0 times in c what customer said (Ok): hello", Good(customer: Log("bye"), agent: ForAgent) },
        { "reads 2 times", Good(customer: Log("hello", "bye", "bye"), agent: ForAgent) },
        { "what agent said (Unknown): lost or not", Good(customer: Log("hello", "lost or not", "lost or not", "bye"), agent: ForAgent) },
        { "what agent said (Refused): too long", Good(customer: Log("hello", "too long", "bye"), agent: ForAgent) },
        { "nobody said for them: HELLO", Good(customer: Log("hello", "HELLO", "bye"), agent: ForAgent) },
        { "nobody said for them: whisper", Good(customer: Log("hello", "whisper", "bye"), agent: ForAgent) },
        { "2 after 0", Good(customer: ForCustomer, agent: [.. ForAgent.Skip(1)]) },
        { "4 after 2", Good(customer: ForCustomer, agent: [ForAgent[0], ForAgent[1], ForAgent[2] with { Index = 4 }]) },
        { "before what had been acknowledged: bye", Good(customer: Log("bye", "hello"), agent: ForAgent) },
        { "was told of c: 3 after 1", Good(ForCustomer, ForAgent, told: [ForAgent[0], ForAgent[2]]) },
        { "was told of c: 3 after 1", Good(ForCustomer, ForAgent, told: [ForAgent[0], ForAgent[2], ForAgent[1]]) },
        { "up to 2 of 3", Good(ForCustomer, ForAgent, told: [ForAgent[0], ForAgent[1]]) },
        { "index 2 means", Good(ForCustomer, ForAgent, told: [ForAgent[0], ForAgent[1], ForAgent[1] with { Raw = "other" }, ForAgent[2]]) },
        { "nobody said for them: secret", Good(ForCustomer, ForAgent, told: [.. ForAgent, new Seen(4, "Text", "secret", "secret")]) },
        { "index 1 means", new History(Attempts, [.. Good(ForCustomer, ForAgent).Readings, new("c", "agent2", Reader.Agent, Log("bye"), IsFinal: false)], []) },
    };

    [Fact]
    public void A_good_history_passes_with_repeats_and_with_the_unknown_there_or_not()
    {
        Assert.Empty(HistoryChecker.Check(Good(ForCustomer, ForAgent)));
        Assert.Empty(HistoryChecker.Check(Good(Log("hello", "lost or not", "bye"), Log("hello", "whisper", "lost or not", "bye"), told: null)));
        Assert.Empty(HistoryChecker.Check(Good(ForCustomer, ForAgent, told: [ForAgent[0], ForAgent[1], ForAgent[0], ForAgent[1], ForAgent[2]])));
    }

    [Theory]
    [MemberData(nameof(Corrupted))]
    public void Each_corruption_is_found(string problem, History history) => Assert.Contains(HistoryChecker.Check(history), found => found.Contains(problem, StringComparison.Ordinal));

    private static History Good(Seen[] customer, Seen[] agent, Seen[]? told = null) => new(
        Attempts,
        [new("c", "customer", Reader.Customer, customer, IsFinal: true), new("c", "agent", Reader.Agent, agent, IsFinal: true)],
        [new("c", "agent", Reader.Agent, told ?? agent, IsWhole: true)]);

    private static Seen[] Log(params string[] texts) => [.. texts.Select(static (text, at) => new Seen(at + 1, "Text", text, $"{at + 1} {text}"))];
}
