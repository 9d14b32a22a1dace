using OrleansChat.Hosting.Settings;
#if !ORLEANS_LOCAL
using Orleans.Hosting;
#endif
#if DASHBOARD
using Microsoft.AspNetCore.Routing.Patterns;
using Orleans.Dashboard;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Domain.People;
#endif

namespace OrleansChat.ApiHost.Dashboard;

/// <summary>
/// The Orleans Dashboard below <c>/api/v2/dashboard/</c>: silos, counts and speeds of grain classes. For the administrators of one contact centre alone
/// (<see cref="DashboardSettings.ContactCenter"/>), since it counts what belongs to all. The state of a grain and the log of a silo are not there for anybody.
/// </summary>
internal static class DashboardPages
{
#if DASHBOARD
    private const string Root = "/dashboard";

    /// <summary>The page, its scripts, and what these ask for. Whatever a later version of the package adds is not there until it stands here.</summary>
    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "index.html", "favicon.ico", "index.min.js", "index.css", "fonts", "img", "version", "DashboardCounters", "ClusterStats", "Reminders", "HistoricalStats",
        "SiloProperties", "SiloMetadata", "SiloStats", "SiloCounters", "GrainStats", "TopGrainMethods", "LifecycleStages",
    };

    private const string OwnScriptsOnly = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'";

#endif

#if !ORLEANS_LOCAL
    /// <summary>An API host of a cluster asks the silos, each of which measures itself.</summary>
    public static void UseDashboard(this IClientBuilder client, DashboardSettings settings)
    {
#if DASHBOARD
        if (settings.Enabled) client.AddDashboard(static o => o.HideTrace = true);
#else
        _ = (client, settings);
#endif
    }
#endif

    public static void MapDashboard(this RouteGroupBuilder api, DashboardSettings settings)
    {
#if DASHBOARD
        if (settings.Enabled) api.MapOrleansDashboard(Root).AddEndpointFilter(GuardAsync).ExcludeFromDescription();
#else
        _ = (api, settings);
#endif
    }

#if DASHBOARD
    private static async ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        if (await services.GetRequiredService<LoginReader>().ReadAsync(http) is not { } login)
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"OrleansChat\", charset=\"UTF-8\"";     // a browser asks for name and password by itself
            return Entrance.NotLoggedIn;
        }

        if (!services.GetRequiredService<IPeople>().Current.Operates(login.Person, services.GetRequiredService<DashboardSettings>().ContactCenter))
        {
            return Reply.No(WireStatus.NoPermission, "The admin role is required, in the contact centre that operates the servers.");
        }

        if (PageOf(http.GetEndpoint()) is not { } page || !Shown.Contains(page))
        {
            return Reply.No(WireStatus.NotFound, "There is no such page.");
        }

        http.Response.Headers.ContentSecurityPolicy = OwnScriptsOnly;
        return await next(context);
    }

    /// <summary>By the route that was matched, not by the path, which can be spelled in many ways; <see langword="null"/>: a route of a shape that is not known here.</summary>
    private static string? PageOf(Endpoint? endpoint) => (endpoint as RouteEndpoint)?.RoutePattern.PathSegments switch
    {
        [_, _, _] => "",                                               // api, v2, dashboard
        [_, _, _, { Parts: [RoutePatternLiteralPart page] }, ..] => page.Content,
        _ => null,
    };
#endif
}
