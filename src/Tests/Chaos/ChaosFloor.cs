using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Npgsql;
using OrleansChat.Hosting.FailPoints;
using OrleansChat.LocalCluster;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Faults.Histories;
using OrleansChat.Tests.Running;
using Xunit.Abstractions;

namespace OrleansChat.Tests.Chaos;

/// <summary>A cluster of processes behind a balancer, where customers, agents and supervisors talk all the while, and what must hold at the end.</summary>
internal sealed partial class ChaosFloor : IAsyncDisposable
{
    /// <summary>How long a talker is silent between two texts.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(150);

    /// <summary>Times are judged as they are where the machine is the cluster's own; beside the tests of a whole suite it waits for the CPU most of the time.</summary>
    private static readonly int Leniency = Environment.GetEnvironmentVariable("CHAOS") == "1" ? 1 : 4;

    /// <summary>How long a chat may be silent after a death.</summary>
    private static readonly TimeSpan OutageMax = TimeSpan.FromSeconds(5) * Leniency;

    /// <summary>Who falls silent is given some seconds to say something before it counts as dead; a killed process' port refuses at once.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(8) * Leniency;

    /// <summary>How long a request may take, and a connection to open.</summary>
    public static readonly TimeSpan RequestMax = TimeSpan.FromSeconds(6) * Leniency;

    private const string HoldTime = "--Notifications:Timeout=";

    /// <summary>How a death is told that came at a fail-point.</summary>
    public const string ByItself = "died by itself";

    /// <summary>A chat that was silent for longer was on who died, or waited for it: nobody pauses for so long.</summary>
    public static readonly TimeSpan Noticed = TimeSpan.FromSeconds(1);

    /// <summary>How long after its acknowledgement a text may come to a desk (I7).</summary>
    private static readonly TimeSpan NotifiedMax = TimeSpan.FromSeconds(10) * Leniency;

    private static readonly TimeSpan DeathPatience = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan TalkPatience = TimeSpan.FromSeconds(30);

    /// <summary>Notifications that take longer are told of, each desk's together.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(3);

    private const int FailuresShown = 20;
    private const int Stop = 19;
    private const int Continue = 18;
    private const int Terminate = 15;
    private const int Kill = 9;

    private readonly DirectoryInfo _data;
    private readonly ITestOutputHelper _output;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<(string What, long At, TimeSpan Max)> _deaths = [];
    private readonly List<(long From, long To)> _nothingRan = [];
    private bool _isJudged;

    /// <summary>How long a connect is held.</summary>
    private TimeSpan _holdMax = TimeSpan.FromSeconds(30);

    private ChaosFloor(DirectoryInfo data, RunningCluster cluster, RoundRobin balancer, TalkingFloor floor, ITestOutputHelper output) =>
        (_data, Cluster, Balancer, Floor, _output) = (data, cluster, balancer, floor, output);

    /// <summary>When faults happen that may happen at any time: the same in each run of a seed.</summary>
    public Random Times { get; private init; } = Random.Shared;

    public RunningCluster Cluster { get; }

    public RoundRobin Balancer { get; }

    public TalkingFloor Floor { get; }

    /// <summary>How many requests were cut or answered with 5xx.</summary>
    public int Failed => Balancer.Requests.Count(static r => r.HasFailed);

    public static Task<ChaosFloor> OpenAsync(string size, ITestOutputHelper output, params string[] settings) => OpenAsync(size, output, null, null, settings);

    public static Task<ChaosFloor> OpenAsync(string size, ITestOutputHelper output, CutNetwork network, params string[] settings) => OpenAsync(size, output, null, network, settings);

    public static Task<ChaosFloor> OpenAsync(string size, ITestOutputHelper output, Func<string, (string Name, string Value)[]> variables, params string[] settings) =>
        OpenAsync(size, output, variables, null, settings);

