using System.Reflection;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Compatibility;
using OrleansChat.Tests.Operations;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Documents;

/// <summary>
/// <c>docs/COMPATIBILITY.md</c> has a row for every operation of the vendor's contract and for every decision, and the tests that it names are
/// there. Which operations exist is asked of the catalogue that the tests of the running server walk.
/// </summary>
public sealed partial class CompatibilityPageTests
{
    private const int ContractRows = 54;
    private const int Decisions = 46;

    /// <summary>From here on rows are about how notifications travel.</summary>
    private const int FirstProtocolRow = 53;
    private const string NotBuilt = "not built";

    private static readonly Page Page = new("../COMPATIBILITY.md");

    /// <summary>Test methods as the page names them: the namespace below OrleansChat.Tests, class, method.</summary>
    private static readonly HashSet<string> Tests =
    [
        .. typeof(CompatibilityPageTests).Assembly.GetTypes().SelectMany(static type => type.GetMethods())
            .Where(static method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
            .Select(NameOf),
    ];

    private static IEnumerable<string[]> Operations => Page.Rows("Operations");

    /// <summary>What each row is about, as tests say what they show, with the tests that it names; of our own rows those that are operations.</summary>
    private static readonly (string[] About, string[] Tests)[] Shown =
    [
        .. Page.Rows("Operations").Select(static row => (About(row), NamesIn(row[^1]))),
        .. Page.Rows("Ours alone").Where(static row => NamesIn(row[0]) is [[not '/', ..]]).Select(static row => (NamesIn(row[0]), NamesIn(row[^1]))),
    ];

    [Fact]
    public void Every_row_of_the_contract_is_there_in_order() =>
        Assert.Equal(Enumerable.Range(1, ContractRows), Operations.SelectMany(static row => Numbers(row[0])));

    [Fact]
    public void Every_decision_is_there_in_order() =>
        Assert.Equal(Enumerable.Range(1, Decisions), Page.Rows("Decisions").SelectMany(static row => Numbers(row[0])));

    [Fact]
    public void The_operations_that_are_built_are_those_of_the_catalogue()
    {
        var page = Operations.Where(static row => !IsNotBuilt(row)).Concat(Page.Rows("Ours alone").Select(static row => new[] { "", row[0] })).SelectMany(static row => Names().Matches(row[1]).Select(static m => m.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal);
        OperationRow[] all =
        [
            .. OperationCatalogue.OfChats, .. OperationCatalogue.OfMonitoring, .. OperationCatalogue.OfSupervisedChats, .. OperationCatalogue.OfMe, .. OperationCatalogue.OfChannels,
            .. OperationCatalogue.OfAgentControl,
            .. OperationCatalogue.OfCustomers, .. OperationCatalogue.OfContactCenters,
        ];
        Page.Same(all.Select(static row => row.Name).Distinct().Order(StringComparer.Ordinal), page);
    }

    /// <summary>A row of the vendor's that says "table" is in the tables under its number and with its operations; all that are built say so.</summary>
    [Fact]
    public void Each_row_that_is_built_is_in_the_tables_with_its_operations()
    {
        foreach (var row in Operations.Where(static row => !IsNotBuilt(row) && Numbers(row[0]).Single() < FirstProtocolRow))
        {
            var played = OperationTable.Rows.Single(r => r.Number == Numbers(row[0]).Single()).Operations;
            Assert.StartsWith("table", row[^1], StringComparison.Ordinal);
            if (row[1].StartsWith("GET ", StringComparison.Ordinal))
            {
                Assert.Contains(row[1], played.Select(static o => AtName().Replace(o, "{id}")));
            }
            else
            {
                Assert.Equal(Names().Matches(row[1]).Select(static m => m.Groups[1].Value).Order(), played.Order());
            }
        }
    }

    [Fact]
    public void What_is_built_or_not_and_decided_is_shown_by_tests_that_exist()
    {
        string[][] rows = [.. Operations, .. Page.Rows("Ours alone"), .. Page.Rows("Decisions")];
        Assert.DoesNotContain(rows, static row => Names().Count(row[^1]) == 0 && !row[^1].StartsWith("table", StringComparison.Ordinal));
        var missing = rows.SelectMany(static row => Names().Matches(row[^1]).Select(m => (Row: row[0], Test: m.Groups[1].Value))).Where(static named => !Tests.Contains(named.Test));
        Assert.Empty(missing);
    }

    /// <summary>Each test that an operation's row names asks for that operation, or else it fails (<see cref="ShowsAttribute"/>); and none is left out.</summary>
    [Fact]
    public void A_row_names_the_tests_that_ask_for_its_operations_and_no_others()
    {
        var claims = typeof(CompatibilityPageTests).Assembly.GetTypes().SelectMany(static type => type.GetMethods())
            .Select(static method => (Name: NameOf(method), method.GetCustomAttribute<ShowsAttribute>()?.What)).Where(static claim => claim.What is not null).ToDictionary(static c => c.Name, static c => c.What!);
        Assert.Empty(Shown.SelectMany(row => row.Tests.Where(test => !claims.TryGetValue(test, out var what) || !what.Any(w => row.About.Any(a => Is(a, w)))).Select(test => $"{row.About[0]}: {test}")));
        Assert.Empty(claims.SelectMany(claim => claim.Value.Where(w => !Shown.Any(row => row.Tests.Contains(claim.Key) && row.About.Any(a => Is(a, w)))).Select(w => $"{claim.Key}: {w}")));
    }

    /// <summary>A path is shown by what asks for a part of it.</summary>
    private static bool Is(string about, string what) => about == what || (what[0] == '/' && about.StartsWith(what, StringComparison.Ordinal));

    /// <summary>Operations by name, what is read by its path with GET, everything else by the path that the row names.</summary>
    private static string[] About(string[] row) => NamesIn(row[1]) is { Length: > 0 } operations ? operations
        : row[1].StartsWith("GET ", StringComparison.Ordinal) ? [row[1]] : [APath().Match($"{row[1]} {row[2]}").Value];

    private static string[] NamesIn(string cell) => [.. Names().Matches(cell).Select(static m => m.Groups[1].Value)];

    private static string NameOf(MethodInfo method) => $"{method.ReflectedType!.FullName!["OrleansChat.Tests.".Length..]}.{method.Name}";

    private static bool IsNotBuilt(string[] row) => row[^1].StartsWith(NotBuilt, StringComparison.Ordinal);

    /// <summary>A number, or a run of them: <c>46–52</c>.</summary>
    private static IEnumerable<int> Numbers(string cell) =>
        cell.Split('–') is [var from, var to] ? Enumerable.Range(int.Parse(from, null), int.Parse(to, null) - int.Parse(from, null) + 1) : [int.Parse(cell, null)];

    [GeneratedRegex("/[a-z0-9/]+")]
    private static partial Regex APath();

    [GeneratedRegex("@[a-z]+")]
    private static partial Regex AtName();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Names();
}
