using Microsoft.Extensions.Hosting;
using OrleansChat.Hosting.Settings;

namespace OrleansChat.Hosting.Health;

/// <summary>
/// The time between being asked to stop and stopping: the server is not ready any more, but still serves, so that whoever distributes requests
/// has time to notice. Held polls and streams are answered at its beginning, sockets closed at its end (see <c>BayeuxOptions.DrainMs</c>).
/// </summary>
internal sealed partial class Draining(ShutdownSettings shutdown, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Draining> logger) : IHostedLifecycleService
{
    /// <summary>The server was asked to stop.</summary>
    public bool HasBegun => lifetime.ApplicationStopping.IsCancellationRequested;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => Log.Begins(logger, shutdown.DrainTime));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The host calls this before it stops anything.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(shutdown.DrainTime, clock, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(4010, LogLevel.Information, "The server was asked to stop: it is not ready any more, serves for another {DrainTime}, and then ends.")]
        public static partial void Begins(ILogger logger, TimeSpan drainTime);
    }
}
