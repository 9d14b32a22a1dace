using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Grains;
using OrleansChat.Hosting.Settings;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.Tests.Documents;

/// <summary>A key of the configuration.</summary>
/// <param name="Default">As it is written in a file; empty: none.</param>
internal sealed record Setting(string Section, string Name, string Default);

/// <summary>Every key that the option classes have, in their order.</summary>
internal static class Settings
{
    public static IEnumerable<Setting> All =>
    [
        .. Of<WireSettings>("Wire"), .. Of<AccessSettings>("Access"), .. Of<JwtSettings>("Access", "Jwt:"), .. Of<JwtKeySettings>("Access", "Jwt:Keys:0:"), .. Of<LimitSettings>("Limits"),
        .. Of<RateLimitSettings>("RateLimits"), .. Of<FeatureSettings>("Features"), .. Of<NotificationsOptions>("Notifications"), .. Of<ShutdownSettings>("Shutdown"), .. Of<ClusterSettings>("Cluster"), .. Of<DashboardSettings>("Dashboard"),
        .. Of<SupervisionOptions>("Supervision"), .. Of<RoutingOptions>("Routing"), .. Of<CustomersOptions>("Customers"),
        .. Of<PeopleSettings>("People"), .. Of<ContactCenterSettings>("People", "ContactCenters:0:"), .. Of<UserSettings>("People", "ContactCenters:0:Users:0:"),
        .. Of<GroupSettings>("People", "ContactCenters:0:Groups:0:"), .. Of<QueueSettings>("People", "ContactCenters:0:Queues:0:"),
    ];

    /// <summary>The top-level keys that the server takes.</summary>
    public static IEnumerable<string> TopLevel =>
        (string[])Assembly.Load("OrleansChat.Hosting").GetType("OrleansChat.Hosting.Settings.HostSettings")!.GetField("Known", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;

    private static IEnumerable<Setting> Of<T>(string section, string prefix = "")
        where T : new()
    {
        var defaults = new T();
        return typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.CanWrite)
            .Select(p => new Setting(section, prefix + (p.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? p.Name), Text(p.GetValue(defaults))));
    }

    private static string Text(object? value) => value switch
    {
        null or "" or JwtSettings or IEnumerable and not string => "",
        bool flag => flag ? "true" : "false",
        _ => string.Format(CultureInfo.InvariantCulture, "{0}", value),
    };
}
