using SQLitePCL;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>A prepared statement. Used by one thread at a time; parameters count from 1, columns from 0.</summary>
internal sealed class SqliteStatement(sqlite3 database, sqlite3_stmt statement) : IDisposable
{
    public SqliteStatement Bind(int parameter, string value) => Checked(raw.sqlite3_bind_text(statement, parameter, value));

    public SqliteStatement Bind(int parameter, long value) => Checked(raw.sqlite3_bind_int64(statement, parameter, value));

    /// <summary>Binds a time in UTC ticks, or NULL.</summary>
    public SqliteStatement Bind(int parameter, DateTimeOffset? value) =>
        value is { } time ? Bind(parameter, time.UtcTicks) : Checked(raw.sqlite3_bind_null(statement, parameter));

    /// <summary>Binds bytes. No bytes are an empty blob: an empty span would become NULL.</summary>
    public SqliteStatement Bind(int parameter, ReadOnlyMemory<byte> value) => Checked(value.IsEmpty
        ? raw.sqlite3_bind_zeroblob(statement, parameter, 0)
        : raw.sqlite3_bind_blob(statement, parameter, value.Span));

    /// <summary>Runs a statement that returns no rows; returns how many rows it changed (meaningless for other than INSERT, UPDATE, DELETE).</summary>
    public int Run()
    {
        try
        {
            while (Step()) { }
            return raw.sqlite3_changes(database);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Reads all rows, then resets: an open read would keep the write-ahead log from being emptied.</summary>
    public ImmutableArray<T> All<T>(Func<SqliteStatement, T> row)
    {
        var rows = ImmutableArray.CreateBuilder<T>();
        try
        {
            while (Step()) rows.Add(row(this));
            return rows.DrainToImmutable();
        }
        finally
        {
            Reset();
        }
    }

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public DateTimeOffset? Time(int column) =>
        raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : new DateTimeOffset(Number(column), TimeSpan.Zero);

    public byte[] Bytes(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public void Dispose() => statement.Dispose();

    private bool Step() => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var error => throw Failure(error),
    };

    // Its result repeats the error of the last step, which was thrown already.
    private void Reset()
    {
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }

    private SqliteStatement Checked(int result) => result == raw.SQLITE_OK ? this : throw Failure(result);

    private SqliteException Failure(int result) => new(result, raw.sqlite3_errmsg(database).utf8_to_string());
}
