using OrleansChat.Grains.Journal;

namespace OrleansChat.Silo.Journal.Sqlite;

/// <summary>Reads audit records, by the index of the narrowest filter that is given. Used by one thread at a time.</summary>
internal sealed class SqliteAudit(SqliteConnection connection)
{
    private const string Rest = """

        AND number > ?2 AND ?3 IN ('', supervisor) AND ?4 IN ('', agent) AND ?5 IN ('', chat) AND at >= ?6 AND at < ?7
        ORDER BY number LIMIT ?8
        """;

    private readonly SqliteStatement _all = connection.Prepare("SELECT number, supervisor, agent, chat, at, json FROM audit WHERE center = ?1" + Rest);

    private readonly SqliteStatement _ofSupervisor = connection.Prepare(
        "SELECT number, supervisor, agent, chat, at, json FROM audit INDEXED BY audit_of_supervisor WHERE center = ?1 AND supervisor = ?3" + Rest);

    private readonly SqliteStatement _ofAgent = connection.Prepare(
        "SELECT number, supervisor, agent, chat, at, json FROM audit INDEXED BY audit_of_agent WHERE center = ?1 AND agent = ?4" + Rest);

    private readonly SqliteStatement _ofChat = connection.Prepare(
        "SELECT number, supervisor, agent, chat, at, json FROM audit INDEXED BY audit_of_chat WHERE center = ?1 AND chat = ?5" + Rest);

    public ImmutableArray<StoredAudit> Read(AuditFilter filter, long afterNumber, int rowsMax)
    {
        var statement = filter switch
        {
            { ChatId.Length: > 0 } => _ofChat,
            { SupervisorId.Length: > 0 } => _ofSupervisor,
            { AgentId.Length: > 0 } => _ofAgent,
            _ => _all,
        };
        return statement.Bind(1, filter.ContactCenterId).Bind(2, afterNumber).Bind(3, filter.SupervisorId).Bind(4, filter.AgentId).Bind(5, filter.ChatId)
            .Bind(6, filter.From).Bind(7, filter.Before).Bind(8, rowsMax)
            .All(row => new StoredAudit(row.Number(0), new AuditRow(filter.ContactCenterId, row.Text(1), row.Text(2), row.Text(3), row.Time(4)!.Value, row.Bytes(5))));
    }
}
