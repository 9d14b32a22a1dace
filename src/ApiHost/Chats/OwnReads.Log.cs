namespace OrleansChat.ApiHost.Chats;

internal sealed partial class OwnReads
{
    private static partial class Log
    {
        [LoggerMessage(2020, LogLevel.Warning, "User {UserId} was answered before their own view of chat {ChatId} showed the operation.")]
        public static partial void OwnReadLags(ILogger logger, string userId, string chatId, Exception error);
    }
}
