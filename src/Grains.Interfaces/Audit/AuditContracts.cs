using OrleansChat.Domain.Supervision;

namespace OrleansChat.Grains.Interfaces.Audit;

/// <summary>Which records are wanted; empty names want all.</summary>
/// <param name="From">This moment or later.</param>
/// <param name="Before">Earlier than this.</param>
/// <param name="AfterNumber">Records with greater numbers.</param>
/// <param name="RecordsMax">At most so many, 1 or more.</param>
[GenerateSerializer, Immutable, Alias("orleanschat.AuditQuery")]
public sealed record AuditQuery(
    [property: Id(0)] string SupervisorId, [property: Id(1)] string AgentId, [property: Id(2)] string ChatId, [property: Id(3)] DateTimeOffset From, [property: Id(4)] DateTimeOffset Before,
    [property: Id(5)] long AfterNumber, [property: Id(6)] int RecordsMax);

/// <summary>Records in the order of their numbers.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.AuditPage")]
public sealed record AuditPage([property: Id(0)] ImmutableArray<AuditRecordInfo> Records);

/// <summary>One act of supervision; <see cref="AuditRecord"/> on its way. Numbers count 1… in the contact centre.</summary>
[GenerateSerializer, Immutable, Alias("orleanschat.AuditRecord")]
public sealed record AuditRecordInfo(
    [property: Id(0)] long Number, [property: Id(1)] SupervisionAct Act, [property: Id(2)] string SupervisorId, [property: Id(3)] string SupervisorName, [property: Id(4)] string AgentId,
    [property: Id(5)] string ChatId, [property: Id(6)] SupervisorMode? Mode, [property: Id(7)] MonitoringScope? Scope, [property: Id(8)] DateTimeOffset At);
