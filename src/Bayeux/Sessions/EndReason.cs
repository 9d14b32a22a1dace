namespace OrleansChat.Bayeux.Sessions;

/// <summary>Why a session ended; it decides what its client is told (Bayeux 1.0, section 3.4: advice).</summary>
public enum EndReason
{
    /// <summary>The client asked for it: connect released with success and <c>reconnect: none</c>.</summary>
    Disconnected,

    /// <summary>Logged out, disabled, kicked: as <see cref="Disconnected"/>, and over WebSocket <c>/meta/disconnect</c> is sent.</summary>
    LoggedOut,

    /// <summary>No connect in time: <c>402::Unknown client</c> and <c>reconnect: handshake</c>.</summary>
    Expired,

    /// <summary>More waited than the queue may hold: as <see cref="Expired"/>. The client makes a new session and reads the state anew.</summary>
    Overflow,
}
