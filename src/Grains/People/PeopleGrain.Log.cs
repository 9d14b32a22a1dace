using Microsoft.Extensions.Logging;

namespace OrleansChat.Grains.People;

internal sealed partial class PeopleGrain
{
    private static partial class Log
    {
        [LoggerMessage(1071, LogLevel.Information, "User {UserId} lost rights: gone {IsGone}, session ended {EndsSession}, logins ended {EndsLogins}, agents no longer supervised {Agents}.")]
        public static partial void Lost(ILogger logger, string userId, bool isGone, bool endsSession, bool endsLogins, int agents);

        [LoggerMessage(1072, LogLevel.Warning, "What user {UserId} lost could not be taken from them at try {Try}; it is tried again, at least once a minute.")]
        public static partial void TakingFailed(ILogger logger, string userId, int @try, Exception error);
    }
}
