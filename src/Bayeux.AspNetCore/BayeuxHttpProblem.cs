namespace OrleansChat.Bayeux.AspNetCore;

/// <summary>Why a request is refused as a whole, below Bayeux. Everything else is 200 with a Bayeux reply. Listed in the order of the checks.</summary>
public enum BayeuxHttpProblem
{
    /// <summary>Not POST, and no WebSocket upgrade; for a stream of events, not GET: 405.</summary>
    MethodNotAllowed,

    /// <summary>No valid credentials, and the request is no handshake: 401, without <c>WWW-Authenticate</c>.</summary>
    NotAuthenticated,

    /// <summary>A foreign origin, or none where one is needed: 403.</summary>
    OriginNotAllowed,

    /// <summary>The client does not accept <c>text/event-stream</c>: 406.</summary>
    NotAcceptable,

    /// <summary>Over <see cref="BayeuxOptions.SocketsPerUserMax"/> or <see cref="BayeuxOptions.StreamsMax"/>, or too many sessions: 429.</summary>
    TooManySockets,

    /// <summary>Not <c>application/json</c> in UTF-8: 415.</summary>
    UnsupportedMediaType,

    /// <summary>Body over <see cref="BayeuxOptions.BodyBytesMax"/>, or too many messages in it: 413.</summary>
    TooLarge,

    /// <summary>Not JSON, or no messages in it: 400.</summary>
    Malformed,

    /// <summary><see cref="BayeuxOptions.MayAsk"/> says no: 429.</summary>
    TooOften,
}
