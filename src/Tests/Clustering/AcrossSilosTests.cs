#if !ORLEANS_LOCAL
using Orleans.Core.Internal;
using Orleans.Hosting;
using Orleans.Runtime.Placement;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Users;
using OrleansChat.Tests.Grains;

namespace OrleansChat.Tests.Clustering;

/// <summary>Grains that work together from different silos.</summary>
public sealed class AcrossSilosTests(AcrossSilosTests.ThreeSilos world) : IClassFixture<AcrossSilosTests.ThreeSilos>
{
    private const int TriesMax = 40;

    [Fact]
    public async Task A_supervisor_is_heard_and_hears_by_mode_at_once_from_another_silo_than_the_chats()
    {
        var (chatId, handle) = await ChatElsewhereAsync("agent1", "supervisor1");
        var agent = await world.OpenReadyDeskAsync("agent1");
        await agent.AcceptAsync(chatId);
        var supervisor = await world.OpenDeskAsync("supervisor1");
        var facts = world.People.Facts(world.People.ByName("supervisor1")!, agent.UserId);
        var asked = new SupervisorFactsInfo(facts.UserId, facts.UserName, facts.IsSupervisor, facts.AgentKnown, facts.SupervisesAgent);
        Assert.Null((await world.User("agent1").MonitorAsync(new MonitorRequest(asked, SupervisorMode.Monitor, MonitoringScope.AllChats, ""))).Refusal);
        Assert.Null((await world.User("agent1").IntrudeAsync(new IntrudeRequest(asked, agent.UserId, chatId, null))).Refusal);
        await supervisor.NextStatusAsync(ParticipantState.Invited);
        Assert.Null((await world.Chat(chatId).AcceptAsync(supervisor.UserId, null, 1)).Refusal);

        foreach (var (mode, agentReads, customerReads) in new[] { (SupervisorMode.Monitor, false, false), (SupervisorMode.Coach, true, false), (SupervisorMode.BargeIn, true, true), (SupervisorMode.Monitor, false, false) })
        {
            _ = await world.Chat(chatId).SwitchModeAsync(supervisor.UserId, mode);
            var text = $"as {mode} of {world.Journal.Appends}";
            Assert.Null((await world.Chat(chatId).SayAsync(supervisor.UserId, EntryKind.Text, Visibility.All, text, null, null)).Refusal);
            Assert.Equal((agentReads, customerReads), (
                (await world.Chat(chatId).GetMessagesAsync(agent.UserId, 1)).Entries.Any(e => e.Text == text),
                (await world.Chat(chatId).GetCustomerMessagesAsync(handle, 0)).Entries.Any(e => e.Text == text)));
        }

        await world.Chat(chatId).CustomerCompleteAsync(handle);
        await world.Chat(chatId).CompleteAsync(agent.UserId, null, null);
    }

    [Fact]
    public async Task An_inbox_that_moves_to_another_silo_has_its_hosts_ask_once()
    {
        var desk = await world.OpenReadyDeskAsync("agent4");
        var from = await world.SiloOfAsync(world.Inbox("agent4"));
        await ThreeSilos.MoveAsync(world.Inbox("agent4"), world.SilosNow.First(silo => !silo.Equals(from)));
        using var patience = new CancellationTokenSource(GrainWorld.Patience);
        string asking;
        do asking = (await world.Link.Resyncs.ReadAsync(patience.Token)).Message.UserId;
        while (asking != desk.UserId);
        await world.GoneFromAsync(from!, world.Inbox("agent4"));
        while (world.Link.Resyncs.TryRead(out var more)) Assert.NotEqual(desk.UserId, more.Message.UserId);
        await desk.ConnectAsync();
        await desk.CloseAsync();
    }

    /// <summary>What moves at the same time to the same silo moves together, and is there when all of it is.</summary>
    [Fact]
    public async Task A_queue_that_moves_holds_up_nothing_that_moves_with_it()
    {
        await world.Queue.WakeAsync();
        var from = await world.SiloOfAsync(world.Queue);
        var to = world.SilosNow.First(silo => !silo.Equals(from));
        var (chatId, handle) = await world.StartChatOnAsync(from!);
        using (world.HoldUsers())
        {
            await ThreeSilos.MoveAsync(world.Queue, to);
            await ThreeSilos.MoveAsync(world.Chat(chatId), to);
            Assert.Null((await world.Chat(chatId).CustomerSayAsync(handle, EntryKind.Text, "on my way").WaitAsync(GrainWorld.Patience)).Refusal);
            await world.GoneFromAsync(from!, world.Chat(chatId));
            Assert.Equal(to, await world.SiloOfAsync(world.Chat(chatId)));
        }

        await world.Chat(chatId).CustomerCompleteAsync(handle);
    }

