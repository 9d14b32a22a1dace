namespace Orleans
{
    /// <summary>The contract of a grain.</summary>
    public interface IGrain : Runtime.IAddressable;

    /// <summary>A grain whose key is a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>A grain whose key is an integer.</summary>
    public interface IGrainWithIntegerKey : IGrain;

    /// <summary>A grain whose key is a Guid.</summary>
    public interface IGrainWithGuidKey : IGrain;

    /// <summary>An object that grains can call although it is no grain.</summary>
    public interface IGrainObserver : Runtime.IAddressable;
}

namespace Orleans.Runtime
{
    /// <summary>Something that calls can be addressed to.</summary>
    public interface IAddressable;

    /// <summary>A contract that every grain has beside its own.</summary>
    public interface IGrainExtension : IAddressable;

    /// <summary>Asks the runtime about its activations.</summary>
    public interface IManagementGrain : IGrainWithIntegerKey
    {
        /// <summary>Deactivates what has been idle for this long, and waits for it.</summary>
        Task ForceActivationCollection(TimeSpan ageLimit);

        /// <summary>How many activations there are.</summary>
        Task<int> GetTotalActivationCount();
    }
}

namespace Orleans.Core.Internal
{
    /// <summary>Acts on the activation of a grain, whatever its contract.</summary>
    public interface IGrainManagementExtension : Runtime.IGrainExtension
    {
        /// <summary>Deactivates the grain once its requests have ended.</summary>
        ValueTask DeactivateOnIdle();
    }
}
