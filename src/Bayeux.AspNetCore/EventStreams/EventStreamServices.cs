using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.EventStreams;

/// <summary>What every stream needs.</summary>
internal sealed record EventStreamServices(
    IBayeuxSessions Sessions, SessionCalls Calls, BayeuxOptions Options, BayeuxConnections Connections, Deadlines Deadlines, HandshakeThrottle Throttle);
