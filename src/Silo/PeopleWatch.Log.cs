using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo;

internal sealed partial class PeopleWatch
{
    private static partial class Log
    {
        [LoggerMessage(3121, LogLevel.Warning, "A change of the people could not take effect on everything yet; it is tried again in a moment.")]
        public static partial void ReviewFailed(ILogger logger, Exception error);
    }
}
