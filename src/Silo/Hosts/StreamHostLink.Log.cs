using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo.Hosts;

public sealed partial class StreamHostLink
{
    private static partial class Log
    {
        [LoggerMessage(3111, LogLevel.Warning, "A stream event for API host {HostId} could not be published; the host will ask for what it held.")]
        public static partial void PublishFailed(ILogger logger, string hostId, Exception error);
    }
}
