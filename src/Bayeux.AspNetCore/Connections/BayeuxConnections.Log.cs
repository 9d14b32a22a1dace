using Microsoft.Extensions.Logging;

namespace OrleansChat.Bayeux.AspNetCore.Connections;

internal sealed partial class BayeuxConnections
{
    private static partial class Log
    {
        [LoggerMessage(2500, LogLevel.Warning, "Telling a session that connection {ConnectionId} is gone failed; the hold ends by itself.")]
        public static partial void DetachFailed(ILogger logger, string connectionId, Exception error);
    }
}
