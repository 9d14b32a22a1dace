using Microsoft.Extensions.Logging;

namespace OrleansChat.Bayeux.AspNetCore.LongPolling;

internal sealed partial class PollConnects
{
    private static partial class Log
    {
        [LoggerMessage(2521, LogLevel.Warning, "Reporting the end of connection {ConnectionId} failed; its session repeats what it sent.")]
        public static partial void ReportFailed(ILogger logger, string connectionId, Exception error);
    }
}
