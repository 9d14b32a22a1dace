#if !ORLEANS_LOCAL
using System.Reflection;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;

namespace OrleansChat.Silo.Clustering;

/// <summary>
/// Refuses a connection to a silo that has a successor on its address and ports. Orleans would use that connection for both of them, and close it 10 s after
/// it has heard of the death of the first (<c>SiloConnectionMaintainer</c>), with everything that is under way to and from the second: calls that nobody answers.
/// </summary>
internal static class SucceededSilos
{
    /// <summary>How long a silo may take to greet; Orleans gives up a connection that is not there after this.</summary>
    private static readonly TimeSpan GreetingWithin = ConnectionOptions.DEFAULT_OPENCONNECTION_TIMEOUT;

    /// <summary>Orleans asks for whoever is there: where a silo keeps the table of members, as in its test clusters.</summary>
    private const int AnyGeneration = 0;

    public static void Refuse(ISiloBuilder silo) => silo.Configure<SiloConnectionOptions>(static o => o.ConfigureSiloOutboundConnection(static connections =>
    {
        var serializer = connections.ApplicationServices.GetRequiredService<Serializer<SiloGreeting>>();
        connections.Use(next => connection => CheckAsync(connection, next, serializer));
    }));

    /// <exception cref="ConnectionAbortedException">Another silo answered.</exception>
    private static async Task CheckAsync(ConnectionContext connection, ConnectionDelegate next, Serializer<SiloGreeting> serializer)
    {
        if (WantedOn(connection) is { Generation: not AnyGeneration } wanted)
        {
            using var patience = new CancellationTokenSource(GreetingWithin);
            var there = await SiloGreeting.PeekAsync(connection.Transport.Input, serializer, patience.Token);
            if (there is not null && !there.Equals(wanted)) throw new ConnectionAbortedException($"{wanted} is gone: {there} has its place.");
        }

        await next(connection);
    }

    /// <summary>Whom Orleans wants to reach. Its connection says it, as a feature of what carries it, in a type that is not public.</summary>
    private static SiloAddress? WantedOn(ConnectionContext connection) => connection.Features
        .Select(static feature => feature.Value?.GetType().GetProperty("RemoteSiloAddress", BindingFlags.Instance | BindingFlags.Public)?.GetValue(feature.Value))
        .OfType<SiloAddress>().FirstOrDefault();
}
#endif
