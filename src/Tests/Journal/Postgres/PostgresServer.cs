using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace OrleansChat.Tests.Journal.Postgres;

/// <summary>
/// A PostgreSQL of its own, on a loopback port, with a data folder that is removed at the end. It is started by the first test that asks, as an ordinary user
/// where the tests run as root. What it has not synced a kill of the process does not lose, so it need not sync.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanschat-postgres-");
    private readonly SemaphoreSlim _starting = new(1, 1);
    private Process? _process;
    private int _schemas;

    /// <summary>Where <c>initdb</c> and <c>postgres</c> are, or <see langword="null"/>.</summary>
    public static string? Binaries { get; } = FindBinaries();

    /// <summary>Why tests that need it are skipped, or <see langword="null"/>.</summary>
    public static string? WhyMissing => Binaries is null ? "PostgreSQL's initdb and postgres are neither on the PATH nor in /usr/lib/postgresql/*/bin." : null;

    public int Port { get; } = FreePort();

    public string ConnectionString => ConnectionThrough(Port);

    private string Data => Path.Combine(_folder.FullName, "data");

    public static string ConnectionThrough(int port) => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database=postgres;Username=journal");

    public string NextSchema() => string.Create(CultureInfo.InvariantCulture, $"journal{Interlocked.Increment(ref _schemas)}");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Kill();
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _process?.Dispose();
        _starting.Dispose();
    }

    /// <summary>Returns when it answers.</summary>
    public async Task StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_process is { HasExited: false }) return;
            if (!Directory.Exists(Data))
            {
                if (Environment.UserName == "root") Run("chown", ["-R", User, _folder.FullName]);
                RunAsUser("initdb", ["-D", Data, "-U", "journal", "--auth=trust", "--encoding=UTF8", "--locale=C"]);
            }

            _process = Process.Start(AsUser("postgres", ["-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _folder.FullName, "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]))!;
            _process.ErrorDataReceived += static (_, _) => { };
            _process.BeginErrorReadLine();
            await AnswersAsync();
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Ends it at once, as a crash would: no checkpoint, every connection gone.</summary>
    public void Kill()
    {
        if (_process is null) return;
        Run("kill", ["-QUIT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        _process.WaitForExit(Patience);
        _process.Dispose();
        _process = null;
    }

    private async Task AnswersAsync()
    {
        var from = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=5");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(from) < Patience && _process is { HasExited: false })
            {
                await pause.WaitForNextTickAsync();
            }
        }
    }

    private static string User => Directory.Exists("/var/lib/postgresql") ? "postgres" : "nobody";

    private static ProcessStartInfo AsUser(string program, IEnumerable<string> arguments)
    {
        var path = Path.Combine(Binaries!, program);
        var start = Environment.UserName == "root" ? new ProcessStartInfo("setpriv", ["--reuid", User, "--clear-groups", path, .. arguments]) : new ProcessStartInfo(path, arguments);
        start.RedirectStandardError = true;
        start.RedirectStandardOutput = true;
        start.WorkingDirectory = "/";
        return start;
    }

    private static void RunAsUser(string program, IEnumerable<string> arguments) => Finish(AsUser(program, arguments));

    private static void Run(string program, IEnumerable<string> arguments) => Finish(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true });

    private static void Finish(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)}: {error}\n{output.Result}");
    }

    private static string? FindBinaries()
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(static v => Path.Combine(v, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(versions)
            .FirstOrDefault(static folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>A test that needs PostgreSQL. Where it is missing it is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.WhyMissing;
}

/// <summary>See <see cref="PostgresFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.WhyMissing;
}

/// <summary>The tests that share a PostgreSQL, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnePostgres : ICollectionFixture<PostgresServer>
{
    public const string Name = "One PostgreSQL";
}
