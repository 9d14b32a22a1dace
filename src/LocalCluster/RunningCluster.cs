using System.Globalization;
using System.Text.Json;

namespace OrleansChat.LocalCluster;

/// <summary>Silos, API hosts and a PostgreSQL on this machine, as separate processes, on loopback unless they are placed elsewhere. <c>cluster.json</c> in the data folder says what runs, as long as its disk takes it.</summary>
internal sealed class RunningCluster : IAsyncDisposable
{
    public const string FileName = "cluster.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(120);

    private readonly ClusterArguments _arguments;
    private readonly Func<string, (string Name, string Value)[]> _variables;
    private readonly Func<string, Place> _placeOf;
    private readonly List<ClusterProcess> _processes = [];
    private readonly Lock _lock = new();
    private LocalPostgres? _postgres;

    private RunningCluster(ClusterArguments arguments, Func<string, (string Name, string Value)[]>? variables, Func<string, Place>? placeOf) =>
        (_arguments, _variables, _placeOf) = (arguments, variables ?? (static _ => []), placeOf ?? (static _ => Place.Loopback));

    public IReadOnlyList<ProcessEntry> Processes => [.. PostgresEntry(), .. _processes.Select(static p => p.Entry)];

    /// <summary>Where the API hosts listen.</summary>
    public IReadOnlyList<Uri> Urls => [.. Enumerable.Range(1, _arguments.ApiHosts).Select(UrlOf)];

    /// <summary>The cluster's own database server; <see langword="null"/> where it was given one.</summary>
    public LocalPostgres? Postgres => _postgres;

    public string ConnectionString => _arguments.Postgres ?? _postgres!.ConnectionString;

    /// <summary>Starts everything and returns when every API host is ready.</summary>
    /// <param name="siloProgram">The path of <c>OrleansChat.Silo.dll</c>.</param>
    /// <param name="apiProgram">The path of <c>OrleansChat.ApiHost.dll</c>.</param>
    /// <param name="variables">What the first start of a process has in its environment besides, by its name.</param>
    /// <param name="placeOf">The place of <c>silo-1</c>, <c>api-1</c>, …; of <c>postgres</c> only the address counts. <see langword="null"/>: all are on loopback.</param>
    /// <exception cref="InvalidOperationException">It did not come up; the message says where to look.</exception>
    public static async Task<RunningCluster> StartAsync(
        ClusterArguments arguments, string siloProgram, string apiProgram, CancellationToken cancellation,
        Func<string, (string Name, string Value)[]>? variables = null, Func<string, Place>? placeOf = null)
    {
        MakePrivate(arguments.DataFolder);
        MakePrivate(Path.Combine(arguments.DataFolder, "logs"));
        var cluster = new RunningCluster(arguments, variables, placeOf);
        try
        {
            if (arguments.Postgres is null)
            {
                cluster._postgres = new LocalPostgres(Path.Combine(arguments.DataFolder, "postgres"), FreePorts.Next(), isDurable: true, arguments.Respawns, cluster.WriteFile, cluster._placeOf("postgres").Address);
                await cluster._postgres.StartAsync();
            }

            for (var number = 1; number <= arguments.Silos; number++) cluster.AddSilo(number, siloProgram);
            await cluster.ReadyAsync("silo", cancellation);             // the first of them makes the schema
            for (var number = 1; number <= arguments.ApiHosts; number++) cluster.AddApiHost(number, apiProgram);
            await cluster.ReadyAsync("api", cancellation);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>As the single process makes its own: what is in it others must not read. A folder that is there keeps its rights.</summary>
    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Ends everything: the API hosts first, then the silos, then the database.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var role in new[] { "api", "silo" })
        {
            await Task.WhenAll(_processes.Where(p => p.Entry.Role == role).Select(static p => p.DisposeAsync().AsTask()));
        }

        if (_postgres is not null) await _postgres.DisposeAsync();
        File.Delete(Path.Combine(_arguments.DataFolder, FileName));
    }

    /// <summary>Every process with this role says that it is ready.</summary>
    public Task AllReadyAsync() => Task.WhenAll(ReadyAsync("silo", CancellationToken.None), ReadyAsync("api", CancellationToken.None));

