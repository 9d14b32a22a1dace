using Microsoft.Extensions.Logging;

namespace OrleansChat.Silo.Journal;

/// <summary>What every journal on a database says.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(3100, LogLevel.Information, "The journal {Path} is open at schema {Schema}.")]
    public static partial void Opened(ILogger logger, string path, int schema);

    [LoggerMessage(3101, LogLevel.Information, "The journal {Path} was brought from schema {From} to {To}.")]
    public static partial void Migrated(ILogger logger, string path, int from, int to);

    [LoggerMessage(3102, LogLevel.Information, "The journal {Path} is closed.")]
    public static partial void Closed(ILogger logger, string path);

    [LoggerMessage(3104, LogLevel.Warning, "{Dropped} lazy writes were dropped because {KeysMax} keys were waiting; watermarks and cursors lag until their next write.")]
    public static partial void LazyWritesDropped(ILogger logger, int dropped, int keysMax);

    [LoggerMessage(3105, LogLevel.Warning, "A lazy write was refused by the database and is lost.")]
    public static partial void LazyWriteRefused(ILogger logger, Exception error);

    [LoggerMessage(3106, LogLevel.Debug, "Committed {Writes} writes and {LazyRows} lazy rows.")]
    public static partial void Committed(ILogger logger, int writes, int lazyRows);
}
