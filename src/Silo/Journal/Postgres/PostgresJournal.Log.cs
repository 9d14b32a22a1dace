using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo.Journal.Postgres;

public sealed partial class PostgresJournal
{
    private static partial class Log
    {
        [LoggerMessage(3128, LogLevel.Information, "The journal {Database} is open at schema {Schema}.")]
        public static partial void Opened(ILogger logger, string database, int schema);

        [LoggerMessage(3129, LogLevel.Information, "The journal {Database} was brought from schema {From} to {To}.")]
        public static partial void Migrated(ILogger logger, string database, int from, int to);

        [LoggerMessage(3130, LogLevel.Information, "The journal {Database} is closed.")]
        public static partial void Closed(ILogger logger, string database);
    }
}
