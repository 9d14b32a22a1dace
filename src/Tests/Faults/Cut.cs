namespace OrleansChat.Tests.Faults;

/// <summary>How a connection through <see cref="WatchingProxy"/> ends.</summary>
internal enum Cut
{
    /// <summary>A reset that both sides notice.</summary>
    Noticed,

    /// <summary>A reset that the server does not notice, as when a cable is pulled.</summary>
    Silent,

    /// <summary>An orderly end in the midst of the next answer with entries, as from a balancer that goes away.</summary>
    MidAnswer,
}
