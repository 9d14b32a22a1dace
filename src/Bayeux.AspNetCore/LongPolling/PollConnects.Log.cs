using Microsoft.Extensions.Logging;

namespace OrleansChat.Bayeux.AspNetCore.LongPolling;

internal sealed partial class PollConnects
{
    private static partial class Log
    {
        [LoggerMessage(2520, LogLevel.Warning, "The owner of the Bayeux sessions could not be asked about a connect; the client was told to try again later.")]
        public static partial void ConnectFailed(ILogger logger, Exception error);

        [LoggerMessage(2521, LogLevel.Warning, "Reporting the end of connection {ConnectionId} failed; its session repeats what it sent.")]
        public static partial void ReportFailed(ILogger logger, string connectionId, Exception error);
    }
}
