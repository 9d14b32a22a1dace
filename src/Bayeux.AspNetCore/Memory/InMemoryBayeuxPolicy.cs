using System.Text.Json;

namespace OrleansChat.Bayeux.AspNetCore.Memory;

/// <summary>What clients may do with <see cref="InMemoryBayeuxSessions"/>. What nobody allows is denied.</summary>
public sealed class InMemoryBayeuxPolicy
{
    /// <summary>Whether a user may subscribe to a channel or pattern. Deliveries are per user, so a pattern never shows what belongs to others.</summary>
    public Func<string, string, bool> MaySubscribe { get; set; } = (_, _) => false;

    /// <summary>Takes a publish of a user, or not: user, channel, data.</summary>
    public Func<string, string, JsonElement, bool> TakePublish { get; set; } = (_, _, _) => false;
}
