namespace OrleansChat.Bayeux.Messages;

/// <summary>
/// The <c>advice</c> field (Bayeux 1.0, section 3.4). It replaces earlier advice as a whole, so all three values always travel together, and
/// it travels on handshake and connect replies only: clients store it wherever they find it.
/// </summary>
/// <param name="Reconnect">What the client does next.</param>
/// <param name="IntervalMs">How long it waits before, in ms, 0 and up.</param>
/// <param name="TimeoutMs">How long a connect may be held, in ms, 0 and up.</param>
/// <param name="MultipleClients">Another tab of this browser already holds a connect.</param>
public sealed record Advice(Reconnect Reconnect, int IntervalMs, int TimeoutMs, bool MultipleClients = false);

/// <summary>The <c>reconnect</c> field of an advice.</summary>
public enum Reconnect
{
    /// <summary>Connect again with the same clientId.</summary>
    Retry,

    /// <summary>The session is gone: handshake, then connect. Never together with success.</summary>
    Handshake,

    /// <summary>Stop for good: denied, logged out, disconnected. Never for "try later".</summary>
    None,
}