    /// <summary>As after a quiet half hour, in which an agent's client does nothing but connect.</summary>
    [Fact]
    public async Task Who_was_quiet_until_every_grain_was_given_up_misses_nothing_of_chats_that_were_and_that_come()
    {
        var desk = await world.OpenReadyDeskAsync("agent3");
        var (before, handle) = await world.StartChatAsync();
        await desk.AcceptAsync(before);
        await world.Chat(before).CustomerSayAsync(handle, EntryKind.Text, "before the quiet");
        Assert.EndsWith("Text cleo before the quiet", await desk.NextEntriesAsync(), StringComparison.Ordinal);

        Assert.Equal("", await world.GiveUpAllAsync());
        await desk.ConnectAsync();
        await world.Chat(before).CustomerSayAsync(handle, EntryKind.Text, "after the quiet");
        Assert.EndsWith("Text cleo after the quiet", await desk.NextEntriesAsync(), StringComparison.Ordinal);
        await world.Chat(before).CompleteAsync(desk.UserId, null, null);
        await desk.NextStatusAsync(ParticipantState.Completed);

        await world.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        await desk.ConnectAsync();
        var (after, _) = await world.StartChatAsync();
        await desk.AcceptAsync(after);
        await world.Chat(after).CompleteAsync(desk.UserId, null, null);
        await desk.CloseAsync();
    }

    /// <summary>A chat whose silo is neither of these users'.</summary>
    private async Task<(string ChatId, string Handle)> ChatElsewhereAsync(params string[] users)
    {
        var silos = new HashSet<SiloAddress?>();
        foreach (var user in users)
        {
            await world.User(user).GetAsync();
            silos.Add(await world.SiloOfAsync(world.User(user)));
        }

        return await world.StartChatOnAsync(world.SilosNow.First(silo => !silos.Contains(silo)));
    }

    public sealed class ThreeSilos : GrainWorld
    {
        private TaskCompletionSource? _held;

        protected override short Silos => 3;

        protected override void Add(ISiloBuilder silo) => silo.AddIncomingGrainCallFilter(async context =>
        {
            if (context.Grain is UserGrain && Volatile.Read(ref _held) is { } held) await held.Task;
            await context.Invoke();
        });

        /// <summary>Users answer nobody until this is disposed.</summary>
        public IDisposable HoldUsers()
        {
            var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _held, held);
            return new Release(this, held);
        }

        public static async Task MoveAsync(IAddressable grain, SiloAddress to)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, to);
            await grain.Cast<IGrainManagementExtension>().MigrateOnIdle();
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }

        public async Task<(string ChatId, string Handle)> StartChatOnAsync(SiloAddress silo)
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
            var chat = await StartChatAsync();
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            Assert.Equal(silo, await SiloOfAsync(Chat(chat.ChatId)));
            return chat;
        }

        /// <summary>Ends every activation, again where one was still telling another something. Returns which grains of ours have one at last.</summary>
        public async Task<string> GiveUpAllAsync()
        {
            var (management, left) = (Grains.GetGrain<IManagementGrain>(0), "");
            for (var time = 1; time <= TriesMax; time++)
            {
                await management.ForceActivationCollection(TimeSpan.Zero);
                left = string.Join(", ", (await management.GetDetailedGrainStatistics()).Where(static g => g.GrainType.StartsWith("OrleansChat.Grains.", StringComparison.Ordinal)).Select(static g => g.GrainId));
                if (left.Length == 0) break;
            }

            return left;
        }

        private sealed class Release(ThreeSilos world, TaskCompletionSource held) : IDisposable
        {
            public void Dispose()
            {
                Volatile.Write(ref world._held, null);
                held.SetResult();
            }
        }

        public IEnumerable<SiloAddress> SilosNow => Cluster.Silos.Select(static silo => silo.SiloAddress);

        public async Task<SiloAddress?> SiloOfAsync(IAddressable grain) => (await SilosOfAsync(grain)).Single();

        /// <summary>Returns when the silo has it no more.</summary>
        public async Task GoneFromAsync(SiloAddress silo, IAddressable grain)
        {
            using var patience = new CancellationTokenSource(Patience);
            while ((await SilosOfAsync(grain)).Contains(silo)) patience.Token.ThrowIfCancellationRequested();
        }

        /// <summary>Two while it moves.</summary>
        private async Task<List<SiloAddress?>> SilosOfAsync(IAddressable grain) =>
            [.. (await Grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics()).Where(found => found.GrainId == grain.GetGrainId()).Select(static found => found.SiloAddress)];
    }
}
#endif
