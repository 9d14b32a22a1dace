using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>
/// Tells the sessions of a socket, which run without ack, what was written in full: one report under way, and the next one says all that came
/// meanwhile.
/// </summary>
internal sealed partial class SocketReports(IBayeuxSessions sessions, ILogger logger)
{
    private readonly Channel<SocketSession> _written = Channel.CreateUnbounded<SocketSession>(new() { SingleReader = true });

    public void Add(SocketSession session) => _written.Writer.TryWrite(session);

    public void Complete() => _written.Writer.TryComplete();

    public async Task RunAsync()
    {
        await foreach (var session in _written.Reader.ReadAllAsync())
        {
            var position = session.TakeUnreported();
            if (position == 0) continue;
            try
            {
                await sessions.WrittenAsync(session.Address.User, session.Address.ClientId, new(session.Address.ConnectionId, position, false));
            }
            catch (Exception error)
            {
                // The session repeats these deliveries: once too often is better than never.
                Log.ReportFailed(logger, session.Address.ConnectionId, error);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2530, LogLevel.Warning, "Reporting what was written into socket {ConnectionId} failed; its session repeats it.")]
        public static partial void ReportFailed(ILogger logger, string connectionId, Exception error);
    }
}
