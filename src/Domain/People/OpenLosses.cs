namespace OrleansChat.Domain.People;

/// <summary>What a user has lost and still holds: the losses of several changes as one.</summary>
/// <param name="SinceVersion">The first of these changes.</param>
/// <param name="ThroughVersion">The last of them.</param>
/// <param name="Tries">How often it could not be taken.</param>
/// <param name="NotBefore">When it is tried again.</param>
public sealed record OpenLoss(Loss Loss, long SinceVersion, long ThroughVersion, int Tries, DateTimeOffset NotBefore);

/// <summary>Losses that have to be taken, one of each user: as many as there are people, however often these change. Those that fail are tried again, less and less often.</summary>
public sealed record OpenLosses
{
    /// <summary>The pause after the first failure; each further one doubles it.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Whatever holds a loss up may last: this long after it is over, the loss is taken.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromMinutes(1);

    public static readonly OpenLosses None = new();

    private ImmutableSortedDictionary<string, OpenLoss> ByUser { get; init; } = ImmutableSortedDictionary.Create<string, OpenLoss>(StringComparer.Ordinal);

    /// <summary>With those of a further change. Who lost something again is tried at once.</summary>
    public OpenLosses With(long version, IEnumerable<Loss> losses) => this with
    {
        ByUser = losses.Aggregate(ByUser, (all, loss) => all.SetItem(loss.UserId, all.TryGetValue(loss.UserId, out var open)
            ? open with { Loss = open.Loss.And(loss), ThroughVersion = version, NotBefore = DateTimeOffset.MinValue }
            : new OpenLoss(loss, version, version, Tries: 0, DateTimeOffset.MinValue))),
    };

    /// <summary>What is to be tried now, ordered by user id.</summary>
    public ImmutableArray<OpenLoss> DueAt(DateTimeOffset now) => [.. ByUser.Values.Where(open => open.NotBefore <= now)];

    public OpenLosses Taken(OpenLoss loss) => this with { ByUser = ByUser.Remove(loss.Loss.UserId) };

    public OpenLosses Failed(OpenLoss loss, DateTimeOffset now)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(loss.Tries, 10));
        return this with { ByUser = ByUser.SetItem(loss.Loss.UserId, loss with { Tries = loss.Tries + 1, NotBefore = now + (pause < PauseMax ? pause : PauseMax) }) };
    }

    /// <summary>The last change up to which everything is taken, of those up to <paramref name="version"/>.</summary>
    public long AllTakenUpTo(long version) => ByUser.Values.Select(static open => open.SinceVersion - 1).Append(version).Min();
}
