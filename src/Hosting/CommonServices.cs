using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Grains.Interfaces.Inboxes;
using OrleansChat.Hosting.FailPoints;
using OrleansChat.Hosting.Health;
using OrleansChat.Hosting.People;
using OrleansChat.Hosting.Settings;
using OrleansChat.Hosting.Telemetry;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.Hosting;

/// <summary>What silos and API hosts both need, alone or together in one process.</summary>
internal static class CommonServices
{
    /// <summary>
    /// Reads the sections <c>People</c>, <c>Wire</c>, <c>Limits</c> and <c>Shutdown</c>, and registers the directory of people with its reload, the
    /// limits, the wire's spelling, readiness and draining, and the export of telemetry and the fail-point where the environment asks for them.
    /// </summary>
    /// <exception cref="SettingsException">A setting that the process cannot start with.</exception>
    public static (LimitSettings Limits, ShutdownSettings Shutdown) AddCommonServices(this WebApplicationBuilder builder)
    {
        var (people, areDemo) = PeopleLoading.Load(builder.Configuration);
        var limits = LimitSettings.Load(builder.Configuration);
        var wire = WireSettings.Load(builder.Configuration);
        var shutdown = ShutdownSettings.Load(builder.Configuration);
        builder.Services.AddPeople(people, areDemo).AddSingleton(limits).AddSingleton(limits.ToChatLimits()).AddSingleton(wire).AddSingleton(DashboardSettings.Load(builder.Configuration)).AddWire(wire).AddHealth(shutdown);
        builder.Services.TryAddSingleton(TimeProvider.System);
        _ = FailPoint.Of(builder.Services);
        if (TelemetryExport.IsWanted(Environment.GetEnvironmentVariables()))
        {
            builder.Services.AddHostedService<TelemetryExport>();
        }

        return (limits, shutdown);
    }

    private static IServiceCollection AddWire(this IServiceCollection services, WireSettings wire) => services
        .AddSingleton(s => new Uris(() => ExternalAddress.Of(wire, s.GetRequiredService<IServer>(), s.GetRequiredService<IConfiguration>())))
        .AddSingleton(Timestamps.In(wire.TimeZone))
        .AddSingleton<ParticipantJson>()
        .AddSingleton<ChatJson>()
        .AddSingleton(s => new EntryJson(s.GetRequiredService<Timestamps>(), s.GetRequiredService<ParticipantJson>(), wire.IncludeMessageType))
        .AddSingleton<INotificationWriter, NotificationJson>();

    private static IServiceCollection AddPeople(this IServiceCollection services, PeopleDirectory people, bool areDemo)
    {
        var inForce = new PeopleInForce(people);
        return services
            .AddSingleton<IPeople>(inForce)
            .AddSingleton(s => new PeopleReload(s.GetRequiredService<IConfiguration>(), inForce, areDemo, s.GetRequiredService<ILogger<PeopleReload>>()))
            .AddHostedService(static s => s.GetRequiredService<PeopleReload>());
    }

    /// <summary>The drain time does not use up the time for what is under way.</summary>
    private static void AddHealth(this IServiceCollection services, ShutdownSettings shutdown)
    {
        services.AddSingleton(shutdown).AddSingleton<Draining>().AddHostedService(static s => s.GetRequiredService<Draining>()).AddSingleton<Readiness>();
        services.Configure<HostOptions>(options => options.ShutdownTimeout = shutdown.DrainTime + shutdown.Timeout);
    }
}
