using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>What every socket needs.</summary>
internal sealed record SocketServices(
    IBayeuxSessions Sessions, SessionCalls Calls, BayeuxOptions Options, BayeuxConnections Connections, Deadlines Deadlines, MessageRouter Router, ILogger<SocketServices> Logger);
