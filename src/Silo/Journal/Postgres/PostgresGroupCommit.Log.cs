using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo.Journal.Postgres;

internal sealed partial class PostgresGroupCommit
{
    private static partial class Log
    {
        [LoggerMessage(3131, LogLevel.Error, "A journal commit of {Writes} writes and {LazyRows} lazy rows failed with SQLSTATE {SqlState}; the callers were told.")]
        public static partial void CommitFailed(ILogger logger, int writes, int lazyRows, string? sqlState, Exception error);

        [LoggerMessage(3135, LogLevel.Information, "A commit was undone by the database with SQLSTATE {SqlState} and is sent again.")]
        public static partial void TriedAgain(ILogger logger, string sqlState, Exception error);

        [LoggerMessage(3136, LogLevel.Warning, "The connection was lost in the midst of a commit. It took effect: {IsCommitted}. If not, it is sent again.")]
        public static partial void OutcomeFound(ILogger logger, bool isCommitted, Exception error);
    }
}
