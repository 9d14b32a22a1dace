using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Streams
{
    /// <summary>Carries streams.</summary>
    public interface IStreamProvider
    {
        /// <summary>Its name.</summary>
        string Name { get; }

        /// <summary>Whether its streams can be read from the past.</summary>
        bool IsRewindable { get; }

        /// <summary>The stream with this identity.</summary>
        IAsyncStream<T> GetStream<T>(StreamId streamId);
    }

    /// <summary>Streams by the parts of their identity.</summary>
    public static class StreamProviderExtensions
    {
        /// <summary>The stream with this key and no namespace.</summary>
        public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, Guid id) => streamProvider.GetStream<T>(StreamId.Create(null, id));

        /// <summary>The stream with this key.</summary>
        public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, Guid id) => streamProvider.GetStream<T>(StreamId.Create(ns, id));

        /// <summary>The stream with this key and no namespace.</summary>
        public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string id) => streamProvider.GetStream<T>(StreamId.Create(null, id));

        /// <summary>The stream with this key.</summary>
        public static IAsyncStream<T> GetStream<T>(this IStreamProvider streamProvider, string ns, string id) => streamProvider.GetStream<T>(StreamId.Create(ns, id));
    }

    /// <summary>Where subscriptions are kept; here always in memory.</summary>
    public enum StreamPubSubType
    {
        /// <summary>Made by calls and by attributes.</summary>
        ExplicitGrainBasedAndImplicit,

        /// <summary>Made by calls.</summary>
        ExplicitGrainBasedOnly,

        /// <summary>Made by attributes.</summary>
        ImplicitOnly,
    }
}

namespace Orleans
{
    /// <summary>Stream providers, for grains.</summary>
    public static class GrainStreamingExtensions
    {
        /// <summary>The provider with this name.</summary>
        public static IStreamProvider GetStreamProvider(this Grain grain, string name) => ((IGrainBase)grain).GetStreamProvider(name);

        /// <summary>The provider with this name.</summary>
        public static IStreamProvider GetStreamProvider(this IGrainBase grain, string name) =>
            grain.GrainContext.ActivationServices.GetRequiredKeyedService<IStreamProvider>(name);
    }

    /// <summary>Stream providers, for clients.</summary>
    public static class ClientStreamingExtensions
    {
        /// <summary>The provider with this name.</summary>
        public static IStreamProvider GetStreamProvider(this IClusterClient client, string name) =>
            client.ServiceProvider.GetRequiredKeyedService<IStreamProvider>(name);
    }
}
