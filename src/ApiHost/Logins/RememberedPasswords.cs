using System.Collections.Concurrent;
using System.Security.Cryptography;
using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Logins;

/// <summary>
/// Credentials that were right a moment ago. Holds no password: a keyed digest whose key dies with the process. Bounded in number and time.
/// </summary>
internal sealed class RememberedPasswords(TimeSpan holdFor, TimeProvider clock)
{
    /// <summary>More than anybody has users logging in at once; when full, all are forgotten and computed again.</summary>
    private const int EntriesMax = 10_000;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, (string UserId, string PasswordHash, DateTimeOffset Until)> _entries = new(StringComparer.Ordinal);

    public string KeyOf(byte[] octets) => Convert.ToHexString(HMACSHA256.HashData(_key, octets));

    /// <summary>Whose they are, unless the person went or has another password by now.</summary>
    public Person? Find(string key, PeopleDirectory people) =>
        _entries.TryGetValue(key, out var entry) && clock.GetUtcNow() < entry.Until && people.ById(entry.UserId) is { } person && person.PasswordHash == entry.PasswordHash ? person : null;

    public void Add(string key, Person person)
    {
        if (_entries.Count >= EntriesMax)
        {
            _entries.Clear();
        }

        _entries[key] = (person.UserId, person.PasswordHash, clock.GetUtcNow() + holdFor);
    }
}
