using Orleans.Runtime;

namespace OrleansChat.Grains.Chats;

/// <summary>A chat that moves to another silo, because its own leaves, takes along what is in memory only.</summary>
internal sealed partial class ChatGrain : IGrainMigrationParticipant
{
    private const string CustomerSeenAt = "customer-seen-at";
    private const string CustomerReceived = "customer-received";

    /// <summary>What a former place of this chat knew.</summary>
    private DateTimeOffset? _customerSeenBefore;

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        dehydrationContext.TryAddValue(CustomerSeenAt, _customerSeenAt);
        dehydrationContext.TryAddValue(CustomerReceived, _customerReceived);
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        _customerSeenBefore = rehydrationContext.TryGetValue(CustomerSeenAt, out DateTimeOffset seen) ? seen : null;
        _customerReceived = rehydrationContext.TryGetValue(CustomerReceived, out int received) ? received : 0;
    }
}
