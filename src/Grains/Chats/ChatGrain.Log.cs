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

        [LoggerMessage(1003, LogLevel.Warning, "Chat {ChatId} at version {Version} was overtaken by a late append; the activation ends and the next one reads again.")]
        public static partial void Overtaken(ILogger logger, string chatId, long version);
    }
}
