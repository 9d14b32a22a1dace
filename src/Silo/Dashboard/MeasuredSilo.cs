using Orleans.Hosting;
using OrleansChat.Hosting.Settings;
#if DASHBOARD
using Orleans.Dashboard;
#endif

namespace OrleansChat.Silo.Dashboard;

/// <summary>A silo that measures its grains for the dashboard.</summary>
internal static class MeasuredSilo
{
    public static void UseDashboard(this ISiloBuilder silo, DashboardSettings settings)
    {
#if DASHBOARD
        if (settings.Enabled) silo.AddDashboard(static o => o.HideTrace = true);
#else
        _ = (silo, settings);
#endif
    }
}
