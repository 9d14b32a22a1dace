using OrleansChat.ApiHost.Settings;
using OrleansChat.ApiHost.Throttling;
using OrleansChat.Domain.People;
using OrleansChat.Hosting.People;

namespace OrleansChat.ApiHost.Logins;

/// <summary>
/// Says whose credentials these are. An unknown user takes as long as a wrong password. Hashing is slow on purpose: few are computed at a
/// time, and what was right is remembered for a while. Whoever had too many wrong ones is not answered at all.
/// </summary>
internal sealed class PasswordCheck(IPeople people, AccessSettings access, Throttle throttle, TimeProvider clock) : IDisposable
{
    /// <summary>How long a request waits for its turn before it is told to come back.</summary>
    private static readonly TimeSpan TurnWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);
    private readonly RememberedPasswords _remembered = new(access.PasswordRememberedFor, clock);

    /// <summary>Whose they are; see <see cref="PasswordAnswer"/>.</summary>
    /// <param name="address">Where they come from; see <see cref="Throttle.AddressOf"/>.</param>
    /// <exception cref="TimeoutException">Too many are waiting.</exception>
    public async ValueTask<PasswordAnswer> FindAsync(string address, BasicCredentials credentials, CancellationToken cancellation)
    {
        var key = _remembered.KeyOf(credentials.Octets);
        var userName = credentials.Readings[0].UserName;
        var waitUntil = clock.GetUtcNow() + TurnWait;
        while (true)
        {
            // Taken before the question, so that what ends in between is not waited for.
            var next = throttle.NextLetGo;
            if (throttle.IsLockedOut(address, userName))
            {
                return new(null, IsLockedOut: true);
            }

            if (_remembered.Find(key, people.Current) is { } known)
            {
                return new(known);
            }

            if (throttle.TryHold(address, userName) == Hold.Held)
            {
                return new(await CheckAsync(address, credentials, key, cancellation));
            }

            await next.WaitAsync(Later(waitUntil), clock, cancellation);    // those who hold the last tokens may be right
        }
    }

    public void Dispose() => _turns.Dispose();

    private async Task<Person?> CheckAsync(string address, BasicCredentials credentials, string key, CancellationToken cancellation)
    {
        var wasWrong = false;
        try
        {
            if (!await _turns.WaitAsync(TurnWait, cancellation))
            {
                throw new TimeoutException("Too many passwords are waiting to be checked.");
            }

            try
            {
                var person = _remembered.Find(key, people.Current) ?? Compute(credentials);
                wasWrong = person is null;
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
        finally
        {
            throttle.LetGo(address, credentials.Readings[0].UserName, wasWrong);
        }
    }

    private TimeSpan Later(DateTimeOffset until) => until - clock.GetUtcNow() is { Ticks: > 0 } rest ? rest : throw new TimeoutException("Too many passwords are waiting to be checked.");

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
