using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>What every socket needs.</summary>
internal sealed partial class SocketServices(
    IBayeuxSessions sessions, BayeuxOptions options, BayeuxConnections connections, Deadlines deadlines, MessageRouter router, ILogger<SocketServices> logger)
{
    public IBayeuxSessions Sessions => sessions;

    public BayeuxOptions Options => options;

    public BayeuxConnections Connections => connections;

    public Deadlines Deadlines => deadlines;

    public MessageRouter Router => router;

    public ILogger Logger => logger;

    /// <returns><see langword="null"/> when the owner of the sessions could not be asked.</returns>
    public async ValueTask<ConnectOutcome?> AskAsync(string user, ConnectRequest request)
    {
        try
        {
            // No token: when the socket is lost meanwhile, the session must know of the connect before it is told that it is over.
            return await sessions.ConnectAsync(user, request, CancellationToken.None);
        }
        catch (Exception error)
        {
            Log.ConnectFailed(logger, error);
            return null;
        }
    }

    public async ValueTask DetachAsync(ConnectionAddress address)
    {
        try
        {
            await sessions.DetachAsync(address.User, address.ClientId, address.ConnectionId);
        }
        catch (Exception error)
        {
            // The hold ends by itself, and the client's next connect takes over.
            Log.DetachFailed(logger, address.ConnectionId, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2531, LogLevel.Warning, "The owner of the Bayeux sessions could not be asked about a connect; the client was told to try again later.")]
        public static partial void ConnectFailed(ILogger logger, Exception error);

        [LoggerMessage(2532, LogLevel.Warning, "Telling a session that socket {ConnectionId} is gone failed; the hold ends by itself.")]
        public static partial void DetachFailed(ILogger logger, string connectionId, Exception error);
    }
}
