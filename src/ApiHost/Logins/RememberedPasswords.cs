using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OrleansChat.ApiHost.Logins;

/// <summary>
/// Credentials that were right a moment ago. Holds no password: a keyed digest whose key dies with the process. Bounded in number and time.
/// </summary>
internal sealed class RememberedPasswords(TimeSpan holdFor, TimeProvider clock)
{
    /// <summary>More than anybody has users logging in at once; when full, all are forgotten and computed again.</summary>
    private const int EntriesMax = 10_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (string UserId, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);

    public string KeyOf(byte[] octets) => Convert.ToHexString(HMACSHA256.HashData(_key, octets));

    public string? Find(string key) => _entries.TryGetValue(key, out var entry) && clock.GetUtcNow() < entry.Until ? entry.UserId : null;

    public void Add(string key, string userId)
    {
        if (_entries.Count >= EntriesMax)
        {
            _entries.Clear();
        }

        _entries[key] = (userId, clock.GetUtcNow() + holdFor);
    }
}
