using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Telemetry;
using OrleansChat.Silo;
using OrleansChat.Tests.Grains;
#if !ORLEANS_LOCAL
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using OrleansChat.Hosting.Health;
using OrleansChat.Silo.Clustering;
#endif

namespace OrleansChat.Tests.Clustering;

/// <summary>The grains on three silos, in one process: who serves whom from where makes no difference, and what was on a silo that is gone goes on elsewhere.</summary>
public sealed class SeveralSilosTests(SeveralSilosTests.ThreeSilos world) : IClassFixture<SeveralSilosTests.ThreeSilos>
{
    private const int Chats = 24;

    [SeveralSilosFact]
    public async Task Chats_of_a_killed_silo_go_on_elsewhere_with_everything_acknowledged()
    {
        var chats = await world.StartChatsAsync(Chats);
        foreach (var (chatId, handle) in chats) Assert.Null((await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "before")).Refusal);
        var counted = CountingMembers((2, "Active"), (1, "Dead"));
        await world.KillOneAsync();
        foreach (var (chatId, handle) in chats)
        {
            Assert.Null((await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "after")).Refusal);
            Assert.Equal([(1, ""), (2, "before"), (3, "after")], (await world.Chat(chatId).GetCustomerMessagesAsync(handle, 0)).Entries.Select(static e => (e.Index, e.Text)));
        }

        foreach (var (chatId, handle) in chats.Skip(1))
        {
            await world.Chat(chatId).CustomerCompleteAsync(handle);
        }

        // One that had waited before the kill is offered now. The offer and the agent's own state come from two grains, in any order.
        var (waiting, hash) = chats[0];
        var desk = await world.OpenDeskAsync("agent1");
        await world.User("agent1").StartSessionAsync();
        Assert.Equal(AgentState.NotReady, (await desk.NextAsync()).Channel!.State);
        await world.User("agent1").ChangeChannelAsync(ChannelOperation.Ready);
        var next = new[] { await desk.NextAsync(), await desk.NextAsync() };
        Assert.Contains(next, static n => n.Channel?.State == AgentState.Ready);
        Assert.Contains(next, n => n.ChatId == waiting && n.Chat!.State == ParticipantState.Invited);
        await desk.JoinAsync(waiting);
        await world.Chat(waiting).CustomerSayAsync(hash, EntryKind.Text, "told");
        Assert.EndsWith("Text cleo told", await desk.NextEntriesAsync(), StringComparison.Ordinal);
        await desk.CloseAsync();
        await counted;
    }

    /// <summary>Completes when the metric of members has said each of these.</summary>
    private static async Task CountingMembers(params (int Count, string Status)[] wanted)
    {
        var (missing, all) = (new HashSet<(int, string)>(wanted), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var listener = new MeterListener();
        listener.SetMeasurementEventCallback<int>((instrument, count, tags, _) =>
        {
            if (instrument != Metrics.Members) return;
            lock (missing)
            {
                missing.Remove((count, (string)tags[0].Value!));
                if (missing.Count == 0) all.TrySetResult();
            }
        });
        listener.EnableMeasurementEvents(Metrics.Members);
        await all.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Three silos with a sweeper each, as the product's have.</summary>
    public sealed class ThreeSilos : GrainWorld
    {
        protected override short Silos => SeveralSilosFactAttribute.WhyNot is null ? (short)3 : (short)1;

        /// <summary>So many chats, and as many more as it takes until they are on two silos: silos that have just started hear a moment later what the others can hold.</summary>
        public async Task<List<(string ChatId, string Handle)>> StartChatsAsync(int count)
        {
            using var patience = new CancellationTokenSource(Patience);
            var chats = new List<(string ChatId, string Handle)>();
            while (chats.Count < count || await SilosInUseAsync() < 2)
            {
                patience.Token.ThrowIfCancellationRequested();
                chats.Add(await StartChatAsync());
            }

            return chats;
        }

#if ORLEANS_LOCAL
        protected override void Add(ISiloBuilder silo) => silo.Services.AddSingleton<SweepCalls>().AddHostedService<Sweeper>();

        private static Task<int> SilosInUseAsync() => throw new NotSupportedException();

        public Task KillOneAsync() => throw new NotSupportedException();

        public Task<string> LeaveOneAsync() => throw new NotSupportedException();
#else
        protected override void Add(ISiloBuilder silo)
        {
            silo.Services.AddSingleton<SweepCalls>().AddHostedService<Sweeper>().AddHostedService<MembershipWatch>();
            silo.AddIncomingGrainCallFilter(static context => Undelivered.HideAsync(context.Invoke));
            HandOver.AddTo(silo);
            SucceededSilos.Refuse(silo);
            silo.Configure<SiloMessagingOptions>(static o => o.AssumeHomogenousSilosForTesting = false);        // or nothing is ever left out of a placement
        }

        /// <summary>How many silos hold chats.</summary>
        private async Task<int> SilosInUseAsync() =>
            (await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Where(static g => g.GrainType.Contains("ChatGrain", StringComparison.OrdinalIgnoreCase)).DistinctBy(static g => g.SiloAddress).Count();

        public Task KillOneAsync() => Cluster.KillSiloAsync(Cluster.Silos[^1]);

        /// <summary>As by SIGTERM, up to the moment when it closes. Returns which grains of ours it has then.</summary>
        public async Task<string> LeaveOneAsync()
        {
            var leaving = Cluster.Silos[^1].SiloAddress;
            await Cluster.GetSiloServiceProvider(leaving).GetServices<IHostedService>().OfType<HandOver>().Single().StoppingAsync(CancellationToken.None);
            return string.Join(", ", (await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics(hostsIds: [leaving]))
                .Where(static g => g.GrainType.StartsWith("OrleansChat.Grains.", StringComparison.Ordinal)).Select(static g => $"{g.GrainType} {g.GrainId}"));
        }
#endif
    }
}

/// <summary>A test that needs several silos in one process. On the stand-in it is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeveralSilosFactAttribute : FactAttribute
{
#if ORLEANS_LOCAL
    public static string? WhyNot => "The stand-in for Orleans has one silo.";
#else
    public static string? WhyNot => null;
#endif

    public SeveralSilosFactAttribute() => Skip = WhyNot;
}
