using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace OrleansChat.LocalCluster;

/// <summary>
/// A PostgreSQL of its own on one address and port, in a folder that it makes where it is missing. It asks everybody for the password that stands there: whoever
/// has an account on this machine can reach the port.
/// </summary>
/// <param name="folder">Holds the data, the socket and the password.</param>
/// <param name="port">Where nobody listens.</param>
/// <param name="isDurable">Whether a commit is on disk. Without it a kill of the processes loses nothing, but the fall of the machine may.</param>
/// <param name="changed">Called when the process id changed.</param>
/// <param name="respawns">Whether it is started again when it ends by itself or is killed from outside.</param>
/// <param name="address">Where it listens, and nowhere else. Whoever is in the same network as that address may log in.</param>
internal sealed class LocalPostgres(string folder, int port, bool isDurable, bool respawns = false, Action? changed = null, string address = "127.0.0.1") : IAsyncDisposable
{
    private const string Role = "orleanschat";
    private const int PasswordChars = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>It ends with this process, also when that is killed: then its standard input closes.</summary>
    private const string EndsWithInput = "exec 3<&0; \"$@\" & server=$!; (cat <&3 >/dev/null 2>&1; kill -INT $server) 2>/dev/null & wait $server; kill $!";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _starting = new(1, 1);
    private Process? _process;

    /// <summary>Where <c>initdb</c> and <c>postgres</c> are: on the PATH or in Debian's folder of the newest version. <see langword="null"/>: nowhere.</summary>
    public static string? Binaries { get; } = FindBinaries();

    public string Address => address;

    public int Port => port;

    /// <summary>PostgreSQL's own, of the process that the others belong to.</summary>
    public int? ProcessId => _process is { HasExited: false } && File.Exists(PidFile) ? int.Parse(File.ReadLines(PidFile).First(), CultureInfo.InvariantCulture) : null;

    /// <summary>Complete once it was started.</summary>
    public string ConnectionString => ConnectionThrough(port, address);

    private string Data => Path.Combine(folder, "data");

    private string PidFile => Path.Combine(Data, "postmaster.pid");

    private string PasswordFile => Path.Combine(folder, "password");

    /// <summary>Data of before there were passwords is without one, and lets everybody in.</summary>
    private string Password => File.Exists(PasswordFile) ? $";Password={File.ReadAllText(PasswordFile)}" : "";

    /// <summary>As <see cref="ConnectionString"/>, by way of somebody who passes everything on.</summary>
    public string ConnectionThrough(int proxyPort, string proxyAddress = "127.0.0.1") =>
        string.Create(CultureInfo.InvariantCulture, $"Host={proxyAddress};Port={proxyPort};Database=postgres;Username={Role}{Password}");

    /// <summary>Returns when it answers. When it runs already, at once.</summary>
    /// <exception cref="InvalidOperationException">It cannot be made or started; the message has PostgreSQL's own words.</exception>
    public async Task StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_process is { HasExited: false }) return;
            if (File.Exists(Path.Combine(Data, "PG_VERSION"))) await PostgresUser.LetPassAsync(folder);
            else await MakeAsync();

            string[] durability = isDurable ? [] : ["-c", "fsync=off"];
            // The pid file of a server that was killed stays: PostgreSQL itself knows whether the data is another one's.
            _process = Process.Start(AsUser("postgres", ["-D", Data, "-p", port.ToString(CultureInfo.InvariantCulture), "-k", folder, "-c", $"listen_addresses={address}", "-c", "max_connections=300", .. durability], endsWithInput: true))!;
            _ = _process.StandardOutput.ReadToEndAsync();
            await AnswersAsync(_process.StandardError.ReadToEndAsync());
            _ = WatchAsync(_process);
            changed?.Invoke();
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>Ends it at once, as <c>pg_ctl -m immediate</c> does: no checkpoint, every connection gone.</summary>
    public Task KillAsync() => EndAsync("-QUIT");

    /// <summary>Ends it in order; what was committed is on disk.</summary>
    public Task StopAsync() => EndAsync("-INT");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _starting.Dispose();
    }

    private async Task MakeAsync()
    {
        Directory.CreateDirectory(folder);
        File.Delete(PasswordFile);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        await using (var file = new StreamWriter(PasswordFile, options)) await file.WriteAsync(RandomNumberGenerator.GetHexString(PasswordChars));
        await PostgresUser.OwnAsync(folder);
        await PostgresUser.LetPassAsync(folder);
        await PostgresUser.FinishAsync(AsUser("initdb", ["-D", Data, "-U", Role, "--auth=scram-sha-256", $"--pwfile={PasswordFile}", "--encoding=UTF8", "--locale=C"]));
        if (address != "127.0.0.1") await File.AppendAllTextAsync(Path.Combine(Data, "pg_hba.conf"), $"host all {Role} samenet scram-sha-256\n");
    }

    /// <summary>Ends with the process; who ended it by this object took it away before.</summary>
    private async Task WatchAsync(Process process)
    {
        await process.WaitForExitAsync();
        using var pause = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (respawns && _process is { HasExited: true })
        {
            try
            {
                await StartAsync();
            }
            catch (InvalidOperationException error)                     // a full disk, say: until it is freed
            {
                await Console.Error.WriteLineAsync(error.Message);
                await pause.WaitForNextTickAsync();
            }
        }
    }

    private async Task EndAsync(string signal)
    {
        if (Interlocked.Exchange(ref _process, null) is not { } process) return;
        if (!process.HasExited && File.Exists(PidFile)) await PostgresUser.FinishAsync(new ProcessStartInfo("kill", [signal, File.ReadLines(PidFile).First()]));
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        changed?.Invoke();
    }

    private async Task AnswersAsync(Task<string> words)
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
            catch (NpgsqlException error) when (error.IsTransient && Stopwatch.GetElapsedTime(from) < Patience && _process is { HasExited: false })
            {
                await pause.WaitForNextTickAsync();
            }
            catch (NpgsqlException error)
            {
                throw new InvalidOperationException($"PostgreSQL in {folder} does not answer: {(_process is { HasExited: false } ? error.Message : await words.WaitAsync(Patience))}", error);
            }
        }
    }

    private static ProcessStartInfo AsUser(string program, IEnumerable<string> arguments, bool endsWithInput = false)
    {
        var path = Path.Combine(Binaries ?? throw new InvalidOperationException("PostgreSQL's initdb and postgres are neither on the PATH nor in /usr/lib/postgresql/*/bin."), program);
        string[] shell = endsWithInput ? ["sh", "-c", EndsWithInput, "sh"] : [];
        string[] command = [.. shell, .. PostgresUser.Command, path, .. arguments];
        return new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = endsWithInput, WorkingDirectory = "/" };
    }

    /// <summary>Of a folder such as <c>/usr/lib/postgresql/9.6</c>, which is older than 15; 0: none.</summary>
    internal static double VersionOf(string folder) => double.TryParse(Path.GetFileName(folder), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static string? FindBinaries()
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(VersionOf).Select(static v => Path.Combine(v, "bin")) : [];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(versions)
            .FirstOrDefault(static folder => folder.Length > 0 && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }
}
