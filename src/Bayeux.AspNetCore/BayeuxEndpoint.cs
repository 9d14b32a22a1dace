using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OrleansChat.Bayeux.AspNetCore.Connections;
using OrleansChat.Bayeux.AspNetCore.EventStreams;
using OrleansChat.Bayeux.AspNetCore.LongPolling;
using OrleansChat.Bayeux.AspNetCore.Memory;
using OrleansChat.Bayeux.AspNetCore.Routing;
using OrleansChat.Bayeux.AspNetCore.WebSockets;
using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore;

/// <summary>A Bayeux 1.0 server for ASP.NET Core: long-polling and WebSocket on one endpoint.</summary>
public static class BayeuxEndpoint
{
    /// <summary>What a stream of events goes on after: the id of the last event that its client has read.</summary>
    public const string LastEventIdHeader = "Last-Event-ID";

    /// <summary>
    /// Adds the transports. The application also registers where the sessions live: its own <see cref="IBayeuxSessions"/>, or
    /// <see cref="AddInMemoryBayeuxSessions"/>. A registered <see cref="TimeProvider"/> is used for all times.
    /// </summary>
    public static IServiceCollection AddBayeux(this IServiceCollection services, Action<BayeuxOptions> configure)
    {
        var options = new BayeuxOptions();
        configure(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton<Deadlines>();
        services.AddSingleton<SessionCalls>();
        services.AddSingleton<BayeuxConnections>();
        services.AddSingleton<IBayeuxConnections>(provider => provider.GetRequiredService<BayeuxConnections>());
        services.AddSingleton<HandshakeThrottle>();
        services.AddSingleton<MessageRouter>();
        services.AddSingleton<BrowserTabs>();
        services.AddSingleton<PollAnswer>();
        services.AddSingleton<PollConnects>();
        services.AddSingleton<LongPollingTransport>();
        services.AddSingleton<SocketServices>();
        services.AddSingleton<WebSocketTransport>();
        services.AddSingleton<EventStreamServices>();
        services.AddSingleton<EventStreamTransport>();
        return services;
    }

    /// <summary>Keeps the sessions in this process: for one server, and for tests.</summary>
    public static IServiceCollection AddInMemoryBayeuxSessions(this IServiceCollection services, Action<InMemoryBayeuxPolicy>? configure = null)
    {
        var policy = new InMemoryBayeuxPolicy();
        configure?.Invoke(policy);
        services.AddSingleton(policy);
        services.AddSingleton<InMemoryBayeuxSessions>();
        services.AddSingleton<IBayeuxSessions>(provider => provider.GetRequiredService<InMemoryBayeuxSessions>());
        return services;
    }

    /// <summary>
    /// Maps the endpoint and everything below it: clients append the type of their message (<c>/handshake</c>, <c>/connect</c>, …), which means
    /// nothing. When the application is asked to stop, held polls and streams of events are released;
    /// sockets are closed with 1001 after <see cref="BayeuxOptions.DrainMs"/>.
    /// </summary>
    public static IEndpointConventionBuilder MapBayeux(this IEndpointRouteBuilder endpoints, string path)
    {
        var services = endpoints.ServiceProvider;
        var options = services.GetRequiredService<BayeuxOptions>();
        var polls = services.GetRequiredService<LongPollingTransport>();
        var sockets = services.GetRequiredService<WebSocketTransport>();
        var (connections, deadlines) = (services.GetRequiredService<BayeuxConnections>(), services.GetRequiredService<Deadlines>());
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() =>
        {
            connections.Drain();
            if (options.DrainMs > 0) deadlines.After(options.DrainMs, connections.Stop);
            else connections.Stop();
        });

        var pipeline = endpoints.CreateApplicationBuilder();
        pipeline.UseWebSockets();
        pipeline.Run(context => options.WebSocketEnabled && context.WebSockets.IsWebSocketRequest ? sockets.HandleAsync(context) : polls.HandleAsync(context));
        return endpoints.Map(path.TrimEnd('/') + "/{**rest}", pipeline.Build()).WithDisplayName("Bayeux");
    }

    /// <summary>Maps the way out for clients without Bayeux: GET answers with server-sent events, from sessions of their own.</summary>
    public static IEndpointConventionBuilder MapEventStream(this IEndpointRouteBuilder endpoints, string path)
    {
        var streams = endpoints.ServiceProvider.GetRequiredService<EventStreamTransport>();
        return endpoints.Map(path, streams.HandleAsync).WithDisplayName("Server-sent events");
    }
}
