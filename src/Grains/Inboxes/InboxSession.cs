using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansChat.Bayeux.Sessions;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Inboxes;

/// <summary>Where a delivery comes from: everything up to it that is acknowledged needs no repeat after a crash.</summary>
internal readonly record struct DeliverySource(string Stream, long Version);

/// <summary>One notification session in memory.</summary>
/// <param name="Key">The hashed clientId; the decider knows the session by it.</param>
/// <param name="LoginId">The login that connected last, before the first connect that of the handshake.</param>
/// <param name="Epoch">Of this activation's hold on the session.</param>
internal sealed record InboxSession(string Key, string LoginId, int Epoch, BayeuxSession<DeliverySource> Bayeux)
{
    /// <summary>The secret itself: known from the first request on, never stored.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>More are forgotten: those that connects have come from least lately. More than a deployment has at once, or clients whose connects go round would push them out in turn.</summary>
    internal const int HostsMax = 16;

    /// <summary>The API hosts that connects came from, the last one first. One of them may hold a connect.</summary>
    public ImmutableArray<string> HostIds { get; init; } = [];

    /// <summary>The session when a connect came from a host.</summary>
    public InboxSession ConnectedFrom(string hostId) =>
        HostIds is [var last, ..] && last == hostId ? this : this with { HostIds = [hostId, .. HostIds.Where(id => id != hostId).Take(HostsMax - 1)] };

    public static string KeyOf(string clientId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(clientId)));

    /// <summary>What must be told again if this activation is lost: for each stream the version up to which all is acknowledged.</summary>
    public ImmutableSortedDictionary<string, long> Cursors(IReadOnlyDictionary<string, long> told)
    {
        var cursors = told.ToImmutableSortedDictionary(StringComparer.Ordinal).ToBuilder();
        foreach (var unacknowledged in Bayeux.Unacknowledged)
        {
            var (stream, version) = unacknowledged.Source;
            cursors[stream] = Math.Min(cursors.GetValueOrDefault(stream, version - 1), version - 1);
        }

        return cursors.ToImmutable();
    }

    public SessionRow ToRow(string userId, IReadOnlyDictionary<string, long> told) => new(userId, Key, Epoch, JsonSerializer.SerializeToUtf8Bytes(
        new Stored(LoginId, Bayeux.Ack, [.. Bayeux.Subscriptions.Order(StringComparer.Ordinal)], Cursors(told), Bayeux.IsConnected, HostIds) { HostId = HostIds is [var last, ..] ? last : null }));

    /// <summary>A row's content. <c>Cursors</c>: see <see cref="InboxSession.Cursors"/>; <c>HostIds</c>: who must be told when the session is taken over.</summary>
    public sealed record Stored(string LoginId, bool Ack, ImmutableArray<string> Subscriptions, ImmutableSortedDictionary<string, long> Cursors, bool IsConnected = false, ImmutableArray<string> HostIds = default)
    {
        /// <summary>The last host alone: all that older versions stored, and read.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public string? HostId { get; init; }

        /// <summary>See <see cref="InboxSession.HostIds"/>.</summary>
        [JsonIgnore]
        public ImmutableArray<string> Hosts => !HostIds.IsDefault ? HostIds : HostId is { Length: > 0 } only ? [only] : [];

        public static Stored Of(SessionRow row) => JsonSerializer.Deserialize<Stored>(row.Json.Span)!;
    }
}
