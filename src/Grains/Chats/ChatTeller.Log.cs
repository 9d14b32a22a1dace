using Microsoft.Extensions.Logging;

namespace OrleansChat.Grains.Chats;

internal sealed partial class ChatTeller
{
    private static partial class Log
    {
        [LoggerMessage(1011, LogLevel.Warning, "Chat {ChatId} could not tell what came after version {ToldVersion}; it is told again soon.")]
        public static partial void TellingFailed(ILogger logger, string chatId, long toldVersion, Exception error);
    }
}
