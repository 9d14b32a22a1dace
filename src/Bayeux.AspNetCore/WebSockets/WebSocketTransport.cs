using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using OrleansChat.Bayeux.AspNetCore.LongPolling;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>The upgrade to a socket: who may, from where, how many. No subprotocol is selected, and frames are not compressed: they hold secrets.</summary>
internal sealed class WebSocketTransport(BayeuxOptions options, SocketServices services, PollAnswer answer)
{
    private static readonly string[] UpgradeHeaders = ["Connection", "Upgrade", "Sec-WebSocket-Accept"];

    public async Task HandleAsync(HttpContext context)
    {
        var principal = await options.Authenticate(context);
        if (!Origins.IsTrustedUpgrade(context, options, principal))
        {
            await answer.RefuseAsync(context, BayeuxHttpProblem.OriginNotAllowed);
            return;
        }

        if (principal is null && options.AuthenticateHandshake is null)
        {
            await answer.RefuseAsync(context, BayeuxHttpProblem.NotAuthenticated);
            return;
        }

        // Sockets without a user yet are counted per address.
        var owner = principal?.User ?? $"address {context.Connection.RemoteIpAddress}";
        if (!services.Connections.TryCountSocket(owner, options.SocketsPerUserMax))
        {
            await answer.RefuseAsync(context, BayeuxHttpProblem.TooManySockets);
            return;
        }

        try
        {
            using var socket = await AcceptAsync(context);
            if (socket is null) await answer.RefuseAsync(context, BayeuxHttpProblem.TooManySockets);
            else await new BayeuxSocket(socket, new(context, principal, TransportKind.WebSocket), services).RunAsync();
        }
        finally
        {
            services.Connections.UncountSocket(owner);
        }
    }

    /// <returns><see langword="null"/> when the web server takes no more upgraded connections.</returns>
    private async ValueTask<WebSocket?> AcceptAsync(HttpContext context)
    {
        try
        {
            return await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = TimeSpan.FromMilliseconds(options.KeepAliveIntervalMs),
                KeepAliveTimeout = TimeSpan.FromMilliseconds(options.KeepAliveTimeoutMs),
            });
        }
        catch (InvalidOperationException) when (!context.Response.HasStarted)
        {
            foreach (var header in UpgradeHeaders) context.Response.Headers.Remove(header);
            return null;
        }
    }
}
