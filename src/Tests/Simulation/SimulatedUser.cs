#if ORLEANS_LOCAL
using System.Globalization;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Grains.Users;

namespace OrleansChat.Tests.Simulation;

/// <summary>A user as the API host knows them: in the directory or not, with a login that may be over, numbering their operations.</summary>
internal sealed class SimulatedUser(SimulatedFloor floor, string userName)
{
    /// <summary>For how long a log-out of all logins may hit one that began meanwhile, after it was seen to begin.</summary>
    private static readonly TimeSpan EndsAllWithin = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, int> _generations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _overAt = new(StringComparer.Ordinal);
    private readonly HashSet<int> _referenceIds = [];
    private DateTimeOffset _endsAllUntil;
    private int _logins;
    private bool _mustLogIn = true;

    public string Name => userName;
    public string UserId { get; } = FloorPeople.IdOf(userName);
    public string LoginId { get; private set; } = "";
    public Person? Person => floor.InForce.Current.ById(UserId);
    public IUserGrain Grain => GrainOf(UserId);

    /// <summary>The entrance of every request: nobody passes who is not there, and nobody with a login that is over.</summary>
    public async Task<bool> EnterAsync()
    {
        if (Person is null) return false;
        if (_mustLogIn || await Grain.IsLoginEndedAsync(LoginId)) await LogInAsync();
        return true;
    }

    public async Task<int> NextReferenceIdAsync()
    {
        var referenceId = await Grain.NextReferenceIdAsync();
        if (!_referenceIds.Add(referenceId)) floor.Fail($"{userName} was given the referenceId {referenceId} twice");
        return referenceId;
    }

    public IUserGrain GrainOf(string userId) => floor.Grains.GetGrain<IUserGrain>(userId);

    public bool HasAsked(int referenceId) => _referenceIds.Contains(referenceId);

    /// <summary>Whether whoever ends a notification session of this login may do so (decision 44).</summary>
    public bool MayEnd(string loginId) => floor.Truth.User(UserId).HasEnded(loginId, _generations[loginId]) || floor.Clock.GetUtcNow() < _endsAllUntil;

    /// <summary>The commit after which nothing new may be told to a session of this login.</summary>
    public long OverAt(string loginId) => _overAt.GetValueOrDefault(loginId, long.MaxValue);

    /// <summary>Row 35, as the API host does it.</summary>
    public async Task LogOutAsync()
    {
        var loginId = LoginId;
        _mustLogIn = true;
        var errand = Errand.OfUser(this, "logs out", UserId, (user, attempt) => user.EndSessionAsync(loginId, attempt.Key));
        if (await floor.Errands.RunAsync(errand) is not { IsAgain: false }) return;
        await Grain.WaitForTellingAsync();
        await IsOverWhenToldAsync([loginId]);
    }

    /// <summary><c>LogoutEverywhere</c>, as the API host does it.</summary>
    public async Task LogOutEverywhereAsync()
    {
        _mustLogIn = true;
        WillEndAll();
        var before = _generations.Keys.ToList();
        var errand = Errand.OfUser(this, "logs out everywhere", UserId, static (user, attempt) => user.EndLoginsAsync(withSession: true, attempt.Key));
        if (await floor.Errands.RunAsync(errand) is not { IsAgain: false }) return;
        WillEndAll();
        await Grain.WaitForTellingAsync();
        await IsOverWhenToldAsync(before);
    }

    /// <summary>Somebody takes the user's logins from them.</summary>
    public void WillEndAll() => _endsAllUntil = floor.Clock.GetUtcNow() + EndsAllWithin;

    /// <summary>The logins that there are by now.</summary>
    public IReadOnlyCollection<string> Logins => [.. _generations.Keys];

    /// <summary>These logins are over, and, once what the user's stream says now is told, their notification sessions with them.</summary>
    public async Task IsOverWhenToldAsync(IEnumerable<string> logins)
    {
        if (!await floor.UntilToldAsync(UserReplay.Stream(UserId))) return;
        foreach (var loginId in logins) _overAt.TryAdd(loginId, floor.Truth.Commits);
    }

    private async Task LogInAsync()
    {
        var generation = await Grain.LoginGenerationAsync();
        LoginId = OrleansChat.Domain.Users.LoginId.Of(generation, (++_logins).ToString(CultureInfo.InvariantCulture));
        _generations[LoginId] = generation;
        _mustLogIn = false;
        floor.History.Add($"{userName} logs in as {LoginId}");
    }
}
#endif
