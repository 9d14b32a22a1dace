using Orleans.Local.Calls;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Local.Streams;

/// <summary>Streams in the memory of the silo.</summary>
internal sealed class LocalStreamProvider(string name, LocalClient client) : IStreamProvider
{
    public string Name => name;

    public bool IsRewindable => false;

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => new LocalStream<T>(name, streamId, client);
}
