namespace OrleansChat.Bayeux.Messages;

/// <summary>A body or frame, read.</summary>
/// <param name="Messages">In order, at least one; empty when there is a problem.</param>
/// <param name="Problem">Why it is refused as a whole.</param>
public readonly record struct ParsedBody(ImmutableArray<BayeuxMessage> Messages, BodyProblem Problem);

/// <summary>Why a body is refused as a whole.</summary>
public enum BodyProblem
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Not UTF-8, not JSON, too deep, a key twice, or half of a surrogate pair.</summary>
    NotJson,

    /// <summary>JSON, but neither an object nor an array of one or more objects.</summary>
    NotMessages,

    /// <summary>More messages than <see cref="MessageLimits.MessagesMax"/>.</summary>
    TooManyMessages,
}
