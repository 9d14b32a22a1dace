using OrleansChat.Bayeux.Messages;

namespace OrleansChat.Bayeux.Sessions;

/// <summary>The answer to a handshake.</summary>
public abstract record HandshakeOutcome
{
    private HandshakeOutcome() { }

    /// <summary>A session is open.</summary>
    /// <param name="ClientId">New, at least 128 random bits, letters and digits only; see <see cref="Sessions.ClientId"/>.</param>
    /// <param name="Ack">The ack extension is on.</param>
    /// <param name="Advice">Reconnect <see cref="Reconnect.Retry"/> with interval and timeout.</param>
    public sealed record Accepted(string ClientId, bool Ack, Advice Advice) : HandshakeOutcome
    {
        /// <summary>Keeps the clientId out of logs.</summary>
        public override string ToString() => nameof(Accepted);
    }

    /// <summary>This user may have no session: <c>403::Handshake denied</c>, reconnect none. Clients stop for good.</summary>
    public sealed record Denied : HandshakeOutcome;

    /// <summary>Not now: overload, or too many sessions of this user. The client comes back after <paramref name="RetryAfterMs"/>.</summary>
    public sealed record Later(int RetryAfterMs) : HandshakeOutcome;
}
