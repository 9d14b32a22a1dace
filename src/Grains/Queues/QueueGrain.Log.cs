using Microsoft.Extensions.Logging;

namespace OrleansChat.Grains.Queues;

internal sealed partial class QueueGrain
{
    private static partial class Log
    {
        [LoggerMessage(1041, LogLevel.Debug, "Queue {QueueKey} offered chat {ChatId} to {UserId}; refusal: {Refusal}.")]
        public static partial void Offered(ILogger logger, string queueKey, string chatId, string userId, Refusal? refusal);

        [LoggerMessage(1042, LogLevel.Warning, "Queue {QueueKey} could not append at version {Version}; the activation ends and the next one reads again.")]
        public static partial void AppendFailed(ILogger logger, string queueKey, long version, Exception error);

        [LoggerMessage(1043, LogLevel.Warning, "Queue {QueueKey} at version {Version} was overtaken by a late append; the activation ends and the next one reads again.")]
        public static partial void Overtaken(ILogger logger, string queueKey, long version);

        [LoggerMessage(1044, LogLevel.Warning, "Queue {QueueKey} could not ask agent {UserId}, who is left out of its offers until they are asked again, some seconds later.")]
        public static partial void NotLearned(ILogger logger, string queueKey, string userId, Exception error);

        [LoggerMessage(1045, LogLevel.Warning, "Queue {QueueKey} could not ask chat {ChatId} whether it may be offered; the others go first, and it is asked again some seconds later.")]
        public static partial void NotOffered(ILogger logger, string queueKey, string chatId, Exception error);
    }
}
