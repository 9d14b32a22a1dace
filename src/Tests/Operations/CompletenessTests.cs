using System.Text.RegularExpressions;
using OrleansChat.Tests.Documents;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>No operation, and no row of the contract's table, is forgotten by the two tables.</summary>
public sealed partial class CompletenessTests
{
    /// <summary>The rows of the contract's table (section 13) that are built: the customers of GMS, 46 to 54, are not.</summary>
    private const int LastRow = 45;

    private static readonly int[] OnlyRead = [37, 38, 39, 40, 41, 44, 45];

    private static readonly OperationRow[][] Catalogues =
    [
        OperationCatalogue.OfChats, OperationCatalogue.OfMonitoring, OperationCatalogue.OfSupervisedChats, OperationCatalogue.OfMe, OperationCatalogue.OfAgentControl,
        OperationCatalogue.OfChannels, OperationCatalogue.OfCustomers, OperationCatalogue.OfContactCenters,
    ];

    private static readonly Dictionary<OperationRow[], string> Headings = new()
    {
        [OperationCatalogue.OfChats] = "POST /api/v2/me/chats/{id}",
        [OperationCatalogue.OfMonitoring] = "POST /api/v2/users/{userId}/channels/chat",
        [OperationCatalogue.OfSupervisedChats] = "POST /api/v2/users/{userId}/chats/{chatId}",
        [OperationCatalogue.OfMe] = "POST /api/v2/me",
        [OperationCatalogue.OfAgentControl] = "POST /api/v2/users/{userId}/channels/{channel}",
        [OperationCatalogue.OfChannels] = "POST /api/v2/me/channels/{channel}",
        [OperationCatalogue.OfCustomers] = "POST /api/v2/chats/{id}",
        [OperationCatalogue.OfContactCenters] = "POST /api/v2/chats",
    };

    /// <summary>
    /// Modes are parameters, and on a floor that asks for a monitoring there is one. Removing keys adds none. A customer's new handle is nobody else's, and
    /// what comes with the request is over its limit as a parameter.
    /// </summary>
    private static readonly string[] NotMet =
    [
        "BargeIn ModeUnknown", "Coach ModeUnknown", "DeleteUserData LimitExceeded", "Intrude ModeMissing", "Intrude ModeUnknown", "Monitor ModeUnknown",
        "RequestChat ChatUnknown", "RequestChat LimitExceeded",
    ];

    [Fact]
    public void Every_row_of_the_contract_has_an_entry() =>
        Assert.Equal(Enumerable.Range(1, LastRow), OperationTable.Rows.Select(static r => r.Number).Where(static n => n > 0).Distinct().Order());

    [Fact]
    public void Every_row_that_is_not_only_read_has_its_refusals() =>
        Assert.Equal(OperationTable.Rows.Select(static r => r.Number).Except(OnlyRead).Order(), RefusalTable.Rows.Select(static r => r.Number).Distinct().Order());

    /// <summary>
    /// What <c>docs/reference/commands.md</c> says of each operation, which is what its rule refuses, has a line: but what is a fault of a parameter already, and what
    /// no request of this operation or on this floor can meet.
    /// </summary>
    [Fact]
    public void Every_refusal_that_the_page_of_commands_lists_is_met()
    {
        var page = new Page("commands.md");
        var met = RefusalTable.Rows.SelectMany(row => row.Operations.Select(name => (Key: $"{row.Path} {name}", Whys: row.Situations(name).Select(static s => s.Why)))).ToLookup(static m => m.Key, static m => m.Whys);
        var missing = from row in RefusalTable.Rows
                      from name in row.Operations
                      from listed in page.Rows(Headings[row.Catalogue]).Single(r => Page.Plain(r[0]) == name)[3].Split(", ")
                      where listed is not "none" && !met[$"{row.Path} {name}"].Any(whys => whys.Contains(listed))
                      select $"{name} {listed}";
        Page.Same(NotMet, missing.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The version is refused to nobody.</summary>
    [Fact]
    public void Every_row_that_is_only_read_has_its_refusals()
    {
        static string Template(string path) => AtName().Replace(path.Split('?')[0], "{id}");
        var read = OperationTable.Rows.Where(static r => OnlyRead.Contains(r.Number)).SelectMany(static r => r.Operations)
            .Select(static o => Template(o["GET ".Length..])).Distinct();
        Assert.Equal(["/diagnostics/version"], read.Except(RefusalTable.Reads.Select(static r => Template(r.Path))));
    }

    [Fact]
    public void Every_operation_of_the_catalogue_is_played_and_refused()
    {
        foreach (var catalogue in Catalogues)
        {
            var names = catalogue.Select(static o => o.Name).Order().ToList();
            Assert.Equal(names, OperationTable.Rows.Where(r => r.Catalogue == catalogue).SelectMany(static r => r.Operations).Order());
            Assert.Equal(names, RefusalTable.Rows.Where(r => r.Catalogue == catalogue).SelectMany(static r => r.Operations).Order());
        }
    }

    [Fact]
    public void Every_operation_of_a_row_is_looked_at()
    {
        foreach (var row in OperationTable.Rows)
        {
            var lookedAt = row.Plays.SelectMany(static p => p.Acts()).Where(static a => a.Kind == '>').Select(static a => a.What);
            Assert.Empty(row.Operations.Except(lookedAt).Select(name => $"{row.Number} {name}"));
        }
    }

    [GeneratedRegex("@[a-z]+")]
    private static partial Regex AtName();
}
