namespace OrleansChat.ApiHost.Throttling;

internal sealed partial class Gate
{
    private static partial class Log
    {
        [LoggerMessage(2040, LogLevel.Warning, "Too many requests of user {UserId}; they were told to come back.")]
        public static partial void UserThrottled(ILogger logger, string userId);

        [LoggerMessage(2041, LogLevel.Warning, "Too many requests without a login from {Address}; it was told to come back.")]
        public static partial void AddressThrottled(ILogger logger, string address);

        [LoggerMessage(2042, LogLevel.Warning, "Too many wrong passwords from {Address}: none is looked at for a while.")]
        public static partial void LockedOut(ILogger logger, string address);

        [LoggerMessage(2043, LogLevel.Information, "A request of user {UserId} by cookie had no good CSRF token.")]
        public static partial void CsrfRefused(ILogger logger, string userId);

        [LoggerMessage(2044, LogLevel.Warning, "Too many messages of user {UserId} to the notification endpoint; the socket was closed, or the request refused.")]
        public static partial void MessagesThrottled(ILogger logger, string userId);
    }
}
