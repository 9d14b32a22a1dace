using System.Text.Json.Nodes;
using OrleansChat.Grains.Interfaces.Telemetry;

namespace OrleansChat.Tests.Deploy;

/// <summary>The dashboard asks for metrics that there are, and shows every one of the product's own.</summary>
public sealed class DashboardTests
{
    private static readonly JsonNode Dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Manifests.Folder, "grafana", "orleanschat.json")))!;

    private static IEnumerable<JsonNode> Panels => Dashboard["panels"]!.AsArray().OfType<JsonNode>();

    private static IEnumerable<string> Queries => Panels.SelectMany(static panel => panel["targets"]?.AsArray() ?? []).Select(static target => (string)target!["expr"]!);

    [Fact]
    public async Task It_asks_for_metrics_that_there_are_and_for_all_of_ours()
    {
        var metrics = await PrometheusMetrics.FindAsync();
        var asked = Queries.SelectMany(PrometheusMetrics.In).ToHashSet();
        Assert.Empty(asked.Except(metrics.Series.Keys));
        var ours = metrics.Series.Values.Where(static i => i.Meter.Name == Metrics.MeterName).Select(static i => i.Name).ToHashSet();
        Assert.True(ours.Count >= 10);
        Assert.Empty(ours.Except(asked.Select(series => metrics.Series[series].Name)));
    }

    [Fact]
    public void Its_panels_have_numbers_of_their_own_do_not_overlap_and_use_the_chosen_source()
    {
        Assert.Equal(Panels.Count(), Panels.Select(static p => (int)p["id"]!).Distinct().Count());
        Assert.All(Panels.Where(static p => (string)p["type"]! != "row"), static p => Assert.Equal("${datasource}", (string)p["datasource"]!["uid"]!));
        var cells = Panels.SelectMany(static p => Cells(p["gridPos"]!)).ToList();
        Assert.Equal(cells.Count, cells.Distinct().Count());
        Assert.All(cells, static cell => Assert.InRange(cell.X, 0, 23));
    }

    private static IEnumerable<(int X, int Y)> Cells(JsonNode at) =>
        from x in Enumerable.Range((int)at["x"]!, (int)at["w"]!)
        from y in Enumerable.Range((int)at["y"]!, (int)at["h"]!)
        select (x, y);
}
