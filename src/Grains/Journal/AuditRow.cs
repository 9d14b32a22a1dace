namespace OrleansChat.Grains.Journal;

/// <summary>An audit record about to be stored with the events that it is about.</summary>
/// <param name="ContactCenterId">Whose administrators may read it.</param>
/// <param name="SupervisorId">Who.</param>
/// <param name="AgentId">Whom.</param>
/// <param name="ChatId">In which chat; empty: in none.</param>
/// <param name="At">When. Kept to the tick, in UTC.</param>
/// <param name="Json">The rest, UTF-8 JSON; the grains' own format.</param>
public sealed record AuditRow(string ContactCenterId, string SupervisorId, string AgentId, string ChatId, DateTimeOffset At, ReadOnlyMemory<byte> Json);

/// <summary>A stored audit record. Numbers count 1… in each contact centre, in the order of the commits.</summary>
public sealed record StoredAudit(long Number, AuditRow Row);

/// <summary>Which audit records of a contact centre are wanted; empty names want all. From a time on, before another.</summary>
public sealed record AuditFilter(string ContactCenterId, string SupervisorId, string AgentId, string ChatId, DateTimeOffset From, DateTimeOffset Before);
