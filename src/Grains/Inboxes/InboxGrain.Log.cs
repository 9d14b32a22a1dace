using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Grains.Inboxes;

internal sealed partial class InboxGrain
{
    private static partial class Log
    {
        [LoggerMessage(1061, LogLevel.Information, "A notification session of user {UserId} ended: {Reason}.")]
        public static partial void SessionEnded(ILogger logger, string userId, EndReason reason);

        [LoggerMessage(1062, LogLevel.Information, "The inbox of user {UserId} took over {Sessions} sessions.")]
        public static partial void Restored(ILogger logger, string userId, int sessions);

        [LoggerMessage(1063, LogLevel.Warning, "The inbox of user {UserId} could not store a session; the activation ends and the next one reads again.")]
        public static partial void SaveFailed(ILogger logger, string userId, Exception error);

        [LoggerMessage(1064, LogLevel.Information, "The inbox of user {UserId} found that another activation has begun a session or taken one over; this one ends, and the next one has them all.")]
        public static partial void Overtaken(ILogger logger, string userId);
    }
}
