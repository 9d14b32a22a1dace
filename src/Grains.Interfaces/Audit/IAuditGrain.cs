using Orleans.Concurrency;

namespace OrleansChat.Grains.Interfaces.Audit;

/// <summary>The audit records of one contact centre, whose id is the key. Reads only; awaits nobody but the journal.</summary>
[Alias("orleanschat.IAuditGrain")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>The records that fit, in the order of their numbers. The API host lets administrators of this contact centre ask, and nobody else (decision 18).</summary>
    [AlwaysInterleave, Alias("ReadAsync")]
    Task<AuditPage> ReadAsync(AuditQuery query);
}
