#if ORLEANS_LOCAL
namespace OrleansChat.Tests.Simulation;

/// <summary>What happened in a run, in order: the last lines to be printed, or all, and a fingerprint of all.</summary>
internal sealed class RunHistory(Func<TimeSpan> elapsed, bool isWhole)
{
    private const int LinesKept = 80;

    private readonly Queue<string> _last = new();

    /// <summary>FNV-1a over all lines.</summary>
    public ulong Fingerprint { get; private set; } = 14_695_981_039_346_656_037;

    public int Lines { get; private set; }

    public IEnumerable<string> Last => _last;

    /// <summary>What kinds of things have happened at all.</summary>
    public HashSet<string> Reached { get; } = new(StringComparer.Ordinal);

    public void Add(string line)
    {
        var timed = $"{elapsed().TotalSeconds,8:0.000} {line}";
        foreach (var letter in timed) Fingerprint = (Fingerprint ^ letter) * 1_099_511_628_211;
        Lines++;
        _last.Enqueue(timed);
        if (_last.Count > LinesKept && !isWhole) _last.Dequeue();
    }
}
#endif
