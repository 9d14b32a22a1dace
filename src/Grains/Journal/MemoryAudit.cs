namespace OrleansChat.Grains.Journal;

/// <summary>The audit rows of <see cref="MemoryJournal"/>. Its caller holds the lock.</summary>
internal sealed class MemoryAudit
{
    private readonly Dictionary<string, List<StoredAudit>> _centers = new(StringComparer.Ordinal);

    public void Add(AuditRow row)
    {
        if (!_centers.TryGetValue(row.ContactCenterId, out var rows)) _centers.Add(row.ContactCenterId, rows = []);
        rows.Add(new(rows.Count + 1, row with { At = row.At.ToUniversalTime(), Json = row.Json.ToArray() }));
    }

    public ImmutableArray<StoredAudit> Read(AuditFilter filter, long afterNumber, int rowsMax) =>
        [.. _centers.GetValueOrDefault(filter.ContactCenterId, []).Where(stored => stored.Number > afterNumber && Matches(filter, stored.Row)).Take(rowsMax)];

    private static bool Matches(AuditFilter filter, AuditRow row) =>
        (filter.SupervisorId.Length == 0 || filter.SupervisorId == row.SupervisorId)
        && (filter.AgentId.Length == 0 || filter.AgentId == row.AgentId)
        && (filter.ChatId.Length == 0 || filter.ChatId == row.ChatId)
        && row.At >= filter.From && row.At < filter.Before;
}
