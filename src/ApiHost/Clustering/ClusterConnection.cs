using OrleansChat.Grains.Interfaces;

namespace OrleansChat.ApiHost.Clustering;

/// <summary>Whether this host has found a silo since its start. Before that nothing can be asked, and everybody is told so.</summary>
internal sealed class ClusterConnection : IReadinessProbe
{
    private volatile bool _isMade;

    /// <summary>From now on calls find their way, or fail by themselves.</summary>
    public void Made() => _isMade = true;

    /// <exception cref="StoreUnavailableException">Not yet.</exception>
    public void Check()
    {
        if (!_isMade)
        {
            throw new StoreUnavailableException("No silo has been found yet; retry.");
        }
    }

    public Task CheckAsync(CancellationToken cancellation)
    {
        Check();
        return Task.CompletedTask;
    }
}
