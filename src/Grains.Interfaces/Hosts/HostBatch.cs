using OrleansChat.Grains.Interfaces.Inboxes;

namespace OrleansChat.Grains.Interfaces.Hosts;

/// <summary>
/// One event of an API host's stream: all that one publisher (a silo) collected for that host within a few milliseconds. The stream carries
/// only what the inboxes hold: a host that misses a number asks them again.
/// </summary>
/// <param name="PublisherId">New at each start of a silo.</param>
/// <param name="Number">1, 2, … for each publisher and host; a heartbeat repeats the last number and has no messages.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.HostBatch")]
public sealed record HostBatch([property: Id(0)] string PublisherId, [property: Id(1)] long Number, [property: Id(2)] ImmutableArray<HostMessage> Messages)
{
    public const string StreamNamespace = "orleanschat.host";
    public const string StreamProvider = "orleanschat";

    /// <summary>Queues of the host streams in a cluster, spread over the silos. Silos and API hosts must mean the same.</summary>
    public const int StreamQueues = 4;
}

/// <summary>A push, a supersede or an end for one connection of that host; or a resync for all connections of a user, whose inbox has a new activation.</summary>
/// <param name="Previous">The position sent before these on this connection; see the Bayeux library's <c>DeliveryPush</c>.</param>
/// <param name="Trace">The span that it was sent in, while somebody listens to traces; stays within the server.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.HostMessage")]
public sealed record HostMessage(
    [property: Id(0)] HostMessageKind Kind, [property: Id(1)] string UserId, [property: Id(2)] string ClientId, [property: Id(3)] string ConnectionId,
    [property: Id(4)] long ReplyPosition = 0, [property: Id(5)] bool EndsConnect = false, [property: Id(6)] long Previous = 0, [property: Id(7)] ImmutableArray<DeliveryInfo> Deliveries = default,
    [property: Id(8)] SessionEnd End = SessionEnd.Disconnected, [property: Id(9)] string? Trace = null);

public enum HostMessageKind
{
    Push,
    Supersede,
    End,
    Resync,
}

/// <summary>Why a session ended; see the Bayeux library's <c>EndReason</c>.</summary>
public enum SessionEnd
{
    Disconnected,
    LoggedOut,
    Expired,
    Overflow,
}
