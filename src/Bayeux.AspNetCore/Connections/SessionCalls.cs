using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.Connections;

/// <summary>What a connection asks of the owner of its session, whichever transport it has. A failure is logged here and ends no connection by itself.</summary>
internal sealed partial class SessionCalls(IBayeuxSessions sessions, TimeProvider clock, ILogger<SessionCalls> logger)
{
    /// <summary>How long a connection that asks again may wait, and whatever else it is asked to do behind that.</summary>
    private static readonly TimeSpan AskAgainMax = TimeSpan.FromSeconds(2);

    /// <returns><see langword="null"/> when the owner of the sessions could not be asked.</returns>
    public async ValueTask<ConnectOutcome?> ConnectAsync(string user, ConnectRequest request)
    {
        try
        {
            // No token: when the client is gone meanwhile, the session must know of the connect before it is told that it is over.
            return await sessions.ConnectAsync(user, request, CancellationToken.None);
        }
        catch (Exception error)
        {
            Log.ConnectFailed(logger, error);
            return null;
        }
    }

    /// <summary>A connect again, for a connection that may have missed something.</summary>
    /// <exception cref="Exception">The owner of the sessions could not be asked. Nothing is logged: whoever wanted it decides when to ask again.</exception>
    public Task<ConnectOutcome> ConnectAgainAsync(string user, ConnectRequest request) => sessions.ConnectAsync(user, request, CancellationToken.None).AsTask().WaitAsync(AskAgainMax, clock);

    /// <summary>Waits for a connection that asks its session again when its turn comes, which may be behind a client that reads slowly.</summary>
    /// <exception cref="TimeoutException">It did not come to it in time.</exception>
    public Task AskedAgainAsync(Task asked) => asked.WaitAsync(2 * AskAgainMax, clock);

    /// <summary>See <see cref="ConnectAgainAsync"/>; nobody else learns of it.</summary>
    public void CouldNotAskAgain(string connectionId, Exception error) => Log.ConnectAgainFailed(logger, connectionId, error);

    public async ValueTask DetachAsync(ConnectionAddress connection)
    {
        try
        {
            await sessions.DetachAsync(connection.User, connection.ClientId, connection.ConnectionId);
        }
        catch (Exception error)
        {
            // The hold ends by itself, and the client's next connect takes over.
            Log.DetachFailed(logger, connection.ConnectionId, error);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2500, LogLevel.Warning, "Telling a session that connection {ConnectionId} is gone failed; the hold ends by itself.")]
        public static partial void DetachFailed(ILogger logger, string connectionId, Exception error);

        [LoggerMessage(2502, LogLevel.Warning, "Socket {ConnectionId} could not ask its session for what was lost; it will with the next push.")]
        public static partial void ConnectAgainFailed(ILogger logger, string connectionId, Exception error);

        [LoggerMessage(2501, LogLevel.Warning, "The owner of the Bayeux sessions could not be asked about a connect; the client was told to try again later.")]
        public static partial void ConnectFailed(ILogger logger, Exception error);
    }
}
