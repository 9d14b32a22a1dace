using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using OrleansChat.Bayeux.AspNetCore.Memory;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>The sessions as a test sees them: it can wait for what the host reports, and let the next call fail.</summary>
internal sealed class WatchedSessions(InMemoryBayeuxSessions sessions) : IBayeuxSessions
{
    private readonly Channel<string> _detached = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _held = Channel.CreateUnbounded<string>();

    private readonly Channel<long> _reported = Channel.CreateUnbounded<long>();
    private int _reports;

    public bool IsAway { get; set; }

    /// <summary>Every connect, report and end of a connection, with the time that <see cref="Time"/> said.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The time that runs in the caller.</summary>
    public Func<int> Time { get; set; } = static () => 0;

    /// <summary>Reports of what was written, so far.</summary>
    public int Reports => Volatile.Read(ref _reports);

    public bool LosesReports { get; set; }

    /// <summary>What the last connect came over.</summary>
    public TransportKind LastTransport { get; private set; }

    /// <summary>Completes when the host reports the next lost connection.</summary>
    public Task DetachedAsync() => _detached.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Completes when the session has decided that the next connect is held.</summary>
    public Task HeldAsync() => _held.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>The position of the host's next report of what was written, when the session knows of it.</summary>
    public Task<long> ReportedAsync() => _reported.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>After this call, <c>handshake</c> or <c>subscribe</c>, a session ends as by a log-out; empty: none does.</summary>
    public string EndsAfter { get; set; } = "";

    public async ValueTask<HandshakeOutcome> HandshakeAsync(string user, HandshakeRequest request, CancellationToken cancellation)
    {
        var outcome = await Here().HandshakeAsync(user, request, cancellation);
        if (EndsAfter == "handshake" && outcome is HandshakeOutcome.Accepted { ClientId: var clientId }) await sessions.DisconnectAsync(user, clientId, cancellation);
        return outcome;
    }

    public async ValueTask<SubscribeOutcome> SubscribeAsync(string user, string clientId, ImmutableArray<string> channels, CancellationToken cancellation)
    {
        var outcome = await Here().SubscribeAsync(user, clientId, channels, cancellation);
        if (EndsAfter == "subscribe") await sessions.DisconnectAsync(user, clientId, cancellation);
        return outcome;
    }

    public ValueTask<SubscribeOutcome> UnsubscribeAsync(string user, string clientId, ImmutableArray<string> channels, CancellationToken cancellation) =>
        Here().UnsubscribeAsync(user, clientId, channels, cancellation);

    public ValueTask<bool> DisconnectAsync(string user, string clientId, CancellationToken cancellation) => Here().DisconnectAsync(user, clientId, cancellation);

    public ValueTask<PublishOutcome> PublishAsync(string user, string clientId, string channel, JsonElement data, CancellationToken cancellation) =>
        Here().PublishAsync(user, clientId, channel, data, cancellation);

    public async ValueTask<ConnectOutcome> ConnectAsync(string user, ConnectRequest request, CancellationToken cancellation)
    {
        LastTransport = request.Transport;
        Asked.Enqueue($"connect {Time()}");
        var outcome = await Here().ConnectAsync(user, request, cancellation);
        if (outcome is ConnectOutcome.Hold && request.LastPosition == 0) _held.Writer.TryWrite(request.ConnectionId);
        return outcome;
    }

    public async ValueTask WrittenAsync(string user, string clientId, WrittenReport report)
    {
        Asked.Enqueue($"written {Time()}");
        Interlocked.Increment(ref _reports);
        try
        {
            if (LosesReports) throw new IOException("The report is lost.");
            await Here().WrittenAsync(user, clientId, report);
        }
        finally
        {
            _reported.Writer.TryWrite(report.Position);
        }
    }

    public async ValueTask DetachAsync(string user, string clientId, string connectionId)
    {
        Asked.Enqueue($"detach {Time()}");
        await Here().DetachAsync(user, clientId, connectionId);
        _detached.Writer.TryWrite(connectionId);
    }

    private InMemoryBayeuxSessions Here() => IsAway ? throw new IOException("The sessions are away.") : sessions;
}
