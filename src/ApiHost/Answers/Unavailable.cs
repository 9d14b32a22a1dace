namespace OrleansChat.ApiHost.Answers;

/// <summary>The answer to an outage: 503, and the caller may retry.</summary>
internal static class Unavailable
{
    public const int RetryAfterSeconds = 1;

    public static Reply Answer() => Reply.Later(WireStatus.Unavailable, "The server cannot reach its store or cluster at the moment; try again.", RetryAfterSeconds);
}
