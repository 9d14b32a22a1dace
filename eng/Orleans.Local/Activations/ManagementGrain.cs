using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Local.Activations;

/// <summary>Answers for the runtime about its activations.</summary>
[StatelessWorker, GrainType("management")]
internal sealed class ManagementGrain(LocalSilo silo) : Grain, IManagementGrain
{
    public Task ForceActivationCollection(TimeSpan ageLimit) => silo.CollectAsync(ageLimit);

    public Task<int> GetTotalActivationCount() => Task.FromResult(silo.Activations.Count);
}
