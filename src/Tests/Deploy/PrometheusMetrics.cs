using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using OrleansChat.Grains.Interfaces.Telemetry;

namespace OrleansChat.Tests.Deploy;

/// <summary>
/// The metrics that the servers send, under the names that they have in Prometheus after OTLP: dots become underscores, the unit follows, a counter
/// ends in <c>_total</c>, a histogram is three series.
/// </summary>
internal sealed partial class PrometheusMetrics
{
    /// <summary>The meters that the export takes besides the product's own (<c>docs/reference/telemetry.md</c>).</summary>
    private static readonly string[] Meters = [Metrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    /// <summary>What a query has besides metrics.</summary>
    private static readonly string[] Words = ["absent", "by", "count", "histogram_quantile", "le", "max", "or", "rate", "sum"];

    private readonly ConcurrentDictionary<string, Instrument> _series = [];

    private PrometheusMetrics()
    {
    }

    /// <summary>Every series with its instrument.</summary>
    public IReadOnlyDictionary<string, Instrument> Series => _series;

    /// <summary>Starts and ends a web server, for the instruments that only such a one makes.</summary>
    public static async Task<PrometheusMetrics> FindAsync()
    {
        var found = new PrometheusMetrics();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => found.Note(instrument) };
        listener.Start();
        Assert.NotNull(Metrics.Meter);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        await app.StopAsync();
        return found;
    }

    /// <summary>The series that a query asks for.</summary>
    public static IEnumerable<string> In(string query)
    {
        var plain = Ranges().Replace(Grouping().Replace(Braces().Replace(query, ""), ""), "");
        return Names().Matches(plain).Select(static name => name.Value).Except(Words);
    }

    private void Note(Instrument instrument)
    {
        if (!Meters.Contains(instrument.Meter.Name)) return;
        var name = instrument.Name.Replace('.', '_') + instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            null or "" => "",
            ['{', ..] => "",
            var unit => throw new InvalidOperationException($"{instrument.Name}: how Prometheus writes the unit {unit} is not known here."),
        };
        string[] endings = instrument.GetType().Name.Split('`')[0] switch
        {
            "Histogram" => ["_bucket", "_sum", "_count"],
            "Counter" or "ObservableCounter" => ["_total"],
            _ => [""],
        };
        foreach (var ending in endings) _series[name + ending] = instrument;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\bby \([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex("[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Names();
}
