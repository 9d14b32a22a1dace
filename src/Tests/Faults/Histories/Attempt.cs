namespace OrleansChat.Tests.Faults.Histories;

/// <summary>What its sender knows of an operation. A cut connection, a time-out and a 503 say nothing: <see cref="Unknown"/>, never a failure.</summary>
public enum Outcome
{
    Ok,
    Refused,
    Unknown,
}

/// <summary>Who reads the same log (decision 5). An entry's visibility is the widest audience that reads it.</summary>
public enum Reader
{
    Customer,
    Agent,
    Supervisor,
}

/// <summary>One try to say one text. A retry is another attempt with another text.</summary>
/// <param name="Widest">Who may read it: this audience and the ones after it.</param>
/// <param name="StartedAt">Ticks of one monotonic clock.</param>
public sealed record Attempt(string Chat, string Author, Reader Widest, string Text, Outcome Outcome, long StartedAt, long EndedAt);

/// <summary>An entry as it was read. <c>Raw</c>: all of it, as JSON.</summary>
public sealed record Seen(int Index, string Type, string Text, string Raw);

/// <summary>A log that somebody read from its beginning.</summary>
/// <param name="IsFinal">Read after everything had been said.</param>
public sealed record Reading(string Chat, string Who, Reader Reader, IReadOnlyList<Seen> Entries, bool IsFinal);

/// <summary>What one desk was told of one chat, in the order of arrival, repeats included.</summary>
/// <param name="IsWhole">It must have been told everything up to the head.</param>
public sealed record Told(string Chat, string Desk, Reader Reader, IReadOnlyList<Seen> Entries, bool IsWhole);

/// <summary>Everything that clients did and saw.</summary>
public sealed record History(IReadOnlyList<Attempt> Attempts, IReadOnlyList<Reading> Readings, IReadOnlyList<Told> Told);
