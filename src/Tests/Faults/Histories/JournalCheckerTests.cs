namespace OrleansChat.Tests.Faults.Histories;

/// <summary>The checker itself: a good journal passes, and each kind of corruption is found.</summary>
public sealed class JournalCheckerTests
{
    private static readonly Stored[] Good =
    [
        new("chat/1", 2, "hello", Reader.Customer), new("chat/1", 4, "whisper", Reader.Agent), new("chat/1", 5, "bye", Reader.Customer), new("chat/2", 2, "other", Reader.Customer),
    ];

    private static readonly History Said = new(
        [
            new("c", "customer", Reader.Customer, "hello", Outcome.Ok, 1, 2), new("c", "coach", Reader.Agent, "whisper", Outcome.Ok, 3, 4), new("c", "agent", Reader.Customer, "too long", Outcome.Refused, 5, 6),
            new("c", "agent", Reader.Customer, "bye", Outcome.Unknown, 7, 8), new("d", "agent", Reader.Customer, "other", Outcome.Ok, 9, 10),
        ],
        [
            new("c", "customer", Reader.Customer, Log("hello", "bye"), IsFinal: true), new("c", "agent", Reader.Agent, Log("hello", "whisper", "bye"), IsFinal: true),
            new("c", "customer", Reader.Customer, Log("hello"), IsFinal: false),
        ],
        []);

    public static TheoryData<string, Stored[]> Corrupted => new()
    {
        { "stored 2 times: hello", [.. Good, Good[0] with { Version = 9 }] },
        { "nobody said it: HELLO", [.. Good, Good[0] with { Version = 9, Text = "HELLO" }] },
        { "acknowledged and not stored: other", Good[..3] },
        { "refused and stored: too long", [.. Good, Good[0] with { Version = 9, Text = "too long" }] },
        { "said for Agent, stored for Customer: whisper", [Good[0], Good[1] with { Widest = Reader.Customer }, .. Good[2..]] },
        { "c is in 2 streams", [.. Good[..2], Good[2] with { Stream = "chat/3" }, Good[3]] },
        { "agent read as text 1 of c \"hello\", stored is \"whisper\"", [Good[0] with { Version = 5 }, Good[1], Good[2] with { Version = 6 }, Good[3]] },
        { "customer read as text 2 of c \"bye\", stored is \"\"", [Good[0], Good[1], Good[3]] },
    };

    [Fact]
    public void A_good_journal_passes_in_whatever_order_it_was_read() => Assert.Empty(JournalChecker.Check([.. Good.Reverse()], Said));

    [Theory]
    [MemberData(nameof(Corrupted))]
    public void Each_corruption_is_found(string problem, Stored[] stored) => Assert.Contains(JournalChecker.Check(stored, Said), found => found.Contains(problem, StringComparison.Ordinal));

    private static Seen[] Log(params string[] texts) => [.. texts.Select(static (text, at) => new Seen(at + 1, "Text", text, text))];
}
