namespace OrleansChat.Grains.Interfaces.Retries;

/// <summary>
/// What makes a request known when it comes again (decision 22). The API host makes it of the header <c>Idempotency-Key</c>; an operation that
/// is asked without one is executed each time.
/// </summary>
/// <param name="Key">SHA-256 of who asks and of their key, 64 hex digits: nobody finds what another asked, and no key is stored.</param>
/// <param name="Digest">SHA-256 of the method, the path and the body, 64 hex digits.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.RequestKey")]
public sealed record RequestKey([property: Id(0)] string Key, [property: Id(1)] string Digest);
