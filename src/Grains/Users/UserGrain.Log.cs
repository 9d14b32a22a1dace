using Microsoft.Extensions.Logging;

namespace OrleansChat.Grains.Users;

internal sealed partial class UserGrain
{
    private static partial class Log
    {
        [LoggerMessage(1021, LogLevel.Debug, "User {UserId} refused {Command}: {Refusal}.")]
        public static partial void Refused(ILogger logger, string userId, string command, Refusal refusal);

        [LoggerMessage(1022, LogLevel.Warning, "User {UserId} could not append at version {Version}; the activation ends and the next one reads again.")]
        public static partial void AppendFailed(ILogger logger, string userId, long version, Exception error);

        [LoggerMessage(1023, LogLevel.Warning, "User {UserId} at version {Version} was overtaken by a late append; the activation ends and the next one reads again.")]
        public static partial void Overtaken(ILogger logger, string userId, long version);
    }
}