    /// <param name="size">Silos x API hosts.</param>
    /// <param name="output">Where the run is told.</param>
    /// <param name="variables">What the first start of a process has in its environment besides, by its name.</param>
    /// <param name="network">Where its processes run; <see langword="null"/>: on loopback.</param>
    /// <param name="settings">Of the cluster and of every process.</param>
    private static async Task<ChaosFloor> OpenAsync(string size, ITestOutputHelper output, Func<string, (string Name, string Value)[]>? variables, CutNetwork? network, string[] settings)
    {
        var seed = Environment.GetEnvironmentVariable("ORLEANSCHAT_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        output.WriteLine($"ORLEANSCHAT_SEED={seed}");
        var data = Directory.CreateTempSubdirectory("orleanschat-chaos-");
        var cluster = await ChaosCluster.StartAsync(
            data, size, variables, ["--Supervision:IntrudeRequiresMonitoring=false", "--Routing:NoAnswerAfter=00:05:00", "--Customers:DisconnectAfter=00:05:00", .. settings], network);
        var balancer = await RoundRobin.StartAsync(cluster.Urls);
        var lives = new Lives(null);
        lives.StayUp();
        try
        {
            var floor = new ChaosFloor(data, cluster, balancer, await TalkingFloor.OpenAsync(balancer.Address, lives, seed, Pace, cluster.Urls), output) { Times = new Random(seed) };
            if (Array.Find(settings, static setting => setting.StartsWith(HoldTime, StringComparison.Ordinal)) is { } hold) floor._holdMax = TimeSpan.Parse(hold[HoldTime.Length..], CultureInfo.InvariantCulture);
            return floor;
        }
        catch
        {
            await CloseAsync(balancer, cluster);
            output.WriteLine($"what the processes logged is in {data.FullName}/logs");
            throw;
        }
    }

    /// <summary>SIGKILL; the cluster's command starts it again.</summary>
    /// <param name="name">Of the process.</param>
    /// <param name="othersAnswer">Whether those are left who can go on with every chat.</param>
    public void KillProcess(string name, bool othersAnswer = true)
    {
        Signal(name, Kill, "killed");
        if (othersAnswer) Happens($"{name} was killed");
    }

    /// <summary>SIGTERM: it drains, hands over what it has and ends, and is started again. Returns when it has ended.</summary>
    public async Task LeaveAsync(string name)
    {
        var life = Cluster.LifeOf(name);
        Signal(name, Terminate, "asked to stop");
        await life.WaitAsync(DeathPatience);
    }

    /// <summary>SIGSTOP: it holds everything and does nothing.</summary>
    public void FreezeProcess(string name)
    {
        Signal(name, Stop, "frozen");
        FallsSilent($"{name} was frozen");
    }

    public void ThawProcess(string name) => Signal(name, Continue, "thawed");

    /// <summary>Kills a process and starts it again with a fail-point; returns when it runs.</summary>
    public async Task KillAndArmAsync(string name, string failPoint)
    {
        var killed = ProcessIdOf(name);
        Cluster.SetVariable(name, FailPoint.Variable, failPoint);
        KillProcess(name);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (ProcessIdOf(name) is not { } now || now == killed) await pause.WaitForNextTickAsync();
        Cluster.SetVariable(name, FailPoint.Variable, null);
        Say($"{name} runs again and is to die at {failPoint}");
    }

    /// <summary>Until a process has ended that was to die by itself.</summary>
    /// <param name="name">Of the process.</param>
    /// <param name="life">Its life: it may have ended meanwhile, and been started again.</param>
    public async Task DiesAsync(string name, Task life)
    {
        await life.WaitAsync(DeathPatience);
        Happens($"{name} {ByItself}");
    }

    /// <summary>Since this time nothing ran until now: what was acknowledged just before could be told by nobody.</summary>
    public void NothingRan(long since) => _nothingRan.Add((since, Stopwatch.GetTimestamp()));

    /// <summary>Until somebody who asks all the time is answered with success.</summary>
    public async Task FirstAnswerAsync()
    {
        using var asker = Api.User(Balancer.Address, "agent3");
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await Recorder.TryAsync(() => asker.GetAsync("/api/v2/me")) is not (Outcome.Ok, _)) await pause.WaitForNextTickAsync();
    }

    /// <summary>Something happens from which on no chat may be silent for longer than after a death.</summary>
    public void Happens(string what) => Happens(what, OutageMax);

    /// <summary>The same, of which others learn by nothing but silence.</summary>
    public void FallsSilent(string what) => Happens(what, SilenceMax);

    public void Say(string what) => _output.WriteLine($"{Stopwatch.GetElapsedTime(_began)}: {what}");

    /// <summary>Lets everybody talk for a time.</summary>
    public async Task TalkAsync(double seconds)
    {
        Say($"everybody talks for {seconds} s");
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(seconds));
        await timer.WaitForNextTickAsync();
    }

    /// <summary>Lets everybody talk until something has happened that they do now and then.</summary>
    public async Task TalkUntilAsync(Func<bool> hasHappened, string what)
    {
        Say($"everybody talks until {what}");
        var from = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!hasHappened())
        {
            Assert.True(Stopwatch.GetElapsedTime(from) < TalkPatience, $"It did not happen: {what}");
            await pause.WaitForNextTickAsync();
        }
    }

    /// <summary>Until every process is ready again.</summary>
    public Task ReadyAsync() => Cluster.AllReadyAsync();

    /// <summary>How many members of the cluster were ever declared dead, or said themselves that they leave.</summary>
    public async Task<long> DeadAsync()
    {
        await using var connection = await ConnectAsync();
        await using var ask = new NpgsqlCommand("SELECT count(*) FROM orleanschat.members WHERE status = 6", connection);
        return (long)(await ask.ExecuteScalarAsync())!;
    }

    /// <summary>Deletes from the database who is subscribed to which stream, and says how many rows that were.</summary>
    public async Task<int> LoseSubscriptionsAsync()
    {
        await using var connection = await ConnectAsync();
        await using var delete = new NpgsqlCommand("DELETE FROM orleanschat.grain_states", connection);
        return await delete.ExecuteNonQueryAsync();
    }

    /// <summary>What is judged need not end in order, which takes seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        await Floor.DisposeAsync();
        foreach (var process in Cluster.Processes)
        {
            if (process is { Role: "silo" or "api", ProcessId: { } id }) _ = SendSignal(id, Kill);
        }

        await CloseAsync(Balancer, Cluster);
        if (_isJudged && Environment.GetEnvironmentVariable("CHAOS_LOGS") != "1") _data.Delete(recursive: true);
        else Say($"what the processes logged is in {_data.FullName}/logs");
    }

    private static async Task CloseAsync(RoundRobin balancer, RunningCluster cluster)
    {
        await balancer.DisposeAsync();
        await cluster.DisposeAsync();
    }

    private void Happens(string what, TimeSpan max)
    {
        _deaths.Add((what, Stopwatch.GetTimestamp(), max));
        Say(what);
    }

    /// <summary>To the database, past the pool: a connection of it may be of a server that has died since.</summary>
    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Cluster.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private int? ProcessIdOf(string name) => Cluster.Processes.Single(p => p.Name == name).ProcessId;

    private void Signal(string name, int signal, string what)
    {
        var process = ProcessIdOf(name) ?? throw new InvalidOperationException($"{name} does not run.");
        Assert.Equal(0, SendSignal(process, signal));
        Say($"{name} {what}");
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);
}
