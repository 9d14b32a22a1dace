using Orleans.Runtime;

namespace OrleansChat.Grains.Chats;

/// <summary>A chat that moves to another silo, because its own leaves, takes along what is in memory only.</summary>
internal sealed partial class ChatGrain : IGrainMigrationParticipant
{
    private const string CustomerSeenAt = "customer-seen-at";
    private const string CustomerReceived = "customer-received";

    public void OnDehydrate(IDehydrationContext dehydrationContext)
    {
        dehydrationContext.TryAddValue(CustomerSeenAt, _customerSeenAt);
        dehydrationContext.TryAddValue(CustomerReceived, _customerReceived);
    }

    public void OnRehydrate(IRehydrationContext rehydrationContext)
    {
        if (rehydrationContext.TryGetValue(CustomerSeenAt, out DateTimeOffset seenAt)) _customerSeenAt = seenAt;
        if (rehydrationContext.TryGetValue(CustomerReceived, out int received)) _customerReceived = received;
    }
}
