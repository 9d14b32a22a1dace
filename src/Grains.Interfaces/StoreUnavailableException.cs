namespace OrleansChat.Grains.Interfaces;

/// <summary>
/// The journal could not take the events: it was not reached, was full, or another activation wrote first. Whether they were stored is
/// unknown; nothing was acknowledged. The caller may retry.
/// </summary>
/// <remarks>Carries no inner exception: the store's own types do not travel. The grain has logged it.</remarks>
[GenerateSerializer, Alias("orleanschat.StoreUnavailable")]
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException() { }
    public StoreUnavailableException(string message) : base(message) { }
    public StoreUnavailableException(string message, Exception innerException) : base(message, innerException) { }
}
