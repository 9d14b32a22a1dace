using System.Runtime.Versioning;
using Npgsql;
using OrleansChat.LocalCluster;
using OrleansChat.Tests.Journal.Postgres;

namespace OrleansChat.Tests.Clustering;

/// <summary>The PostgreSQL that <c>./run.sh --cluster</c> starts where it was given none.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class LocalPostgresTests : IDisposable
{
    private const UnixFileMode OwnerMayReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerMayAll = OwnerMayReadAndWrite | UnixFileMode.UserExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanschat-postgres-");

    private string PasswordFile => Path.Combine(_folder.FullName, "password");

    [Fact]
    public void Debians_folder_of_the_newest_version_is_taken() =>
        Assert.Equal(["/p/17", "/p/9.6", "/p/9.5", "/p/x"], new[] { "/p/9.5", "/p/17", "/p/x", "/p/9.6" }.OrderByDescending(LocalPostgres.VersionOf));

    /// <summary>Two servers on the same files would destroy them.</summary>
    [PostgresFact]
    public async Task Data_that_a_server_has_open_is_refused_to_a_second_one()
    {
        await using var first = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);
        await first.StartAsync();
        await using var second = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);
        Assert.Contains("postmaster.pid", (await Assert.ThrowsAsync<InvalidOperationException>(second.StartAsync)).Message, StringComparison.Ordinal);
        await first.StartAsync();
        Assert.NotNull(first.ProcessId);
    }

    [PostgresFact]
    public async Task A_server_that_was_killed_starts_again()
    {
        await using var server = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);
        await server.StartAsync();
        var before = server.ProcessId;
        await server.KillAsync();
        Assert.Null(server.ProcessId);
        await server.StartAsync();
        Assert.NotEqual(before, server.ProcessId);
    }

    /// <summary>Whoever has an account on the machine reaches the port.</summary>
    [PostgresFact]
    public async Task Nobody_gets_in_without_the_password_that_others_cannot_read()
    {
        await using var server = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);
        await server.StartAsync();
        Assert.Equal(OwnerMayReadAndWrite, File.GetUnixFileMode(PasswordFile));
        foreach (var host in new[] { "127.0.0.1", _folder.FullName })                // the port and the socket
        {
            await OpenAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = host });
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => OpenAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = host, Password = null }));
            var wrong = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = host, Password = "wrong" };
            Assert.Equal(PostgresErrorCodes.InvalidPassword, (await Assert.ThrowsAsync<PostgresException>(() => OpenAsync(wrong))).SqlState);
        }
    }

    /// <summary>Versions before asked nobody for a password.</summary>
    [PostgresFact]
    public async Task Data_that_was_made_without_a_password_is_opened_without_one()
    {
        await using var server = new LocalPostgres(_folder.FullName, FreePorts.Next(), isDurable: false);
        await server.StartAsync();
        await server.StopAsync();
        var whoMay = Path.Combine(_folder.FullName, "data", "pg_hba.conf");
        await File.WriteAllTextAsync(whoMay, (await File.ReadAllTextAsync(whoMay)).Replace("scram-sha-256", "trust", StringComparison.Ordinal));
        File.Delete(PasswordFile);
        await server.StartAsync();
        await OpenAsync(new NpgsqlConnectionStringBuilder(server.ConnectionString));
    }

    [PostgresRootFact]
    public async Task Its_user_passes_a_folder_that_root_alone_may_open_and_nobody_else_sees_more()
    {
        var above = _folder.CreateSubdirectory("data");
        foreach (var folder in new[] { _folder, above }) folder.UnixFileMode = OwnerMayAll;
        await using var server = new LocalPostgres(Path.Combine(above.FullName, "postgres"), FreePorts.Next(), isDurable: false);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(server.StartAsync);
        Assert.Contains($"who cannot enter {_folder.FullName};", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        _folder.UnixFileMode = OwnerMayAll | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        await server.StartAsync();
        Assert.Equal(OwnerMayAll | UnixFileMode.GroupExecute, File.GetUnixFileMode(above.FullName));
    }

    private static async Task OpenAsync(NpgsqlConnectionStringBuilder builder)
    {
        builder.Pooling = false;
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>A test of what root does for PostgreSQL. For others it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresRootFactAttribute : FactAttribute
{
    public PostgresRootFactAttribute() => Skip = PostgresServer.WhyMissing ?? (Environment.UserName == "root" ? null : "PostgreSQL runs as another user only where this one is root.");
}
