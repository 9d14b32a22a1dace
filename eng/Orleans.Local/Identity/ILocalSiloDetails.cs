namespace Orleans.Runtime;

/// <summary>Who this silo is.</summary>
public interface ILocalSiloDetails
{
    /// <summary>The silo's name.</summary>
    string Name { get; }

    /// <summary>The cluster it belongs to.</summary>
    string ClusterId { get; }

    /// <summary>The name of the machine.</summary>
    string DnsHostName { get; }

    /// <summary>Where other silos find it.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>Where clients find it.</summary>
    SiloAddress GatewayAddress { get; }
}
