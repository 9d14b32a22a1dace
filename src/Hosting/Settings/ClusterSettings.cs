using System.Data.Common;
using System.Net;
using OrleansChat.Grains.Interfaces.Configuration;

namespace OrleansChat.Hosting.Settings;

/// <summary>The section <c>Cluster</c>: where a silo or an API host that runs alone finds the others. The single process has no use for it.</summary>
public sealed class ClusterSettings
{
    public const string Section = "Cluster";

    private const int NameCharsMax = 100;

    /// <summary>How long a connection and a statement of the cluster's own tables may take.</summary>
    private const int DatabaseWaitSeconds = 3;

    /// <summary>The database, as Npgsql reads it. It holds the journal, the members of the cluster, and the keys of the login cookies; an API host needs only the last two.</summary>
    public string Postgres { get; set; } = "";

    /// <summary>The database schema with the tables.</summary>
    public string Schema { get; set; } = "orleanschat";

    /// <summary>Silos and API hosts with the same name find each other. A version that cannot live beside the old one gets a new name.</summary>
    public string ClusterId { get; set; } = "orleanschat";

    /// <summary>Under which name Orleans keeps what outlives a cluster.</summary>
    public string ServiceId { get; set; } = "orleanschat";

    /// <summary>How a silo is called in logs and in the table of members. Absent: the machine's name and the silo's port.</summary>
    public string SiloName { get; set; } = "";

    /// <summary>The IP address under which the others reach this silo; it listens there and nowhere else, since its ports ask nobody who they are.</summary>
    public string AdvertisedAddress { get; set; } = "127.0.0.1";

    /// <summary>Silo to silo.</summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>API host to silo.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Whether a silo brings an older schema up to date when it starts. If not, <c>migrate</c> does, with a role that may.</summary>
    public bool Migrate { get; set; } = true;

    /// <summary><see cref="AdvertisedAddress"/>.</summary>
    internal IPAddress Address => IPAddress.Parse(AdvertisedAddress);

    /// <exception cref="SettingsException">A key or a value that cannot be.</exception>
    public static ClusterSettings Load(IConfiguration configuration)
    {
        var cluster = StrictSection.Bind<ClusterSettings>(configuration, Section);
        Check(cluster.Postgres.Length > 0, $"{Section}:Postgres is missing: name the database that silos and API hosts share, as Host=…;Database=…;Username=…");
        Check(IPAddress.TryParse(cluster.AdvertisedAddress, out _), $"{Section}:AdvertisedAddress is '{cluster.AdvertisedAddress}'; use an IP address of this machine.");
        Check(IsPort(cluster.SiloPort) && IsPort(cluster.GatewayPort) && cluster.SiloPort != cluster.GatewayPort, $"{Section}:SiloPort and {Section}:GatewayPort are two ports from 1 to 65535.");
        foreach (var (key, name) in new[] { (nameof(ClusterId), cluster.ClusterId), (nameof(ServiceId), cluster.ServiceId) })
        {
            Check(name.Length is > 0 and <= NameCharsMax, $"{Section}:{key} has 1 to {NameCharsMax} characters.");
        }

        cluster.SiloName = cluster.SiloName.Length > 0 ? cluster.SiloName : $"{Environment.MachineName}:{cluster.SiloPort}";
        return cluster;
    }

    /// <summary>How a part of a process connects to <see cref="Postgres"/>: under a name that the database's operator sees, in <see cref="Schema"/>, and waiting no longer than a request may.</summary>
    /// <param name="part">Who connects: "silo".</param>
    /// <param name="connectionsMax">Connections of this part at once.</param>
    public string ConnectionString(string part, int connectionsMax) => new DbConnectionStringBuilder
    {
        ConnectionString = Postgres,
        ["Search Path"] = Schema,
        ["Application Name"] = $"OrleansChat {part}",
        ["Timeout"] = DatabaseWaitSeconds,
        ["Command Timeout"] = DatabaseWaitSeconds,
        ["Maximum Pool Size"] = connectionsMax,
    }.ConnectionString;

    private static bool IsPort(int port) => port is > 0 and <= IPEndPoint.MaxPort;

    private static void Check(bool isGood, string problem)
    {
        if (!isGood)
        {
            throw new SettingsException(problem);
        }
    }
}
