using System.Collections;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OrleansChat.Grains.Interfaces.Telemetry;

namespace OrleansChat.Hosting.Telemetry;

/// <summary>
/// Sends traces and metrics over OTLP, where the environment names a receiver in the usual way (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c> and its
/// companions). Without one nothing listens, and nothing is made.
/// </summary>
internal sealed class TelemetryExport : IHostedService, IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_";

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>Some <c>OTEL_EXPORTER_OTLP_…ENDPOINT</c> is set, and telemetry is not switched off.</summary>
    public static bool IsWanted(IDictionary environment) =>
        !string.Equals(environment["OTEL_SDK_DISABLED"] as string, "true", StringComparison.OrdinalIgnoreCase)
        && environment.Keys.OfType<string>().Any(key => key.StartsWith(Endpoint, StringComparison.Ordinal) && key.EndsWith("ENDPOINT", StringComparison.Ordinal) && environment[key] is string { Length: > 0 });

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var server = ResourceBuilder.CreateEmpty().AddService("orleanschat").AddTelemetrySdk().AddEnvironmentVariableDetector();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(server).AddSource(Trace.SourceName).AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(server).AddMeter(Metrics.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After everything has stopped: what is still there is sent.</summary>
    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
