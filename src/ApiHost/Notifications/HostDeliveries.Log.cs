using Microsoft.Extensions.Logging;

namespace OrleansChat.ApiHost.Notifications;

internal sealed partial class HostDeliveries
{
    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Warning, "This host's stream lost something before number {Number} ({Expected} was expected); its connections ask their sessions.")]
        public static partial void Gap(ILogger logger, long number, long expected);

        [LoggerMessage(2403, LogLevel.Warning, "This host's stream was silent for {SilentFor}; it is subscribed to anew, and its connections ask their sessions.")]
        public static partial void Silent(ILogger logger, TimeSpan silentFor);

        [LoggerMessage(2404, LogLevel.Warning, "A beat of this host's stream could not be sent.")]
        public static partial void BeatFailed(ILogger logger, Exception error);

        [LoggerMessage(2405, LogLevel.Warning, "This host's stream could not be subscribed to; the next beat tries again.")]
        public static partial void SubscribeFailed(ILogger logger, Exception error);

        [LoggerMessage(2406, LogLevel.Information, "This host's stream is not read yet; the next beat tries again.")]
        public static partial void NotYet(ILogger logger);
    }
}
