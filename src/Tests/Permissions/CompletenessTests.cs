using System.Text.RegularExpressions;
using OrleansChat.Tests.ApiHost;

namespace OrleansChat.Tests.Permissions;

/// <summary>Whatever the server answers to is in <see cref="PermissionTables"/>: a new route or operation without its cells fails here.</summary>
public sealed partial class CompletenessTests(ApiServer server) : IClassFixture<ApiServer>
{
    [Fact]
    public void Every_route_and_operation_has_its_row()
    {
        var known = PermissionTables.All.SelectMany(static row => new[] { row.Path, row.OtherPath ?? row.Path }.Select(path => Id(row.Method, path, row.Operation.Split('+')[0])))
            .Concat(PermissionTables.Elsewhere).ToHashSet();
        var there = server.Routes.SelectMany(static route => route.Operations.DefaultIfEmpty("").Select(operation => Id(route.Method, route.Path, operation))).Distinct().ToList();
        Assert.True(there.Count > 80, "The routes were not found.");
        Assert.Empty(there.Except(known));
        Assert.Empty(known.Except(there));
    }

    [Fact]
    public void Every_row_has_a_cell_for_each_kind_of_subject() => Assert.All(PermissionTables.All, static row =>
    {
        Assert.Equal(row.Cells.Select(static cell => cell.Subject).Distinct().Count(), row.Cells.Count);
        Assert.Contains(row.Cells, static cell => cell.Subject == "expiredToken");
    });

    /// <summary>Names of parameters and the query do not tell routes apart.</summary>
    private static string Id(string method, string path, string operation)
    {
        var plain = path.Split('?')[0].Replace("/api/v2", "", StringComparison.Ordinal).Replace("/channels/chat", "/channels/{channel}", StringComparison.Ordinal);
        return $"{method} {Parameter().Replace(plain, "{}")} {operation}".Trim();
    }

    [GeneratedRegex(@"\{[^*}]+\}")]
    private static partial Regex Parameter();
}
