using OrleansChat.Grains.Interfaces.Audit;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Audit;

/// <summary>Reads what the grains of chats and users stored with their events.</summary>
internal sealed class AuditGrain(IJournal journal) : Grain, IAuditGrain
{
    public async Task<AuditPage> ReadAsync(AuditQuery query)
    {
        var filter = new AuditFilter(this.GetPrimaryKeyString(), query.SupervisorId, query.AgentId, query.ChatId, query.From, query.Before);
        var stored = await journal.ReadAuditAsync(filter, query.AfterNumber, query.RecordsMax);
        return new AuditPage([.. stored.Select(AuditRows.ToInfo)]);
    }
}
