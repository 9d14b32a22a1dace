using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansChat.Domain.Supervision;
using OrleansChat.Grains.Interfaces.Audit;
using OrleansChat.Grains.Journal;

namespace OrleansChat.Grains.Audit;

/// <summary>Audit records as the journal keeps them, and back.</summary>
internal static class AuditRows
{
    /// <summary>Of somebody whom the directory does not have any more: kept, and shown to nobody.</summary>
    private const string NoContactCenter = "none";

    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = { new JsonStringEnumConverter() } };

    /// <param name="record">What happened.</param>
    /// <param name="contactCenterId">Of the chat or the agent; <see langword="null"/>: nobody knows.</param>
    public static AuditRow ToRow(this AuditRecord record, string? contactCenterId) => new(
        contactCenterId ?? NoContactCenter, record.SupervisorId, record.AgentId, record.ChatId, record.At,
        JsonSerializer.SerializeToUtf8Bytes(new Stored(record.Act, record.SupervisorName, record.Mode, record.Scope), Json));

    public static AuditRecordInfo ToInfo(StoredAudit stored)
    {
        var (row, rest) = (stored.Row, JsonSerializer.Deserialize<Stored>(stored.Row.Json.Span, Json)!);
        return new AuditRecordInfo(stored.Number, rest.Act, row.SupervisorId, rest.SupervisorName, row.AgentId, row.ChatId, rest.Mode, rest.Scope, row.At);
    }

    private sealed record Stored(SupervisionAct Act, string SupervisorName, SupervisorMode? Mode, MonitoringScope? Scope);
}
