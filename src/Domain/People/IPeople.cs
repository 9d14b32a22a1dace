namespace OrleansChat.Domain.People;

/// <summary>The people as the configuration has them now. A reload replaces the directory as a whole: ask for it once in each decision.</summary>
public interface IPeople
{
    PeopleDirectory Current { get; }

    /// <summary>Calls <paramref name="changed"/> after each replacement, on the thread that replaces; it must return at once.</summary>
    void OnChange(Action changed);
}
