using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.Settings;

/// <summary>The section <c>Dashboard</c>: the Orleans Dashboard at <c>/api/v2/dashboard/</c>, for whoever operates the servers.</summary>
public sealed class DashboardSettings
{
    public const string Section = "Dashboard";

    /// <summary>Whether there is one. Every silo then measures its grains' calls, which costs some CPU.</summary>
    public bool Enabled { get; set; }

    /// <summary>Whose administrators see it: it counts the calls and chats of all contact centres together. Absent: those of the only one; where there are several, nobody.</summary>
    public string ContactCenter { get; set; } = "";

    /// <exception cref="SettingsException">A key or a value that cannot be.</exception>
    public static DashboardSettings Load(IConfiguration configuration)
    {
        var dashboard = StrictSection.Bind<DashboardSettings>(configuration, Section);
#if !DASHBOARD
        if (dashboard.Enabled)
        {
            throw new SettingsException($"{Section}:Enabled is true, and this build has no dashboard: it was built where Microsoft.Orleans.Dashboard could not be restored.");
        }
#endif
        return dashboard;
    }
}
