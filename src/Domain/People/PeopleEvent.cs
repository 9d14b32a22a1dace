namespace OrleansChat.Domain.People;

/// <summary>A recorded fact about all people together.</summary>
public abstract record PeopleEvent(DateTimeOffset At)
{
    /// <summary>A new configuration came into force: everybody's standing from now on, and what was taken from whom.</summary>
    public sealed record Changed(ImmutableSortedDictionary<string, Standing> Standings, ImmutableArray<Loss> Losses, DateTimeOffset At) : PeopleEvent(At);
}
