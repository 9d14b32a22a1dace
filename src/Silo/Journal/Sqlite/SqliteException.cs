using System.Data.Common;
using SQLitePCL;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>SQLite refused or failed. Told apart by <see cref="ExtendedCode"/>, never by its text.</summary>
public sealed class SqliteException : DbException
{
    public SqliteException(int extendedCode, string message) : base($"SQLite error {extendedCode}: {message}.") => ExtendedCode = extendedCode;

    public SqliteException() { }
    public SqliteException(string message) : base(message) { }
    public SqliteException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>SQLite's extended result code, for example 2067 (<c>SQLITE_CONSTRAINT_UNIQUE</c>).</summary>
    public int ExtendedCode { get; }

    /// <summary>The primary result code: the low byte, for example 13 (<c>SQLITE_FULL</c>).</summary>
    public int Code => ExtendedCode & 0xFF;

    /// <summary>Whether only the statement failed, for what it was asked to write: the transaction around it is whole and may go on.</summary>
    internal bool EndsOnlyItsStatement => Code is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE;
}
