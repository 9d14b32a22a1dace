using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>Writes the requests that are remembered with their appends, and erases what may be forgotten. Used by the writer's thread only.</summary>
internal sealed class SqliteRequests(SqliteConnection connection)
{
    /// <summary>How many forgotten rows of any scope one append erases at most: more than it adds, so that they get fewer.</summary>
    private const int ErasedPerAppend = 8;

    private readonly SqliteStatement _erase = connection.Prepare(
        "DELETE FROM requests WHERE (scope, key) IN (SELECT scope, key FROM requests WHERE at <= ?1 ORDER BY at LIMIT ?2)");

    private readonly SqliteStatement _eraseOwn = connection.Prepare(
        "DELETE FROM requests WHERE scope = ?1 AND key = ?2 AND at <= ?3");

    private readonly SqliteStatement _add = connection.Prepare("""
        INSERT INTO requests (scope, key, number, digest, at, json)
        SELECT ?1, ?2, 1 + coalesce((SELECT max(number) FROM requests WHERE scope = ?1), 0), ?3, ?4, ?5 WHERE true
        ON CONFLICT (scope, key) DO NOTHING
        """);

    private readonly SqliteStatement _keepNewest = connection.Prepare(
        "DELETE FROM requests WHERE scope = ?1 AND number <= (SELECT max(number) FROM requests WHERE scope = ?1) - ?2");

    /// <summary>Remembers a request; <see langword="false"/>: its key is taken by a row that is not forgotten.</summary>
    public bool TryAdd(NewRequest request)
    {
        var row = request.Row;
        _erase.Bind(1, request.ForgottenBefore).Bind(2, ErasedPerAppend).Run();
        _eraseOwn.Bind(1, row.Scope).Bind(2, row.Key).Bind(3, request.ForgottenBefore).Run();
        var isAdded = _add.Bind(1, row.Scope).Bind(2, row.Key).Bind(3, row.Digest).Bind(4, row.At).Bind(5, row.Json).Run() == 1;
        if (isAdded) _keepNewest.Bind(1, row.Scope).Bind(2, request.RowsMax).Run();
        return isAdded;
    }
}
