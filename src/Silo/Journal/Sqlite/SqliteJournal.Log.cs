using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo.Journal.Sqlite;

public sealed partial class SqliteJournal
{
    private static partial class Log
    {
        [LoggerMessage(3100, LogLevel.Information, "The journal {Path} is open at schema {Schema}.")]
        public static partial void Opened(ILogger logger, string path, int schema);

        [LoggerMessage(3101, LogLevel.Information, "The journal {Path} was brought from schema {From} to {To}.")]
        public static partial void Migrated(ILogger logger, string path, int from, int to);

        [LoggerMessage(3102, LogLevel.Information, "The journal {Path} is closed.")]
        public static partial void Closed(ILogger logger, string path);
    }
}
