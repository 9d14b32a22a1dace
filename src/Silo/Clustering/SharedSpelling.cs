using Microsoft.Extensions.Configuration;
using OrleansChat.Grains.Interfaces.Configuration;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.Silo.Clustering;

/// <summary>A silo writes notifications and does not listen where clients do: it must be told their address.</summary>
internal static class SharedSpelling
{
    /// <exception cref="SettingsException">The address is missing.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (WireSettings.Load(configuration).ExternalUrl is null)
        {
            throw new SettingsException("Wire:ExternalUrl is missing: a silo writes the uris of notifications, so name the address under which clients reach the API hosts, the same on all of them.");
        }
    }
}
