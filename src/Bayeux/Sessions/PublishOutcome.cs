namespace OrleansChat.Bayeux.Sessions;

/// <summary>The answer to a client's publish.</summary>
public enum PublishOutcome
{
    /// <summary><c>403:/channel:publish_denied</c>. What nobody has allowed is denied.</summary>
    Denied,

    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>No such session of this user: <c>402::Unknown client</c>, without advice.</summary>
    Unknown,
}
