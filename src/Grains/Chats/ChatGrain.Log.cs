using Microsoft.Extensions.Logging;

namespace OrleansChat.Grains.Chats;

internal sealed partial class ChatGrain
{
    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Debug, "Chat {ChatId} refused {Command}: {Refusal}.")]
        public static partial void Refused(ILogger logger, string chatId, string command, Refusal refusal);

        [LoggerMessage(1002, LogLevel.Warning, "Chat {ChatId} could not append at version {Version}; the activation ends and the next one reads again.")]
        public static partial void AppendFailed(ILogger logger, string chatId, long version, Exception error);
    }
}
