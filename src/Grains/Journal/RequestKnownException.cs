namespace OrleansChat.Grains.Journal;

/// <summary>Another append remembers a request under this key already. Nothing was written; the caller reads what is remembered.</summary>
public sealed class RequestKnownException : Exception
{
    public RequestKnownException(string scope)
        : base($"A request of {scope} is remembered under this key already.")
    {
    }

    public RequestKnownException() { }
    public RequestKnownException(string message, Exception innerException) : base(message, innerException) { }
}
