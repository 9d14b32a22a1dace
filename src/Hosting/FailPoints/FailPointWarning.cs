namespace OrleansChat.Hosting.FailPoints;

/// <summary>Says at the start that the process will fail on purpose.</summary>
internal sealed partial class FailPointWarning(FailPoint failPoint, ILogger<FailPointWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Log.Armed(logger, failPoint);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(4020, LogLevel.Warning, "THIS PROCESS WILL FAIL ON PURPOSE: the fail-point {FailPoint} is armed.")]
        public static partial void Armed(ILogger logger, FailPoint failPoint);
    }
}
