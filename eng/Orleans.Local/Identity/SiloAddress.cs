using System.Net;

namespace Orleans.Runtime;

/// <summary>Where a silo listens, and which of its lives it is.</summary>
[Immutable]
public sealed record SiloAddress
{
    private SiloAddress(IPEndPoint endpoint, int generation) => (Endpoint, Generation) = (endpoint, generation);

    /// <summary>Nowhere.</summary>
    public static SiloAddress Zero { get; } = New(IPAddress.Any, 0, 0);

    /// <summary>The address and port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Which life of the silo at this address.</summary>
    public int Generation { get; }

    /// <summary>The address of this life of the silo.</summary>
    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    /// <inheritdoc cref="New(IPEndPoint, int)"/>
    public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

    /// <summary>The address as text that can be read back.</summary>
    public string ToParsableString() => ToString();

    /// <inheritdoc />
    public override string ToString() => $"{Endpoint}@{Generation}";
}
