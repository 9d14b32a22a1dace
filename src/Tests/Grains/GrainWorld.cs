using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Core.Internal;
using Orleans.Hosting;
using Orleans.TestingHost;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Users;
using OrleansChat.Grains;
using OrleansChat.Grains.Hosts;
using OrleansChat.Grains.Inboxes;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Hosts;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Grains.Interfaces.Queues;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Journal;
using OrleansChat.Silo;
using OrleansChat.Tests.Journal;

namespace OrleansChat.Tests.Grains;

/// <summary>All grains in a test cluster, of one silo unless told otherwise, on a journal in memory that can be made to fail, with a link that shows what hosts are sent.</summary>
public class GrainWorld : IAsyncLifetime
{
    private InProcessTestCluster _cluster = null!;
    private int _chats;

    public GrainWorld()
        : this(new FaultyJournal(new MemoryJournal()))
    {
    }

    /// <param name="journal">Another world's: then each is a part of a cluster that cannot see the other.</param>
    internal GrainWorld(FaultyJournal journal) => Journal = journal;

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    public PeopleInForce InForce { get; } = new(PeopleDirectory.Build(DemoPeople.Settings("-")).Directory!);
    public PeopleDirectory People => InForce.Current;
    public FaultyJournal Journal { get; }
    public CapturedLink Link { get; } = new();
    public IGrainFactory Grains => _cluster.Client;
    public IClusterClient Client => _cluster.Client;
    public IServiceProvider Services => _cluster.GetSiloServiceProvider();

    protected virtual short Silos => 1;

    protected InProcessTestCluster Cluster => _cluster;

    /// <summary>What a silo has beyond grains.</summary>
    protected virtual void Add(ISiloBuilder silo)
    {
    }

    public async Task InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(Silos);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(HostBatch.StreamProvider);
            silo.Services.AddGrainServices(new ConfigurationBuilder().Build());
            silo.Services.AddSingleton<IJournal>(Journal);
            silo.Services.AddSingleton<IPeople>(InForce);
            silo.Services.AddSingleton<INotificationWriter, PlainWriter>();
            silo.Services.Replace(ServiceDescriptor.Singleton<IHostLink>(Link));
            Add(silo);
        });
        builder.ConfigureClient(client => client.AddMemoryStreams(HostBatch.StreamProvider));
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public string IdOf(string userName) => People.ByName(userName)!.UserId;

    public IChatGrain Chat(string chatId) => Grains.GetGrain<IChatGrain>(chatId);

    public IUserGrain User(string userName) => Grains.GetGrain<IUserGrain>(IdOf(userName));

    public IInboxGrain Inbox(string userName) => Grains.GetGrain<IInboxGrain>(IdOf(userName));

    public IQueueGrain Queue => Grains.GetGrain<IQueueGrain>(People.FindQueue(DemoPeople.ContactCenterId, null)!.Key);

    /// <summary>A customer asks for a chat in the demo queue.</summary>
    public async Task<(string ChatId, string HandleHash)> StartChatAsync()
    {
        var handle = new Guid(++_chats, 7, 7, 1, 2, 3, 4, 5, 6, 7, 8);
        var (chatId, hash) = (ChatId.FromHandle(handle), ChatId.HandleHash(handle, DemoPeople.ContactCenterId));
        var reply = await Chat(chatId).StartAsync(new StartChatRequest(DemoPeople.ContactCenterId, hash, "cleo", "Help", "chat-in", [new UserDataInfo("Subject", "Help", false)]));
        Assert.Null(reply.Refusal);
        return (chatId, hash);
    }

    /// <summary>A user with an open notification session, over a socket without ack.</summary>
    public async Task<GrainDesk> OpenDeskAsync(string userName)
    {
        var clientId = (await Inbox(userName).HandshakeAsync(false, ConnectionKind.WebSocket, "login")).ClientId!;
        Assert.Equal(SubscribeResult.Granted, (await Inbox(userName).SubscribeAsync(clientId, ["/**"])).Result);
        var desk = new GrainDesk(this, userName, clientId);
        await desk.ConnectAsync();
        return desk;
    }

    /// <summary>A desk whose agent is Ready.</summary>
    public async Task<GrainDesk> OpenReadyDeskAsync(string userName)
    {
        var desk = await OpenDeskAsync(userName);
        await User(userName).StartSessionAsync();
        Assert.Equal(AgentState.NotReady, (await desk.NextAsync()).Channel!.State);
        await User(userName).ChangeChannelAsync(ChannelOperation.Ready);
        Assert.Equal(AgentState.Ready, (await desk.NextAsync()).Channel!.State);
        return desk;
    }

    /// <summary>The activation ends; the next call finds a new one.</summary>
    public static Task DeactivateAsync(IAddressable grain) => grain.Cast<IGrainManagementExtension>().DeactivateOnIdle().AsTask();
}

/// <summary>Writes a notification as its own record, so that a test can read it back.</summary>
public sealed class PlainWriter : INotificationWriter
{
    public (string Channel, ReadOnlyMemory<byte> DataJson) Write(NotificationInfo notification) =>
        (notification.Kind == NotificationKind.ChannelStateChange ? "/v2/me/channels" : "/v2/me/chats", JsonSerializer.SerializeToUtf8Bytes(notification));

    public static NotificationInfo Read(ReadOnlyMemory<byte> json) => JsonSerializer.Deserialize<NotificationInfo>(json.Span)!;
}

/// <summary>A link that keeps what is sent, for each session apart.</summary>
public sealed class CapturedLink : IHostLink
{
    private readonly ConcurrentDictionary<string, Channel<HostMessage>> _byClient = new();
    private readonly Channel<(string, HostMessage)> _resyncs = System.Threading.Channels.Channel.CreateUnbounded<(string, HostMessage)>();

    public ChannelReader<HostMessage> For(string clientId) => Of(clientId).Reader;

    /// <summary>What is for all connections of a user at a host.</summary>
    public ChannelReader<(string HostId, HostMessage Message)> Resyncs => _resyncs.Reader;

    public void Send(string hostId, HostMessage message)
    {
        if (message.Kind == HostMessageKind.Resync) _resyncs.Writer.TryWrite((hostId, message));
        else Of(message.ClientId).Writer.TryWrite(message);
    }

    private Channel<HostMessage> Of(string clientId) => _byClient.GetOrAdd(clientId, static _ => System.Threading.Channels.Channel.CreateUnbounded<HostMessage>());
}
