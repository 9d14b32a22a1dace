using System.Net;

namespace Orleans.Configuration;

/// <summary>Which cluster this is. A client in this process finds the silo of the same cluster.</summary>
public class ClusterOptions
{
    /// <summary>The cluster, where nothing is said.</summary>
    public const string DefaultClusterId = "default";

    /// <summary>The service, where nothing is said.</summary>
    public const string DefaultServiceId = "default";

    internal const string DevelopmentClusterId = "dev";
    internal const string DevelopmentServiceId = "dev";

    /// <summary>The cluster.</summary>
    public string ClusterId { get; set; } = DefaultClusterId;

    /// <summary>The service, which outlives clusters.</summary>
    public string ServiceId { get; set; } = DefaultServiceId;
}

/// <summary>Where a silo listens; here it does not.</summary>
public class EndpointOptions
{
    /// <summary>The usual port of a silo.</summary>
    public const int DEFAULT_SILO_PORT = 11111;

    /// <summary>The usual port of a gateway.</summary>
    public const int DEFAULT_GATEWAY_PORT = 30000;

    /// <summary>The address that others are told.</summary>
    public IPAddress? AdvertisedIPAddress { get; set; }

    /// <summary>The port for silos.</summary>
    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    /// <summary>The port for clients; 0: none.</summary>
    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;

    /// <summary>Where it listens for silos.</summary>
    public IPEndPoint? SiloListeningEndpoint { get; set; }

    /// <summary>Where it listens for clients.</summary>
    public IPEndPoint? GatewayListeningEndpoint { get; set; }
}

/// <summary>How silos watch one another; here there is nobody to watch.</summary>
public class ClusterMembershipOptions
{
    /// <summary>How many signs of life may be missed.</summary>
    public int NumMissedTableIAmAliveLimit { get; set; } = 3;

    /// <summary>Whether silos watch one another.</summary>
    public bool LivenessEnabled { get; set; } = true;

    /// <summary>How often a silo is asked.</summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the table is read.</summary>
    public TimeSpan TableRefreshTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a vote counts.</summary>
    public TimeSpan DeathVoteExpirationTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a silo signs that it lives.</summary>
    public TimeSpan IAmAliveTablePublishTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a silo tries to join.</summary>
    public TimeSpan MaxJoinAttemptTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether silos tell each other of changes.</summary>
    public bool UseLivenessGossip { get; set; } = true;

    /// <summary>How many silos a silo watches.</summary>
    public int NumProbedSilos { get; set; } = 10;

    /// <summary>How many probes may be missed.</summary>
    public int NumMissedProbesLimit { get; set; } = 3;

    /// <summary>How many must agree that a silo is dead.</summary>
    public int NumVotesForDeathDeclaration { get; set; } = 2;

    /// <summary>When a dead silo's row may go.</summary>
    public TimeSpan DefunctSiloExpiration { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How often such rows are looked for.</summary>
    public TimeSpan? DefunctSiloCleanupPeriod { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether a silo in trouble is more patient with others.</summary>
    public bool ExtendProbeTimeoutDuringDegradation { get; set; } = true;

    /// <summary>Whether a silo asks others to ask.</summary>
    public bool EnableIndirectProbes { get; set; } = true;
}
