#if !ORLEANS_LOCAL
using Orleans.Messaging;
using Orleans.Runtime.Membership;

namespace OrleansChat.ApiHost.Clustering;

/// <summary>
/// The silos that a host may send by, as the table of members has them. A silo that leaves says so to hosts before the table does, and Orleans' client would forget that
/// with the next reading of the table.
/// </summary>
/// <param name="table">Reads the table.</param>
internal sealed class SilosWithGateways(AdoNetGatewayListProvider table) : IGatewayListProvider
{
    /// <summary>
    /// How long a host believes a silo's word that it leaves, and its own failure to connect, more than the table. Longer than a silo serves on after that word, and shorter than
    /// one needs to start anew at the same address.
    /// </summary>
    public TimeSpan MaxStaleness { get; } = TimeSpan.FromSeconds(3);

    [Obsolete("Orleans does not ask for it any more.")]
    public bool IsUpdatable => true;

    public Task InitializeGatewayListProvider() => table.InitializeGatewayListProvider();

    public Task<IList<Uri>> GetGateways() => table.GetGateways();
}
#endif
