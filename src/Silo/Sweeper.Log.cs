using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo;

internal sealed partial class Sweeper
{
    private static partial class Log
    {
        [LoggerMessage(3112, LogLevel.Warning, "A sweep could not wake a stream; the next one tries again.")]
        public static partial void WakeFailed(ILogger logger, Exception error);
    }
}
