#if ORLEANS_LOCAL
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Local.Simulation;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Notifications;
using OrleansChat.Domain.People;
using OrleansChat.Grains;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo;
using OrleansChat.Silo.Hosts;

namespace OrleansChat.Tests.Simulation;

/// <summary>
/// One run: the real grains, link, sweeper and host side on the simulated scheduler and its time; three customers, two agents and two supervisors who
/// do what comes to their minds, while grains, disk, stream and connections fail; then all is well again, and everybody must agree.
/// </summary>
internal sealed class SimulatedFloor : IDisposable
{
    public const string ContactCenterId = "11111111-1111-1111-1111-111111111111";
    private const int BusyMs = 40_000;

    /// <summary>Long enough for an offer that nobody answered to move on.</summary>
    private const int CalmMs = 40_000;
    private const int SettleMs = 10_000;

    private readonly SimulationScheduler _scheduler;
    private readonly SimulatedSilo _silo;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<SimulatedDesk> _desks = [];
    private int _texts;

    private SimulatedFloor(int seed)
    {
        _scheduler = new SimulationScheduler(seed);
        Dice = new Dice(unchecked((seed * 7919) + 1));
        History = new RunHistory(() => Clock.GetUtcNow() - Started);
        (Truth, Journal, Host) = (new Truth(this), new SimulatedJournal(this), new SimulatedHost(this));
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

    public static PeopleDirectory People { get; } = PeopleDirectory.Build(Floor.People).Directory!;

    public PeopleInForce InForce { get; } = new(People);
    public Dice Dice { get; }
    public RunHistory History { get; }
    public Truth Truth { get; }
    public SimulatedJournal Journal { get; }
    public SimulatedHost Host { get; }
    public NotificationTable Notifications { get; } = new();
    public GrainBayeuxSessions Sessions { get; }
    public HostIdentity HostIdentity { get; } = new();
    public Faults Faults { get; private set; } = Faults.None;
    public DateTimeOffset Started { get; }
    public TimeProvider Clock => _scheduler.Time;
    public IGrainFactory Grains => _silo.Client;
    public string? Failure { get; private set; }

    /// <summary>Faults are over, and whoever is asked helps.</summary>
    public bool IsCalm { get; private set; }

    /// <summary>Nobody does anything any more but listen.</summary>
    public bool IsQuiet { get; private set; }

    public bool IsClosed { get; private set; }

    public static RunResult Run(int seed)
    {
        using var floor = new SimulatedFloor(seed);
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

    public void Fail(string what) => Failure ??= what;

    public string NewText() => $"text{++_texts}";

    public static string NameOf(string stream) => stream.Split('/', 2) is ["user", var userId] ? People.ById(userId)!.UserName : stream;

    public IAddressable GrainOf(string stream) => stream.Split('/', 2) switch
    {
        ["chat", var chatId] => Grains.GetGrain<IChatGrain>(chatId),
        ["user", var userId] => Grains.GetGrain<IUserGrain>(userId),
        [_, var queueKey] => Grains.GetGrain<IQueueGrain>(queueKey),
        _ => throw new ArgumentException(stream, nameof(stream)),
    };

    public IAddressable InboxOf(string userId) => Grains.GetGrain<IInboxGrain>(userId);

    /// <summary>The activation is gone, in the midst of its turn perhaps; its callers learn it, or wait in vain.</summary>
    public void Crash(IAddressable grain, string when)
    {
        var callers = Dice.Next(3) == 0 ? CrashedCallers.WaitForTimeout : CrashedCallers.Fail;
        if (!_scheduler.CrashActivation(grain.GetGrainId(), callers)) return;
        History.Add($"{grain.GetGrainId()} crashes {when}");
        History.Reached.Add($"crash {when}");
    }

    /// <summary>As <see cref="Crash"/>; whoever awaits this is never continued.</summary>
    public Task CrashAsync(IAddressable grain, string when)
    {
        Crash(grain, when);
        return new TaskCompletionSource().Task;
    }

    /// <summary>Runs something in a turn of nobody's, later.</summary>
    public void Later(TimeSpan delay, Func<Task> act)
    {
        ITimer? timer = null;
        timer = Clock.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                _ = act();
            },
            null, delay, Timeout.InfiniteTimeSpan);
    }

    public Task PauseAsync(int fromMs, int toMs) => Task.Delay(Dice.Between(fromMs, toMs), Clock);

    /// <summary>Whether it went well; the store and the cluster may be away, anything else is a failure of the run.</summary>
    public async Task<bool> TryAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception error) when (Unavailable.Is(error))
        {
            return false;
        }
        catch (Exception error)
        {
            Fail($"An operation ended with an exception: {error}");
            return false;
        }
    }

    public void Dispose()
    {
        _closing.Dispose();
        if (Failure is null) _silo.Dispose();
    }

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
        services.AddGrainServices(new ConfigurationBuilder().Build());
        services.RemoveAll<ILoggerFactory>();
        services.AddSingleton<ILoggerFactory>(new WatchingLogs(Fail));
    }

    private async Task PlayAsync()
    {
        var link = _silo.Services.GetRequiredService<StreamHostLink>();
        var deliveries = new HostDeliveries(_silo.Client, HostIdentity, Host, NullLogger<HostDeliveries>.Instance);
        var sweeper = new Sweeper(Journal, Grains, InForce, new AlwaysStarted(), Clock, NullLogger<Sweeper>.Instance);
        await link.StartAsync(default);
        await deliveries.StartAsync(default);
        var sweeping = sweeper.RunAsync(_closing.Token);
        Faults = Faults.Draw(Dice);
        _scheduler.StreamEvents = (_, _) => FateOfStreamEvent();
        History.Add($"{Faults}");

        var acting = Act();
        var listening = _desks.Select(static desk => desk.ListenAsync()).ToList();
        await WaitAsync(BusyMs);
        (Faults, IsCalm) = (Faults.None, true);
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
        History.Reached.Add($"stream event {fate}");
        return fate;
    }

    /// <summary>On this thread: <c>CancelAsync</c> would take another one.</summary>
    private void Close() => _closing.Cancel();

    /// <summary>Time passes, in pieces, so that a run that has failed ends soon.</summary>
    private async Task WaitAsync(int ms)
    {
        for (var passed = 0; passed < ms && Failure is null; passed += 1_000) await PauseAsync(1_000, 1_001);
    }

    private List<Task> Act()
    {
        var customers = Enumerable.Range(1, 3).Select(n => new CustomerActor(this, n).RunAsync());
        var agents = Floor.Agents.Select((name, place) => Seat(name, 1, place == 0)).Select(desk => new AgentActor(this, desk).RunAsync()).ToList();
        var supervisors = Floor.Supervisors.Select((name, place) => Seat(name, 2, place == 1)).Select(desk => new SupervisorActor(this, desk).RunAsync()).ToList();
        _ = Seat(Floor.Agents[0], 1, false);
        return [.. customers, .. agents, .. supervisors, new Troublemaker(this).RunAsync()];
    }

    private SimulatedDesk Seat(string userName, int audience, bool isSocket)
    {
        var withAck = !isSocket && Dice.Next(2) == 0;
        var desk = new SimulatedDesk(this, People.ByName(userName)!.UserId, $"{userName}{(isSocket ? " on a socket" : withAck ? " with ack" : "")}", audience, isSocket, withAck);
        _desks.Add(desk);
        return desk;
    }
}
#endif