    /// <summary>Ends with the process of this name that runs now.</summary>
    public Task LifeOf(string name) => Find(name).Life;

    /// <summary>What the next start of a process has in its environment; <see langword="null"/>: not any more.</summary>
    public void SetVariable(string process, string name, string? value)
    {
        if (value is null) Find(process).Variables.TryRemove(name, out _);
        else Find(process).Variables[name] = value;
    }

    private ClusterProcess Find(string name) => _processes.Single(p => p.Entry.Name == name);

    private void AddSilo(int number, string program)
    {
        var (name, http, silo, gateway) = (NameOf("silo", number), FreePorts.Next(), FreePorts.Next(), FreePorts.Next());
        var place = _placeOf(name);
        Add("silo", name, place, program, new() { ["http"] = $"http://{place.Address}:{http}", ["silo"] = $"{place.Address}:{silo}", ["gateway"] = $"{place.Address}:{gateway}" },
            $"--urls=http://{place.Address}:{http}", $"--Cluster:AdvertisedAddress={place.Address}", $"--Cluster:SiloPort={silo}", $"--Cluster:GatewayPort={gateway}", $"--Cluster:SiloName={name}");
    }

    private void AddApiHost(int number, string program)
    {
        var (name, url) = (NameOf("api", number), UrlOf(number).GetLeftPart(UriPartial.Authority));
        Add("api", name, _placeOf(name), program, new() { ["http"] = url }, $"--urls={url}");
    }

    private void Add(string role, string name, Place place, string program, Dictionary<string, string> addresses, params string[] own)
    {
        var externalUrl = $"--Wire:ExternalUrl={_arguments.Url.GetLeftPart(UriPartial.Authority)}";
        var process = new ClusterProcess(
            role, name, addresses, [.. place.Command, "dotnet", program, externalUrl, .. own, .. _arguments.Rest], Path.Combine(_arguments.DataFolder, "logs", $"{name}.log"), _arguments.Respawns, WriteFile);
        process.Variables["ORLEANSCHAT_Cluster__Postgres"] = ConnectionString;
        foreach (var (key, value) in _variables(name)) process.Variables[key] = value;
        _processes.Add(process);
        process.Start();
    }

    private Uri UrlOf(int apiHost) => new UriBuilder(_arguments.UrlOf(apiHost - 1)) { Host = _placeOf(NameOf("api", apiHost)).Address }.Uri;

    private static string NameOf(string role, int number) => string.Create(CultureInfo.InvariantCulture, $"{role}-{number}");

    /// <summary>Every process of a role says that it is ready.</summary>
    private async Task ReadyAsync(string role, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(StartPatience);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        foreach (var entry in _processes.Select(static p => p.Entry).Where(e => e.Role == role))
        {
            while (!await IsReadyAsync(http, new Uri(entry.Addresses["http"]), patience.Token))
            {
                try
                {
                    await pause.WaitForNextTickAsync(patience.Token);
                }
                catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
                {
                    throw new InvalidOperationException($"{entry.Name} is not ready after {StartPatience.TotalSeconds} s; look at {_arguments.DataFolder}/logs/{entry.Name}.log.");
                }
            }
        }
    }

    public static async Task<bool> IsReadyAsync(HttpClient http, Uri server, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(server, "/health/ready"), cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private IEnumerable<ProcessEntry> PostgresEntry() => _postgres is { } own
        ? [new ProcessEntry("postgres", "postgres", own.ProcessId, new Dictionary<string, string> { ["postgres"] = string.Create(CultureInfo.InvariantCulture, $"{own.Address}:{own.Port}") })]
        : [];

    /// <summary>As a whole: whoever reads it never sees half of it.</summary>
    private void WriteFile()
    {
        lock (_lock)
        {
            var file = Path.Combine(_arguments.DataFolder, FileName);
            try
            {
                File.WriteAllText(file + ".new", JsonSerializer.Serialize(new { urls = Urls, processes = Processes }, Json));
                File.Move(file + ".new", file, overwrite: true);
            }
            catch (IOException error)
            {
                Console.Error.WriteLine($"{file} says no more what runs: {error.Message}");     // a full disk, say; whoever died is started again all the same
            }
        }
    }
}
