using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>
/// Tells the sessions of a socket, which run without ack, what was written in full: one report under way, and the next one, a little later, says all
/// that came meanwhile. When the socket is over, the last report goes at once.
/// </summary>
internal sealed partial class SocketReports(SocketServices services)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<SocketSession> _written = Channel.CreateUnbounded<SocketSession>(new() { SingleReader = true });

    public void Add(SocketSession session) => _written.Writer.TryWrite(session);

    public void Complete()
    {
        _written.Writer.TryComplete();
        _over.TrySetResult();
    }

    public async Task RunAsync()
    {
        await foreach (var session in _written.Reader.ReadAllAsync())
        {
            var position = session.TakeUnreported();
            if (position == 0) continue;
            try
            {
                await services.Sessions.WrittenAsync(session.Address.User, session.Address.ClientId, new(session.Address.ConnectionId, position, false));
            }
            catch (Exception error)
            {
                // The session repeats these deliveries: once too often is better than never.
                Log.ReportFailed(services.Logger, session.Address.ConnectionId, error);
            }

            if (services.Options.SocketReportEveryMs > 0) await PauseAsync();
        }
    }

    private async Task PauseAsync()
    {
        var pause = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deadline = services.Deadlines.After(services.Options.SocketReportEveryMs, pause.SetResult);
        await Task.WhenAny(pause.Task, _over.Task);
        services.Deadlines.Cancel(deadline);
    }

    private static partial class Log
    {
        [LoggerMessage(2530, LogLevel.Warning, "Reporting what was written into socket {ConnectionId} failed; its session repeats it.")]
        public static partial void ReportFailed(ILogger logger, string connectionId, Exception error);
    }
}
