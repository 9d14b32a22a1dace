#if ORLEANS_LOCAL
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Local.Simulation;
using OrleansChat.ApiHost.Notifications;
using OrleansChat.Domain.People;
using OrleansChat.Grains;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo;
using OrleansChat.Silo.Hosts;
using OrleansChat.Tests.Simulation.Actors;
using OrleansChat.Tests.Simulation.Truths;

namespace OrleansChat.Tests.Simulation;

/// <summary>
/// One run: the real grains, link, sweeper and host side on the simulated scheduler and its time; three customers, three agents, two supervisors, an
/// administrator and whoever configures them do what comes to their minds, while grains, disk, stream and connections fail; then all is well again, and
/// everybody must agree.
/// </summary>
internal sealed partial class SimulatedFloor : IDisposable
{
    /// <summary>How long an answer waits for its caller's own list, at most (decision 19).</summary>
    public static readonly TimeSpan OwnReadsMax = TimeSpan.FromSeconds(1);

    private const int Customers = 3;
    private const int BusyMs = 40_000;

    /// <summary>Long enough for an offer that nobody answered to move on.</summary>
    private const int CalmMs = 40_000;
    private const int SettleMs = 10_000;

    private readonly SimulationScheduler _scheduler;
    private readonly SimulatedSilo _silo;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<SimulatedDesk> _desks = [];
    private DateTimeOffset _calmSince = DateTimeOffset.MaxValue;
    private int _texts;

    private SimulatedFloor(int seed, bool isWholeStory)
    {
        _scheduler = new SimulationScheduler(seed);
        Dice = new Dice(unchecked((seed * 7919) + 1));
        History = new RunHistory(() => Clock.GetUtcNow() - Started, isWholeStory);
        (Truth, Journal, Host, Errands, Rights) = (new Truth(this), new SimulatedJournal(this), new SimulatedHost(this), new Errands(this), new Rights(this));
        Users = [.. FloorPeople.Users.Select(name => new SimulatedUser(this, name))];
        Started = Clock.GetUtcNow();
        TaskScheduler here = null!;
        _scheduler.Run(() =>
        {
            here = TaskScheduler.Current;
            return Task.CompletedTask;
        });
        _silo = SimulatedSilo.Start(_scheduler, silo => Configure(silo, here));
        Sessions = new GrainBayeuxSessions(_silo.Client, HostIdentity);
    }

    public PeopleInForce InForce { get; } = new(FloorPeople.Usual);
    public Dice Dice { get; }
    public RunHistory History { get; }
    public Truth Truth { get; }
    public Errands Errands { get; }
    public Rights Rights { get; }
    public SimulatedJournal Journal { get; }
    public SimulatedHost Host { get; }
    public ImmutableArray<SimulatedUser> Users { get; }
    public NotificationTable Notifications { get; } = new();
    public GrainBayeuxSessions Sessions { get; }
    public HostIdentity HostIdentity { get; } = new();
    public Faults Faults { get; private set; } = Faults.None;
    public DateTimeOffset Started { get; }
    public TimeProvider Clock => _scheduler.Time;
    public IGrainFactory Grains => _silo.Client;
    public string? Failure { get; private set; }

    /// <summary>Faults are over, and whoever is asked helps.</summary>
    public bool IsCalm => _calmSince <= Clock.GetUtcNow();

    /// <summary>Faults are over for so long that nothing may be left of them: everything is answered, and deadlines are kept.</summary>
    public bool IsWell => IsCalm && Clock.GetUtcNow() - _calmSince >= FloorWatch.Recovers;

    /// <summary>Nobody does anything any more but listen.</summary>
    public bool IsQuiet { get; private set; }

    public bool IsClosed { get; private set; }

    /// <param name="seed">What everything is drawn from.</param>
    /// <param name="isWholeStory">Keeps every line of the history, and not only the last ones.</param>
    public static RunResult Run(int seed, bool isWholeStory = false)
    {
        using var floor = new SimulatedFloor(seed, isWholeStory);
        try
        {
            floor._scheduler.Run(floor.PlayAsync);
        }
        catch (Exception error)
        {
            floor.Failure ??= error.ToString();
        }

        return new RunResult(seed, floor.Failure, floor.History, floor._scheduler.Steps);
    }

    public void Dispose()
    {
        _closing.Dispose();
        if (Failure is null) _silo.Dispose();
    }

