namespace OrleansChat.Domain.People;

/// <summary>Holds the directory that is in force. Reading never waits.</summary>
public sealed class PeopleInForce(PeopleDirectory first) : IPeople
{
    private volatile PeopleDirectory _current = first;
    private Action? _changed;

    public PeopleDirectory Current => _current;

    public void OnChange(Action changed) => _changed += changed;

    /// <summary>From now on these people are there, and nobody else.</summary>
    public void Replace(PeopleDirectory next)
    {
        _current = next;
        _changed?.Invoke();
    }
}
