#if ORLEANS_LOCAL
namespace OrleansChat.Tests.Simulation;

/// <summary>How often things go wrong, each in a thousand; every seed has its own mixture, and one in eight has none.</summary>
internal sealed record Faults
{
    public static readonly Faults None = new();

    public int FailBeforeCommit { get; init; }
    public int FailAfterCommit { get; init; }
    public int CrashBeforeCommit { get; init; }
    public int CrashAfterCommit { get; init; }

    /// <summary>The grain dies while its append is under way, and the append succeeds later, when the next activation may have read already.</summary>
    public int CommitLate { get; init; }

    /// <summary>An append takes longer than its callers wait.</summary>
    public int HangDisk { get; init; }
    public int CrashAfterTelling { get; init; }
    public int FailRead { get; init; }
    public int LoseStreamEvent { get; init; }
    public int RepeatStreamEvent { get; init; }

    /// <summary>An answer or a frame is not written in full.</summary>
    public int CutConnection { get; init; }

    /// <summary>In every step of the one who makes trouble: a grain dies, anywhere between two turns.</summary>
    public int CrashGrain { get; init; }

    /// <summary>In every step of the one who makes trouble: the whole process dies.</summary>
    public int CrashProcess { get; init; }

    /// <summary>For how long an operation that was decided may be held up before it is stored.</summary>
    public TimeSpan HeldUpMax => TimeSpan.FromSeconds((HangDisk > 0 ? 10 : 0) + (CommitLate > 0 ? 3 : 0));

    public static Faults Draw(Dice dice)
    {
        if (dice.Next(8) == 0) return None;
        return new Faults
        {
            FailBeforeCommit = Rate(40), FailAfterCommit = Rate(40), CrashBeforeCommit = Rate(40), CrashAfterCommit = Rate(60), CommitLate = Rate(30), HangDisk = Rate(8), CrashAfterTelling = Rate(80),
            FailRead = Rate(10), LoseStreamEvent = Rate(200), RepeatStreamEvent = Rate(200), CutConnection = Rate(150), CrashGrain = Rate(500), CrashProcess = Rate(60),
        };

        int Rate(int max) => dice.Next(2) == 0 ? 0 : 1 + dice.Next(max);
    }
}
#endif
