#if !ORLEANS_LOCAL
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Serialization;
using Orleans.TestingHost;
using OrleansChat.Silo.Clustering;

namespace OrleansChat.Tests.Clustering;

/// <summary>A silo that was started again has the address of the one before it, and is not taken for it.</summary>
public sealed class SucceededSilosTests
{
    private static readonly Serializer<SiloGreeting> Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<SiloGreeting>>();

    /// <summary>Over TCP, as in the product.</summary>
    [Fact]
    public async Task No_connection_is_made_to_another_generation()
    {
        var builder = new TestClusterBuilder(2) { Options = { ConnectionTransport = ConnectionTransportType.TcpSocket } };
        builder.AddSiloBuilderConfigurator<Refusing>();
        await using var cluster = builder.Build();
        await cluster.DeployAsync();
        var management = cluster.Client.GetGrain<IManagementGrain>(0);
        var silos = (await management.GetHosts(onlyActive: true)).Keys.ToArray();
        var answersAsync = LostMembers.Answers(Serializer);
        foreach (var silo in silos)
        {
            var other = SiloAddress.New(silo.Endpoint, silo.Generation + 1);       // an older one is known to be dead as soon as the newer is known
            var refused = await Record.ExceptionAsync(() => management.GetRuntimeStatistics([other]));
            Assert.Contains($"{other} is gone: {silo} has its place.", refused?.ToString(), StringComparison.Ordinal);
            Assert.Equal((true, false), (await answersAsync(silo, CancellationToken.None), await answersAsync(other, CancellationToken.None)));
        }

        Assert.Equal(silos.Length, (await management.GetRuntimeStatistics(silos)).Length);
    }

    /// <summary>Nobody there, somebody who says nothing, hangs up, or says something else.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData(new byte[0], false)]
    [InlineData(new byte[0], true)]
    [InlineData(new byte[] { 4, 0, 0, 0, 1, 2, 3, 4 }, false)]
    public async Task Who_does_not_greet_does_not_answer(byte[]? says, bool hangsUp)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silo = SiloAddress.New((IPEndPoint)listener.LocalEndpoint, 1);
        if (says is null) listener.Stop();
        using var patience = new CancellationTokenSource();
        var answering = LostMembers.Answers(Serializer)(silo, patience.Token);
        if (says is not null)
        {
            using var there = await listener.AcceptTcpClientAsync();
            await there.GetStream().WriteAsync(says);
            if (hangsUp) there.Close();
            if (says.Length == 0 && !hangsUp) await patience.CancelAsync();
            Assert.False(await answering.WaitAsync(TimeSpan.FromSeconds(20)));
        }

        Assert.False(await answering.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_greeting_is_read_when_it_is_there_and_left_where_it_is()
    {
        var silo = SiloAddress.New(new(IPAddress.Loopback, 11111), 7);
        var greeting = Serializer.SerializeToArray(new SiloGreeting { SiloAddress = silo });
        var pipe = new Pipe();
        var peeking = SiloGreeting.PeekAsync(pipe.Reader, Serializer, CancellationToken.None).AsTask();
        var all = new byte[sizeof(int) + greeting.Length + 3];
        BinaryPrimitives.WriteInt32LittleEndian(all, greeting.Length);
        greeting.CopyTo(all, sizeof(int));
        foreach (var part in new[] { all[..2], all[2..9], all[9..] })
        {
            Assert.False(peeking.IsCompleted);
            await pipe.Writer.WriteAsync(part);
        }

        Assert.Equal(silo, await peeking);
        Assert.Equal(all.Length, (await pipe.Reader.ReadAsync()).Buffer.Length);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, false)]
    [InlineData(new byte[] { 1, 4, 0, 0 }, false)]                      // 1,025 bytes
    [InlineData(new byte[] { 0, 0, 0, 0 }, false)]
    [InlineData(new byte[] { 4, 0, 0, 0, 1, 2, 3, 4 }, false)]          // as long as it says, and nonsense
    [InlineData(new byte[] { 8, 0, 0, 0, 1, 2 }, true)]
    [InlineData(new byte[] { 8, 0 }, true)]
    [InlineData(new byte[0], true)]
    public async Task What_is_no_greeting_says_nothing(byte[] bytes, bool ends)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(bytes);
        if (ends) await pipe.Writer.CompleteAsync();
        Assert.Null(await SiloGreeting.PeekAsync(pipe.Reader, Serializer, CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_wait_that_is_cancelled_at_the_pipe_ends()
    {
        var pipe = new Pipe();
        var peeking = SiloGreeting.PeekAsync(pipe.Reader, Serializer, CancellationToken.None).AsTask();
        pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAsync<OperationCanceledException>(() => peeking);
    }

    /// <summary>As the product does it.</summary>
    private sealed class Refusing : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => SucceededSilos.Refuse(siloBuilder);
    }
}
#endif
