using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo.Journal.Sqlite;

internal sealed partial class SqliteGroupCommit
{
    private static partial class Log
    {
        [LoggerMessage(3103, LogLevel.Error, "A journal commit of {Writes} writes and {LazyRows} lazy rows failed with SQLite code {SqliteCode}; the callers were told, the connection is opened again.")]
        public static partial void CommitFailed(ILogger logger, int writes, int lazyRows, int? sqliteCode, Exception error);
    }
}
