using Microsoft.AspNetCore.Http;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.Routing;

/// <summary>Who sent a message and how it came. <see cref="Principal"/> is set by a handshake whose <c>ext</c> has the credentials.</summary>
internal sealed class Caller(HttpContext context, BayeuxPrincipal? principal, TransportKind transport)
{
    public HttpContext Context => context;

    public BayeuxPrincipal? Principal { get; set; } = principal;

    public TransportKind Transport => transport;

    /// <summary>The login has ended since: nothing more is read for it.</summary>
    public bool IsLoginOver { get; set; }

    /// <summary>Whom handshakes are counted for: the user; before authentication the address.</summary>
    public string Subject => Principal is { } known ? $"user {known.User}" : $"address {context.Connection.RemoteIpAddress}";
}
