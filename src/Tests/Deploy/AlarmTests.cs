using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Hosting.Settings;
using OrleansChat.Tests.Documents;

namespace OrleansChat.Tests.Deploy;

/// <summary>The alarms ask for metrics that there are, with thresholds that can be told, and the reference explains each.</summary>
public sealed partial class AlarmTests
{
    private static IEnumerable<JsonNode> Alarms => Assert.Single(Manifests.Alarms["groups"]!.AsArray())!["rules"]!.AsArray().OfType<JsonNode>();

    [ManifestFact]
    public async Task Every_metric_of_every_alarm_is_measured()
    {
        var metrics = await PrometheusMetrics.FindAsync();
        Assert.All(Alarms, alarm =>
        {
            var asked = PrometheusMetrics.In(Query(alarm)).ToList();
            Assert.NotEmpty(asked);
            Assert.Empty(asked.Except(metrics.Series.Keys));
        });
    }

    /// <summary>Between two bounds of a histogram nothing is known: a threshold there would be a guess.</summary>
    [ManifestFact]
    public async Task The_threshold_of_a_quantile_is_a_bound_of_its_histogram()
    {
        var metrics = await PrometheusMetrics.FindAsync();
        var quantiles = Alarms.Select(Query).Where(static query => query.StartsWith("histogram_quantile", StringComparison.Ordinal)).ToList();
        Assert.True(quantiles.Count >= 3);
        Assert.All(quantiles, query =>
        {
            var histogram = Assert.IsType<Histogram<double>>(metrics.Series[PrometheusMetrics.In(query).Single()]);
            Assert.Contains(Threshold(query), histogram.Advice!.HistogramBucketBoundaries!);
        });
    }

    [ManifestFact]
    public void The_alarm_for_connections_rings_at_four_fifths_of_the_limit()
    {
        var query = Query(Alarms.Single(static alarm => (string)alarm["alert"]! == "OrleansChatConnectionsNearLimit"));
        Assert.Equal(0.8 * new LimitSettings().ConnectionsMax, Threshold(query));
    }

    /// <summary>By the program of Prometheus itself.</summary>
    [PromtoolFact]
    public void They_ring_when_they_should_and_not_before()
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["test", "rules", "alerts.test.yaml"]) { WorkingDirectory = Manifests.Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = promtool.StandardError.ReadToEndAsync();
        var said = promtool.StandardOutput.ReadToEnd();
        promtool.WaitForExit();
        Assert.True(promtool.ExitCode == 0, said + errors.Result);
    }

    [ManifestFact]
    public void Each_is_heard_in_those_tests()
    {
        var tests = File.ReadAllText(Path.Combine(Manifests.Folder, "alerts.test.yaml"));
        Assert.All(Alarms, alarm => Assert.Contains($"alertname=\"{(string)alarm["alert"]!}\"}}'", tests, StringComparison.Ordinal));
    }

    [ManifestFact]
    public void Every_alarm_waits_a_while_and_says_what_is_wrong() => Assert.All(Alarms, static alarm =>
    {
        Assert.EndsWith("m", (string)alarm["for"]!, StringComparison.Ordinal);
        Assert.NotEmpty((string)alarm["annotations"]!["summary"]!);
    });

    [ManifestFact]
    public void The_reference_lists_them_in_order() => Page.Same(
        Alarms.Select(static alarm => $"{(string)alarm["alert"]!} | {(string)alarm["labels"]!["severity"]!}"),
        new Page("alarms.md").Rows().Select(static row => row is [var name, var severity, { Length: > 0 }, { Length: > 0 }] ? $"{Page.Plain(name)} | {severity}" : $"{row[0]}: a cell is missing"));

    [ManifestFact]
    public void Operators_read_what_each_means_and_what_to_do_first() => Page.Same(
        Alarms.Select(static alarm => (string)alarm["alert"]!),
        new Page("../OPERATING.md").Rows("Alarms").Select(static row => row is [var name, { Length: > 0 }, { Length: > 0 }] ? Page.Plain(name) : $"{row[0]}: a cell is missing"));

    private static string Query(JsonNode alarm) => (string)alarm["expr"]!;

    private static double Threshold(string query) => double.Parse(Last().Match(query).Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"[\d.]+$")]
    private static partial Regex Last();
}
