namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>Brings a database to the newest schema by the numbered scripts of this folder. Each script sets <c>user_version</c> to its number.</summary>
internal static class SqliteMigrator
{
    private const int ApplicationId = 0x4F434A31;

    /// <summary>The scripts in order: number and text.</summary>
    public static ImmutableArray<(int Version, string Sql)> Scripts { get; } = SqlScripts.Beside(typeof(SqliteMigrator));

    /// <summary>The schema this server knows.</summary>
    public static int Newest => Scripts[^1].Version;

    /// <summary>Refuses a database that is not a journal, or one of a newer server. Changes nothing. Returns its version, 0 when it is new.</summary>
    /// <exception cref="JournalStartException">It is refused.</exception>
    public static int CheckVersion(SqliteConnection connection, string path)
    {
        var version = (int)connection.Number("PRAGMA user_version");
        var isNew = version == 0 && connection.Number("SELECT count(*) FROM sqlite_master") == 0;
        if (!isNew && connection.Number("PRAGMA application_id") != ApplicationId)
            throw new JournalStartException(JournalStartProblem.NotAJournal, $"{path} is the database of another program: choose another data folder.");
        if (version > Newest)
        {
            throw new JournalStartException(
                JournalStartProblem.TooNew,
                $"The journal {path} has version {version} and this server knows {Newest}: start a newer server, or restore a backup of version {Newest}.");
        }
        return version;
    }

    /// <summary>Runs the scripts above <paramref name="version"/>, each in its own transaction.</summary>
    public static void Migrate(SqliteConnection connection, int version)
    {
        foreach (var script in Scripts.Where(script => script.Version > version))
        {
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute(script.Sql);
            connection.Execute("COMMIT");
        }
    }
}
