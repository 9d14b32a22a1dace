using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansChat.Bench;

/// <summary>Runs the measures one after the other, each on a fresh server, and prints one table.</summary>
internal static class Measuring
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        if (!File.Exists(options.Server))
        {
            await Console.Error.WriteLineAsync("--server must name OrleansChat.Server.dll; ./bench/run.sh builds and passes it.");
            return 2;
        }

        List<Row> rows = [];
        if (options.Wants("control")) rows.AddRange(await SendRate.MeasureControlAsync(options));
        if (options.Wants("rate")) rows.AddRange(await SendRate.MeasureAsync(options));
        if (options.Wants("latency")) rows.AddRange(await SendToScreen.MeasureAsync(options));
        if (options.Wants("catchup")) rows.AddRange(await CatchUp.MeasureAsync(options));
        if (options.Wants("flood")) rows.AddRange(await Flood.MeasureAsync(options));
        if (options.Wants("bad")) rows.AddRange(await BadInput.MeasureAsync(options));
        if (options.Wants("idle")) rows.AddRange(await Idle.MeasureAsync(options));

        if (options.Wants("held")) rows.AddRange(await Held.MeasureAsync(options));
        if (options.Wants("failover")) rows.AddRange(await Failover.MeasureAsync(options));
        if (options.Wants("takeover")) rows.AddRange(await HostDeath.MeasureAsync(options));

        Console.WriteLine();
        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}{(options.Cluster is { } size ? $", cluster of {size}" : "")}");
        Console.WriteLine();
        Console.WriteLine("| measure | figure | goal |");
        Console.WriteLine("|---|---|---|");
        rows.ForEach(static row => Console.WriteLine($"| {row.Measure} | {row.Figure} | {row.Goal} |"));
        return 0;
    }
}

/// <summary>A line of the table. <c>Goal</c>: empty where there is none.</summary>
internal sealed record Row(string Measure, string Figure, string Goal = "");

internal static class Figures
{
    public static string Of(double value, string unit, string format = "N0") => string.Create(CultureInfo.InvariantCulture, $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}");

    /// <summary>The value below which that share of sorted values lies.</summary>
    public static double Percentile(IReadOnlyList<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
