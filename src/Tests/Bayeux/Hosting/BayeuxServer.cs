using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansChat.Bayeux.AspNetCore;
using OrleansChat.Bayeux.AspNetCore.Memory;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Tests.Time;

namespace OrleansChat.Tests.Bayeux.Hosting;

/// <summary>
/// A Bayeux server on a loopback port, with sessions in memory and a clock that stands still. <c>Authorization: anna</c>, <c>?user=anna</c> or
/// <c>Cookie: user=anna</c> say who somebody is; a handshake's <c>ext.password</c> does where the test allows it.
/// </summary>
internal sealed class BayeuxServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BayeuxServer(WebApplication app, TimeProvider time) => (_app, Time) = (app, time);

    public TimeProvider Time { get; }

    public FakeClock Clock => (FakeClock)Time;

    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public WatchedSessions Sessions => _app.Services.GetRequiredService<WatchedSessions>();

    public InMemoryBayeuxSessions Memory => _app.Services.GetRequiredService<InMemoryBayeuxSessions>();

    public IBayeuxConnections Connections => _app.Services.GetRequiredService<IBayeuxConnections>();

    public LostPushes LostPushes => _app.Services.GetRequiredService<LostPushes>();

    /// <summary>Completes when every TCP connection that is open now has ended, with everything that the server did for it.</summary>
    public Task ConnectionsEndAsync() => _app.Services.GetRequiredService<WatchedConnections>().EndAsync();

    public static async Task<BayeuxServer> StartAsync(Action<BayeuxOptions>? configure = null, TimeProvider? time = null, ILoggerProvider? logs = null)
    {
        time ??= new FakeClock();
        var connections = new WatchedConnections();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(connections);
        builder.Logging.ClearProviders();
        if (logs is not null) builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(connections.WatchAsync)));
        builder.Services.AddSingleton(time);
        builder.Services.AddBayeux(options =>
        {
            options.Authenticate = context => ValueTask.FromResult(Authenticate(context));
            options.SocketReportEveryMs = 0;                            // the clock stands still, and would hold the next report back
            configure?.Invoke(options);
        });
        builder.Services.AddInMemoryBayeuxSessions(policy =>
        {
            policy.MaySubscribe = (_, channel) => channel.StartsWith("/v2/me/", StringComparison.Ordinal) || channel == "/**";
            policy.TakePublish = (_, channel, _) => channel == "/service/echo";
        });
        builder.Services.AddSingleton<LostPushes>();
        builder.Services.AddSingleton(provider => new InMemoryBayeuxSessions(
            provider.GetRequiredService<LostPushes>(), provider.GetRequiredService<BayeuxOptions>(), provider.GetRequiredService<InMemoryBayeuxPolicy>(), time));
        builder.Services.AddSingleton<WatchedSessions>();
        builder.Services.AddSingleton<IBayeuxSessions>(provider => provider.GetRequiredService<WatchedSessions>());
        var app = builder.Build();
        app.MapBayeux("/api/v2/notifications");
        app.MapEventStream("/api/v2/me/events");
        await app.StartAsync();
        return new(app, time);
    }

    public LongPollingClient Client(string? user) => new(this, user);

    public ValueTask DeliverAsync(string user, string channel, string json) => Memory.DeliverAsync(user, channel, Encoding.UTF8.GetBytes(json));

    public Task StopAsync() => _app.StopAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static BayeuxPrincipal? Authenticate(HttpContext context)
    {
        if (context.Request.Headers.Authorization is [{ Length: > 0 } user]) return new(user, $"login-of-{user}");
        if (context.Request.Query["user"] is [{ Length: > 0 } inUrl]) return new(inUrl, $"login-of-{inUrl}");
        return context.Request.Cookies["user"] is { Length: > 0 } cookie ? new(cookie, $"login-of-{cookie}", ByCookie: true) : null;
    }
}
