using System.Net;
using OrleansChat.ApiHost.Settings;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.People;

namespace OrleansChat.ApiHost.Settings;

/// <summary>Passwords that everybody knows are for this machine alone: a server that others can reach does not start with them.</summary>
internal static class DemoGuard
{
    private static readonly string[] PortKeys = ["http_ports", "https_ports"];

    /// <exception cref="SettingsException">The demonstration people, or the published hash of their password, beyond loopback.</exception>
    public static void Check(IConfiguration settings)
    {
        if (!AccessSettings.Load(settings).DemoPeopleAnywhere && PeopleLoading.HasKnownPasswords(settings) && Addresses(settings).FirstOrDefault(static address => !IsLoopback(address)) is { } open)
        {
            throw new SettingsException($"The server would listen on {open} with a password that everybody knows: configure People with passwords of your own, listen on http://127.0.0.1 only, or set Access:DemoPeopleAnywhere=true.");
        }
    }

    private static IEnumerable<string> Addresses(IConfiguration settings) =>
    [
        .. (settings["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        .. PortKeys.SelectMany(key => (settings[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)).Select(static port => $"http://*:{port}"),
        .. settings.GetSection("Kestrel:Endpoints").GetChildren().Select(static endpoint => endpoint["Url"]).OfType<string>(),
    ];

    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
