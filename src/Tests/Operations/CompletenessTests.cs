using System.Text.RegularExpressions;
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

    [Fact]
    public void Every_row_of_the_contract_has_an_entry() =>
        Assert.Equal(Enumerable.Range(1, LastRow), OperationTable.Rows.Select(static r => r.Number).Where(static n => n > 0).Distinct().Order());

    [Fact]
    public void Every_row_that_is_not_only_read_has_its_refusals() =>
        Assert.Equal(OperationTable.Rows.Select(static r => r.Number).Except(OnlyRead).Order(), RefusalTable.Rows.Select(static r => r.Number).Order());

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
