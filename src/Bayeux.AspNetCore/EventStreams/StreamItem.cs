using OrleansChat.Bayeux.Sessions;

namespace OrleansChat.Bayeux.AspNetCore.EventStreams;

/// <summary>What a stream has to do next; worked through in the order in which it came.</summary>
internal abstract record StreamItem
{
    private StreamItem() { }

    /// <summary>Deliveries came.</summary>
    public sealed record Pushed(DeliveryPush Push) : StreamItem;

    /// <summary>The connect that the session holds has timed out: it gets the next one, so that it knows that the stream lives.</summary>
    public sealed record TimedOut : StreamItem;

    /// <summary>A push may be lost, or the session has a new owner: the same connect again.</summary>
    public sealed record AskAgain : StreamItem;

    /// <summary>Nothing was written for a while: a comment shows both sides that the connection works.</summary>
    public sealed record Beat : StreamItem;

    /// <summary>The stream ends.</summary>
    public sealed record Ended(StreamEnd Why) : StreamItem;
}

/// <summary>Why a stream ends, as its last event says.</summary>
internal enum StreamEnd
{
    /// <summary>The login ended: nothing more comes, and coming back is refused.</summary>
    LoggedOut,

    /// <summary>The session is over; who comes back gets a new one, and is told to read the state.</summary>
    SessionEnded,

    /// <summary>A newer stream goes on with this session.</summary>
    Superseded,

    /// <summary>The client takes its events too slowly. Nothing is lost: the next stream goes on.</summary>
    TooSlow,

    /// <summary>The stream has carried what may be unacknowledged: the client comes back at once, and its <c>Last-Event-ID</c> acknowledges.</summary>
    Acknowledge,

    /// <summary>The server stops, or cannot ask the session: come back.</summary>
    Unavailable,
}
