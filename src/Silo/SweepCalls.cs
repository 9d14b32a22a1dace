namespace OrleansChat.Silo;

/// <summary>Asks the sweeper for a whole sweep, as after a start. However often it is called meanwhile, one follows.</summary>
internal sealed class SweepCalls
{
    private int _isCalled;

    public void Call() => Volatile.Write(ref _isCalled, 1);

    /// <summary>Whether it was called since the last time.</summary>
    public bool Take() => Interlocked.Exchange(ref _isCalled, 0) == 1;
}
