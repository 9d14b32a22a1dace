using Microsoft.Extensions.Logging;

namespace OrleansChat.Grains.Users;

internal sealed partial class UserTeller
{
    private static partial class Log
    {
        [LoggerMessage(1031, LogLevel.Warning, "User {UserId} could not tell what came after version {ToldVersion}; it is told again soon.")]
        public static partial void TellingFailed(ILogger logger, string userId, long toldVersion, Exception error);
    }
}