    /// <summary>The options are drawn too: each seed is an installation of its own.</summary>
    private void Configure(ISiloBuilder silo, TaskScheduler here)
    {
        silo.AddMemoryGrainStorage("PubSubStore").AddMemoryStreams(HostBatch.StreamProvider);
        silo.Configure<SiloMessagingOptions>(static o => o.ResponseTimeout = TimeSpan.FromSeconds(5));
        var services = silo.Services;
        services.AddSingleton(here);
        services.AddSingleton<IPeople>(InForce);
        services.AddSingleton<IJournal>(Journal);
        services.AddSingleton<INotificationWriter>(Notifications);
        services.AddSingleton<RandomIds>(new DrawnIds(Dice));
        services.AddGrainServices(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Supervision:AutoJoin"] = Dice.Next(4) == 0 ? "true" : "false",
            ["Supervision:IntrudeRequiresMonitoring"] = Dice.Next(2) == 0 ? "true" : "false",
            ["Routing:NoAnswerAfter"] = Dice.Next(2) == 0 ? "00:00:30" : "00:00:10",
            ["Customers:DisconnectAfter"] = Dice.Next(2) == 0 ? "00:00:45" : "00:00:20",
        }).Build());
        services.RemoveAll<ILoggerFactory>();
        services.AddSingleton<ILoggerFactory>(new WatchingLogs(Fail));
    }

    private async Task PlayAsync()
    {
        var link = _silo.Services.GetRequiredService<StreamHostLink>();
        var deliveries = new HostDeliveries(_silo.Client, HostIdentity, Host, Clock, NullLogger<HostDeliveries>.Instance);
        var sweeper = new Sweeper(Journal, Grains, InForce, new SweepCalls(), new AlwaysStarted(), Clock, NullLogger<Sweeper>.Instance);
        await link.StartAsync(default);
        await deliveries.StartAsync(default);
        var sweeping = sweeper.RunAsync(_closing.Token);
        Faults = Faults.Draw(Dice);
        _scheduler.StreamEvents = (_, _) => FateOfStreamEvent();
        History.Add($"{Faults}");

        var acting = Act();
        var listening = _desks.Select(static desk => desk.ListenAsync()).ToList();
        await WaitAsync(BusyMs);
        (Faults, _calmSince) = (Faults.None, Clock.GetUtcNow());
        History.Add("all is well again");
        await WaitAsync(CalmMs);
        IsQuiet = true;
        await Task.WhenAll(acting);
        await WaitAsync(SettleMs);
        if (Failure is null) await new FloorEnd(this, _desks).CheckAsync();
        IsClosed = true;
        Host.CutAll();
        await Task.WhenAll(listening);
        Close();
        await sweeping;
        await link.StopAsync(default);
    }

    private StreamEventFate FateOfStreamEvent()
    {
        var fate = Dice.InThousand(Faults.LoseStreamEvent) ? StreamEventFate.Drop : Dice.InThousand(Faults.RepeatStreamEvent) ? StreamEventFate.Repeat : StreamEventFate.Deliver;
        History.Reached.Add(fate switch { StreamEventFate.Drop => "stream event lost", StreamEventFate.Repeat => "stream event repeated", _ => "stream event" });
        return fate;
    }

    /// <summary>On this thread: <c>CancelAsync</c> would take another one.</summary>
    private void Close() => _closing.Cancel();

    /// <summary>Time passes, in pieces, so that a run that has failed ends soon, and deadlines are watched.</summary>
    private async Task WaitAsync(int ms)
    {
        for (var passed = 0; passed < ms && Failure is null; passed += 1_000)
        {
            await PauseAsync(1_000, 1_001);
            if (IsWell) FloorWatch.Look(this);
        }
    }

    private List<Task> Act() =>
    [
        .. Enumerable.Range(1, Customers).Select(n => new CustomerActor(this, n).RunAsync()),
        .. Users.Where(static user => FloorPeople.Agents.Contains(user.Name)).Select((user, place) => new AgentActor(this, Seat(user, isSocket: place == 0)).RunAsync()),
        .. Users.Where(static user => FloorPeople.Supervisors.Contains(user.Name)).Select((user, place) => new SupervisorActor(this, Seat(user, isSocket: place == 1)).RunAsync()),
        new AdminActor(this).RunAsync(),
        new PeopleActor(this).RunAsync(),
        new Troublemaker(this).RunAsync(),
        ListenTooAsync(),
    ];

    /// <summary>The first agent has a second desk, which only listens.</summary>
    private Task ListenTooAsync()
    {
        Seat(Users[0], isSocket: false);
        return Task.CompletedTask;
    }

    private SimulatedDesk Seat(SimulatedUser user, bool isSocket)
    {
        var withAck = !isSocket && Dice.Next(2) == 0;
        var desk = new SimulatedDesk(this, user, $"{user.Name}{(isSocket ? " on a socket" : withAck ? " with ack" : "")}", isSocket, withAck);
        _desks.Add(desk);
        return desk;
    }
}
#endif
