using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;

namespace OrleansChat.ApiHost.Customers;

/// <summary>One chat of a customer: what the operations of <c>/chats/{handle}</c> are done to.</summary>
internal sealed class CustomerChat(string contactCenterId, string id, IdempotencyKey? key, IGrainFactory grains)
{
    private readonly Handle? _handle = Handle.Parse(id, contactCenterId);

    /// <summary>An id that is no handle is a chat that does not exist.</summary>
    public async Task<Reply> DoAsync(Func<IChatGrain, string, RequestKey?, Task<ChatReply>> operation)
    {
        if (_handle is not { } handle)
        {
            return Reply.No(Refusal.ChatUnknown);
        }

        var reply = await operation(grains.GetGrain<IChatGrain>(handle.ChatId), handle.Hash, key?.By(handle.Hash));
        return reply.Refusal is { } why ? Reply.No(why) : Reply.Ok;
    }
}
