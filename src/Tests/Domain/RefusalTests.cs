using OrleansChat.Domain;
using OrleansChat.Tests.Domain.Playing;

namespace OrleansChat.Tests.Domain;

/// <summary>Every refusal has a row that shows it: a new one fails here until it has.</summary>
public class RefusalTests
{
    private const string Served = """
        anna | starts | ok | anna
        bob  | joins  | ok | anna bob

        """;

    private static readonly ImmutableDictionary<Refusal, string> Rows = new Dictionary<Refusal, string>
    {
        [Refusal.NotASupervisor] = Served + "bob | intrudes on ben (no-role) | NotASupervisor",
        [Refusal.AgentUnknown] = Served + "sue | intrudes on nobody (unknown) | AgentUnknown",
        [Refusal.Oneself] = Served + "sue | intrudes on oneself | Oneself",
        [Refusal.NoGroupOfThatAgent] = Served + "sue | intrudes on bob (no-group) | NoGroupOfThatAgent",
        [Refusal.ModeUnknown] = Served + "sue | intrudes on bob as Whisper | ModeUnknown",
        [Refusal.ChatUnknown] = Served + "ben | says to all | ChatUnknown",
        [Refusal.QueueUnknown] = Served + "bob | completes into nowhere | QueueUnknown",
        [Refusal.TargetUnknown] = Served + "bob | invites ben (unknown) | TargetUnknown",
        [Refusal.TargetUnavailable] = Served + "bob | invites ben (away) | TargetUnavailable",
        [Refusal.NotMonitoring] = Served + "sue | intrudes on bob (unmonitored) | NotMonitoring",
        [Refusal.ModeMissing] = Served + "sue | intrudes on bob (unmonitored optional) | ModeMissing",
        [Refusal.NotAllowed] = Served + "bob | switches to Coach | NotAllowed",
        [Refusal.NotInThisState] = Served + "bob | accepts | NotInThisState",
        [Refusal.LimitExceeded] = Served + string.Join('\n', Enumerable.Range(2, 199).Select(static n => $"bob | sets key{n}=1 | ok | bob")) + "\nbob | sets key201=1 | LimitExceeded",
    }.ToImmutableDictionary();

    /// <summary>A key that was used is no matter of the chat: <see cref="RetryTests"/>.</summary>
    public static TheoryData<Refusal> All => [.. Enum.GetValues<Refusal>().Except([Refusal.KeyReused])];

    [Theory]
    [MemberData(nameof(All))]
    public void Every_refusal_has_a_row_that_shows_it(Refusal refusal)
    {
        Assert.True(Rows.TryGetValue(refusal, out var table), $"{refusal} has no row.");
        Assert.EndsWith(refusal.ToString(), table, StringComparison.Ordinal);
        ChatScript.Play(table!);
    }

    [Theory]
    [InlineData("ben | says to all              | ok           | anna ben bob sam", "ben | completes into nowhere | QueueUnknown")]
    [InlineData("bob | leaves                   | ok           | anna ben bob sam", "bob | completes into nowhere | QueueUnknown")]
    [InlineData("bob | leaves                   | ok           | anna ben bob sam", "bob | completes into chat-in | ChatUnknown")]
    [InlineData("sue | intrudes on bob as Coach | ok           | sue",              "sue | completes into nowhere | QueueUnknown")]
    [InlineData("sue | intrudes on bob as Coach | ok           | sue",              "sue | completes              | NotAllowed")]
    [InlineData("sue | intrudes on bob as Coach | ok           | sue",              "sue | says to all            | NotInThisState")]
    [InlineData("bea | says to all              | ChatUnknown  |",                  "bea | switches to Monitor    | ChatUnknown")]
    [InlineData("bob | switches to Coach        | NotAllowed   |",                  "bob | completes into nowhere | QueueUnknown")]
    public void Of_two_reasons_the_earlier_in_the_list_is_the_answer(string first, string then) => ChatScript.Play($"""
        {Served}
        ben | joins             | ok | anna bob ben
        sam | joins as Monitor  | ok | sam
        {first}
        {then}
        """);
}
