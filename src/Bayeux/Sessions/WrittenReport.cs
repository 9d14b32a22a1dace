namespace OrleansChat.Bayeux.Sessions;

/// <summary>Deliveries up to <paramref name="Position"/> were written in full into a connection.</summary>
/// <param name="ConnectionId">Which connection.</param>
/// <param name="Position">The last delivery written in full, 0 for none.</param>
/// <param name="ConnectEnded">The connect reply was written too: no connect is held any more, the expiry clock starts.</param>
public sealed record WrittenReport(string ConnectionId, long Position, bool ConnectEnded);
