namespace OrleansChat.ApiHost.Answers;

internal sealed partial class Envelope
{
    private static partial class Log
    {
        [LoggerMessage(2000, LogLevel.Error, "A request to {Endpoint} failed unexpectedly.")]
        public static partial void RequestFailed(ILogger logger, string endpoint, Exception error);

        [LoggerMessage(2001, LogLevel.Warning, "A request to {Endpoint} could not be served: the store or the cluster cannot be reached. The caller may retry.")]
        public static partial void StoreOrClusterUnavailable(ILogger logger, string endpoint, Exception error);
    }
}
