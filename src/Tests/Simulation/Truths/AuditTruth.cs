#if ORLEANS_LOCAL
using OrleansChat.Grains.Audit;
using OrleansChat.Grains.Interfaces.Audit;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Tests.Simulation.Truths;

/// <summary>The audit: each act of supervision has one record, in the order of the commits, and nothing else has one (decision 18).</summary>
internal sealed class AuditTruth(SimulatedFloor floor)
{
    private readonly List<Supervised> _acts = [];

    /// <summary>How many records whoever reads now must at least find.</summary>
    public int Count => _acts.Count;

    /// <summary>The records of an append are the acts that its events are; those of one event have no order.</summary>
    public void Take(JournalAppend append, IReadOnlyCollection<Supervised> acts)
    {
        ImmutableArray<Supervised> stored = [.. append.Audit.Select(static row => Read(AuditRows.ToInfo(new StoredAudit(0, row))))];
        if (!Sorted(stored).SequenceEqual(Sorted(acts))) floor.Fail($"{SimulatedFloor.NameOf(append.Stream)} puts '{string.Join(", ", stored)}' on record, and did '{string.Join(", ", acts)}'");
        if (append.Audit.Any(static row => row.ContactCenterId != FloorPeople.ContactCenterId)) floor.Fail($"{append.Stream} puts something on record for nobody's contact centre");
        _acts.AddRange(stored);
        foreach (var act in acts)
        {
            floor.History.Reached.Add($"act {act.Act}");
            floor.Rights.MustAllow(act);
        }
    }

    /// <summary>What an administrator reads from a number on.</summary>
    /// <param name="page">The page.</param>
    /// <param name="afterNumber">What was asked for: greater numbers.</param>
    /// <param name="atLeast">The acts that were on record before the reading.</param>
    public void MustHold(AuditPage page, long afterNumber, int atLeast)
    {
        for (var place = 0; place < page.Records.Length; place++)
        {
            var record = page.Records[place];
            if (record.Number != afterNumber + place + 1 || record.Number > _acts.Count || _acts[(int)record.Number - 1] != Read(record))
            {
                floor.Fail($"The audit shows {record} at place {place} after {afterNumber}, where the acts have {(record.Number > _acts.Count ? "nothing" : _acts[(int)record.Number - 1])}");
            }
        }

        if (afterNumber + page.Records.Length < atLeast) floor.Fail($"The audit shows {page.Records.Length} records after {afterNumber}, where {atLeast} were on record");
    }

    private static IEnumerable<Supervised> Sorted(IEnumerable<Supervised> acts) => acts.OrderBy(static a => a.SupervisorId, StringComparer.Ordinal).ThenBy(static a => a.Act);

    private static Supervised Read(AuditRecordInfo record) => new(record.Act, record.SupervisorId, record.AgentId, record.ChatId, record.Mode);
}
#endif
