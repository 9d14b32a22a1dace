using Microsoft.Extensions.Logging;

namespace OrleansChat.Bayeux.AspNetCore.Routing;

internal sealed partial class MessageRouter
{
    private static partial class Log
    {
        [LoggerMessage(2510, LogLevel.Warning, "The owner of the Bayeux sessions could not be asked; the client was told to try again later.")]
        public static partial void SessionsFailed(ILogger logger, Exception error);

        [LoggerMessage(2511, LogLevel.Warning, "Too many handshakes of one user or address; the client was told to try again later.")]
        public static partial void HandshakesThrottled(ILogger logger);

        [LoggerMessage(2512, LogLevel.Debug, "A handshake was refused: {Error}.")]
        public static partial void HandshakeDenied(ILogger logger, string error);

        [LoggerMessage(2513, LogLevel.Debug, "A subscription to {Channel} was refused.")]
        public static partial void SubscribeDenied(ILogger logger, string channel);

        [LoggerMessage(2514, LogLevel.Information, "A publish to {Channel} was refused.")]
        public static partial void PublishDenied(ILogger logger, string channel);
    }
}
