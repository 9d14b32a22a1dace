using System.Collections.Concurrent;
using Orleans.Configuration;
using Orleans.Local.Activations;

namespace Orleans.Local.Hosting;

/// <summary>The running silos of this process, by the names of their clusters: how a client in another host finds one.</summary>
internal static class Cluster
{
    private static readonly ConcurrentDictionary<(string, string), LocalSilo> Running = new();

    public static LocalSilo? Find(ClusterOptions cluster) => Running.GetValueOrDefault((cluster.ClusterId, cluster.ServiceId));

    // Several hosts may run under the same name in one process, as test classes do: the youngest is found.
    public static void Join(ClusterOptions cluster, LocalSilo silo) => Running[(cluster.ClusterId, cluster.ServiceId)] = silo;

    public static void Leave(ClusterOptions cluster, LocalSilo silo) => Running.TryRemove(KeyValuePair.Create((cluster.ClusterId, cluster.ServiceId), silo));
}
