using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo.Journal.Sqlite;

internal sealed partial class SqliteGroupCommit
{
    private static partial class Log
    {
        [LoggerMessage(3103, LogLevel.Error, "A journal commit of {Writes} writes and {LazyRows} lazy rows failed with SQLite code {SqliteCode}; the callers were told, the connection is opened again.")]
        public static partial void CommitFailed(ILogger logger, int writes, int lazyRows, int? sqliteCode, Exception error);

        [LoggerMessage(3104, LogLevel.Warning, "{Dropped} lazy writes were dropped because {KeysMax} keys were waiting; watermarks and cursors lag until their next write.")]
        public static partial void LazyWritesDropped(ILogger logger, int dropped, int keysMax);

        [LoggerMessage(3105, LogLevel.Warning, "A lazy write was refused by the database and is lost.")]
        public static partial void LazyWriteRefused(ILogger logger, Exception error);

        [LoggerMessage(3106, LogLevel.Debug, "Committed {Writes} writes and {LazyRows} lazy rows.")]
        public static partial void Committed(ILogger logger, int writes, int lazyRows);
    }
}
