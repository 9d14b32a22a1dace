using OrleansChat.ApiHost.Settings;
using OrleansChat.Domain.People;

namespace OrleansChat.ApiHost.Logins;

/// <summary>
/// Says whose credentials these are. An unknown user takes as long as a wrong password. Hashing is slow on purpose: few are computed at a
/// time, and what was right is remembered for a while.
/// </summary>
internal sealed class PasswordCheck(IPeople people, AccessSettings access, TimeProvider clock) : IDisposable
{
    /// <summary>How long a request waits for its turn before it is told to come back.</summary>
    private static readonly TimeSpan TurnWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private readonly RememberedPasswords _remembered = new(access.PasswordRememberedFor, clock);

    /// <summary>The person, or <see langword="null"/>.</summary>
    /// <exception cref="TimeoutException">Too many are waiting.</exception>
    public async ValueTask<Person?> FindAsync(BasicCredentials credentials, CancellationToken cancellation)
    {
        var key = _remembered.KeyOf(credentials.Octets);
        if (_remembered.Find(key, people.Current) is { } known)
        {
            return known;
        }

        if (!await _turns.WaitAsync(TurnWait, cancellation))
        {
            throw new TimeoutException("Too many passwords are waiting to be checked.");
        }

        try
        {
            var person = _remembered.Find(key, people.Current) ?? Compute(credentials);
            if (person is not null)
            {
                _remembered.Add(key, person);
            }

            return person;
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private Person? Compute(BasicCredentials credentials)
    {
        Person? found = null;
        foreach (var (userName, password) in credentials.Readings)
        {
            var person = people.Current.ByName(userName);
            if (PasswordHashing.IsRight(person?.PasswordHash ?? PasswordHashing.DecoyHash, password))
            {
                found ??= person;
            }
        }

        return found;
    }
}
