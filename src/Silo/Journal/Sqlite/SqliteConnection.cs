using SQLitePCL;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>One open database connection and the statements prepared on it. Used by one thread at a time.</summary>
internal sealed class SqliteConnection : IDisposable
{
    // Every commit is on disk before it returns. The log is cut back after a burst (64 MiB) instead of keeping its largest size for ever.
    private const string WriterSettings = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = OFF;
        PRAGMA journal_size_limit = 67108864;
        """;

    private const string ReaderSettings = "PRAGMA query_only = ON;";

    private readonly sqlite3 _database;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteConnection() => Batteries_V2.Init();

    private SqliteConnection(string path, TimeSpan busyTimeout, bool mayCreate)
    {
        var flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX | (mayCreate ? raw.SQLITE_OPEN_CREATE : 0);
        var result = raw.sqlite3_open_v2(path, out _database, flags, null);
        try
        {
            Check(result);
            Check(raw.sqlite3_extended_result_codes(_database, 1));
            Check(raw.sqlite3_busy_timeout(_database, (int)busyTimeout.TotalMilliseconds));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether a transaction is open. An error may have ended it.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>The handle, for tests that make SQLite fail.</summary>
    internal sqlite3 Handle => _database;

    /// <summary>Opens a connection that changes nothing yet: not even the journal mode of a database that may not be ours.</summary>
    public static SqliteConnection Open(string path, TimeSpan busyTimeout, bool mayCreate = false) => new(path, busyTimeout, mayCreate);

    public static SqliteConnection OpenReader(string path, TimeSpan busyTimeout) => Open(path, busyTimeout).With(ReaderSettings);

    public static SqliteConnection OpenWriter(string path, TimeSpan busyTimeout) => Open(path, busyTimeout).AsWriter();

    /// <summary>Makes this the writer: write-ahead log, every commit synced.</summary>
    /// <exception cref="SqliteException">The file system cannot do that. The connection is closed.</exception>
    public SqliteConnection AsWriter()
    {
        With(WriterSettings);
        if (Text("PRAGMA journal_mode") == "wal" && Number("PRAGMA synchronous") == 2) return this;
        Dispose();
        throw new SqliteException(raw.SQLITE_CANTOPEN, "the file system does not support a write-ahead log");
    }

    /// <summary>Runs several statements without parameters.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_database, sql));

    /// <summary>The first column of the first row.</summary>
    public long Number(string sql) => Single(sql, static row => row.Number(0));

    /// <summary>A statement that lives as long as the connection.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var statement = PrepareOnce(sql);
        _statements.Add(statement);
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _statements) statement.Dispose();
        _database?.Dispose();
    }

    private SqliteConnection With(string settings)
    {
        try
        {
            Execute(settings);
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Text(string sql) => Single(sql, static row => row.Text(0));

    private T Single<T>(string sql, Func<SqliteStatement, T> column)
    {
        using var statement = PrepareOnce(sql);
        return statement.All(column)[0];
    }

    private SqliteStatement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_database, sql, out var statement));
        return new(_database, statement);
    }

    private void Check(int result)
    {
        if (result == raw.SQLITE_OK) return;
        var extended = _database.IsInvalid ? result : raw.sqlite3_extended_errcode(_database);
        throw new SqliteException(extended == raw.SQLITE_OK ? result : extended, raw.sqlite3_errstr(result).utf8_to_string());
    }
}
