using System.Diagnostics.Metrics;
using System.Reflection;
using OrleansChat.Grains.Interfaces.Telemetry;

namespace OrleansChat.Tests.Documents;

/// <summary><c>docs/reference/telemetry.md</c> lists every span and every metric, in the code's order, and nothing else.</summary>
public sealed class TelemetryPageTests
{
    private static readonly Page Page = new("telemetry.md");

    [Fact]
    public void It_lists_the_spans() => Page.Same(
        typeof(Spans).GetFields().Select(static field => (string)field.GetRawConstantValue()!), Page.Rows("Spans").Select(static row => Documents.Page.Plain(row[0])));

    [Fact]
    public void It_lists_the_metrics() => Page.Same(
        typeof(Metrics).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => field.GetValue(null)).OfType<Instrument>()
            .Select(static i => $"{i.Name} | {i.GetType().Name.Split('`')[0]} | {i.Unit} | {i.Description}"),
        Page.Rows("Metrics").Select(static row => $"{Documents.Page.Plain(row[0])} | {row[1]} | {row[2]} | {row[3]}"));
}
