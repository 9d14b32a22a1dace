using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Audit;
using OrleansChat.ApiHost.Catalogue;
using OrleansChat.ApiHost.Chats;
using OrleansChat.ApiHost.Clustering;
using OrleansChat.ApiHost.Customers;
using OrleansChat.ApiHost.Dashboard;
using OrleansChat.ApiHost.Diagnostics;
using OrleansChat.ApiHost.Documents;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Logins.Tokens;
using OrleansChat.ApiHost.Me;
using OrleansChat.ApiHost.Notifications;
using OrleansChat.ApiHost.Operations;
using OrleansChat.ApiHost.Settings;
using OrleansChat.ApiHost.Throttling;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.ApiHost.Users;
using OrleansChat.Domain.People;
using OrleansChat.Hosting.Health;
using OrleansChat.Hosting.People;
using OrleansChat.Hosting;
using OrleansChat.Hosting.Settings;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Hosting;

/// <summary>Puts the API into a web application: authenticates, forwards to grains, answers in the wire's words. Holds no rules.</summary>
public static partial class ApiHosting
{
    /// <summary>What the login cookies of this product are made for, whichever process made them.</summary>
    private const string Application = "OrleansChat";

    /// <summary>
    /// Reads the sections <c>People</c>, <c>Wire</c>, <c>Access</c>, <c>Limits</c>, <c>RateLimits</c>, <c>Features</c>, <c>Notifications</c> and <c>Shutdown</c> and registers what the API needs; the directory of people
    /// and <see cref="ChatLimits"/> are for the grains too. Whoever calls this registers Orleans, as a client or as a silo.
    /// </summary>
    /// <param name="builder">The application to be.</param>
    /// <param name="keysFolder">Where the keys of the login cookies are kept: with them, logins survive a restart.</param>
    /// <exception cref="SettingsException">A setting that the server cannot start with.</exception>
    public static WebApplicationBuilder AddOrleansChatApi(this WebApplicationBuilder builder, string keysFolder) =>
        builder.AddApi(services => services.AddDataProtection().SetApplicationName(Application).PersistKeysToFileSystem(PrivateFolder.Create(keysFolder)));

    /// <summary>The same for one of many hosts: the keys of the login cookies are in the database that they share.</summary>
    /// <exception cref="SettingsException">A setting that the host cannot start with.</exception>
    public static WebApplicationBuilder AddOrleansChatApi(this WebApplicationBuilder builder, ClusterSettings cluster) =>
        builder.AddApi(services => services.AddSharedKeys(Application, cluster));

    private static WebApplicationBuilder AddApi(this WebApplicationBuilder builder, Action<IServiceCollection> addKeys)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DemoGuard.Check(builder.Configuration);
        var (limits, shutdown) = builder.AddCommonServices();
        var access = AccessSettings.Load(builder.Configuration);
        var rates = RateLimitSettings.Load(builder.Configuration);
        _ = TokenKeys.Read(access.Jwt);                                 // a key that cannot be read stops the start, not the first login

        builder.Services.AddSingleton(access).AddSingleton(access.Jwt).AddSingleton(rates).AddSingleton(FeatureSettings.Load(builder.Configuration));
        addKeys(builder.Services);
        builder.Services.AddLogins().AddResources().AddNotifications(limits, rates, StrictSection.Bind<NotificationsOptions>(builder.Configuration, "Notifications"), shutdown);
        builder.Services.Configure<ForwardedHeadersOptions>(forwarded => forwarded.Believe(access));
        builder.Services.AddCors(cors => cors.Allow(access));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Harden(limits)).UseSockets(sockets => sockets.CreateBoundListenSocket = address => KestrelHardening.Bind(address, limits));
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);       // unencrypted keys at rest: the folder's rights protect them
        return builder;
    }

    /// <summary>Maps the API. Routing comes first, so that what it refuses by itself becomes an envelope too.</summary>
    public static WebApplication MapOrleansChatApi(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Services.GetRequiredService<PeopleReload>().AreDemo)
        {
            Log.DemoPeopleInUse(app.Logger);
        }

        app.UseForwardedHeaders();
        app.Use(SecurityHeaders.AddAsync);
        app.Use(Tracing.AddAsync);
        app.UseMiddleware<Envelope>();
        app.Use(RequestBudget.RunAsync);
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<Gate>();

        app.MapHealth();
        app.MapDocuments();
        var api = app.MapGroup(Uris.Prefix);
        api.MapVersion();
        api.MapMe();
        api.MapMyChats();
        api.MapSupervision();
        api.MapSettings();
        api.MapAudit();
        api.MapChats();
        api.MapNotifications();
        api.MapDashboard(app.Services.GetRequiredService<DashboardSettings>());
        return app;
    }

    private static IServiceCollection AddLogins(this IServiceCollection services) => services
        .AddSingleton<PasswordCheck>()
        .AddSingleton<TokenCheck>()
        .AddSingleton<LoginCookie>()
        .AddSingleton<Throttle>()
        .AddSingleton<Csrf>()
        .AddSingleton(static s => new LoginReader(
            s.GetRequiredService<PasswordCheck>(), s.GetRequiredService<TokenCheck>(), s.GetRequiredService<LoginCookie>(), s.GetRequiredService<IGrainFactory>()))
        .AddSingleton(static s => new Origins(s.GetRequiredService<AccessSettings>(), s.GetRequiredService<Uris>()))
        .AddSingleton<Entrance>();

    private static IServiceCollection AddResources(this IServiceCollection services) => services
        .AddSingleton<OperationPipeline>()
        .AddSingleton<OwnReads>()
        .AddSingleton<MyChats>()
        .AddSingleton<MeReading>()
        .AddSingleton<SessionOperations>()
        .AddSingleton<ChannelOperations>()
        .AddSingleton<MonitoringOperations>()
        .AddSingleton<AgentControlOperations>()
        .AddSingleton<IntrudeOperation>()
        .AddSingleton<AuditReading>()
        .AddSingleton<ChatsEntrance>()
        .AddSingleton<CustomerReading>()
        .AddSingleton<CustomerTurns>();
}
