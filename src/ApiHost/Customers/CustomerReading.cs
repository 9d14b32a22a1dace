using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Chats;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Customers;

/// <summary>What a customer reads of their chat (contract rows 44 and 45).</summary>
internal sealed class CustomerReading(IGrainFactory grains, CustomerTurns turns)
{
    public async Task<Reply> GetAsync(string contactCenterId, string id)
    {
        if (Handle.Parse(id, contactCenterId) is not { } handle)
        {
            return Reply.No(Refusal.ChatUnknown);
        }

        var reply = await Chat(handle).GetCustomerChatAsync(handle.Hash);
        return reply.Refusal is { } why ? Reply.No(why) : Reply.With(json => CustomerJson.WriteChat(json, handle.ToString(), reply));
    }

    /// <summary>
    /// Any request is a sign of life (decision 42), also one that is refused before anything looks at the chat (decision 20): the chat hears of it when the
    /// answer is known, and nobody waits for that.
    /// </summary>
    public async Task<Reply> SeenAsync(string contactCenterId, string id, Task<Reply> answer)
    {
        var reply = await answer;
        if (reply.Status != WireStatus.Success && Handle.Parse(id, contactCenterId) is { } handle)
        {
            await Chat(handle).CustomerSeenAsync(handle.Hash);
        }

        return reply;
    }

    public async Task<IResult> GetMessagesAsync(HttpContext http, string contactCenterId, string id)
    {
        if (!MessageIndex.TryRead(http.Request.Query, out var index))
        {
            return await SeenAsync(contactCenterId, id, Task.FromResult(MessageIndex.Bad));
        }

        return Handle.Parse(id, contactCenterId) switch
        {
            null => Reply.No(Refusal.ChatUnknown),
            { } handle when index is null => new NewMessages(Chat(handle), handle.Hash, turns),
            { } handle => Answer(await CollectAsync(Chat(handle), handle.Hash, index)),
        };
    }

    private static async Task<MessagesReply> CollectAsync(IChatGrain chat, string handleHash, int? index) =>
        await MessagePages.CollectAsync(await chat.GetCustomerMessagesAsync(handleHash, index), from => chat.GetCustomerMessagesAsync(handleHash, from));

    private static Reply Answer(MessagesReply reply) => reply.Refusal is { } why ? Reply.No(why) : Reply.With(json => CustomerJson.WriteEntries(json, reply.Entries));

    private IChatGrain Chat(Handle handle) => grains.GetGrain<IChatGrain>(handle.ChatId);

    /// <summary>
    /// What was not delivered yet. The cursor moves once the answer was written in full (decision 41), and the next such read of the same
    /// customer waits for that: otherwise it would repeat what was just delivered.
    /// </summary>
    private sealed class NewMessages(IChatGrain chat, string handleHash, CustomerTurns turns) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => turns.RunAsync(handleHash, async () =>
        {
            var reply = await CollectAsync(chat, handleHash, null);
            await Answer(reply).ExecuteAsync(httpContext);
            await httpContext.Response.Body.FlushAsync(httpContext.RequestAborted);
            if (!httpContext.RequestAborted.IsCancellationRequested && reply is { Refusal: null, Entries: [.., var last] })
            {
                await chat.CustomerReceivedAsync(handleHash, last.Index);
            }
        });
    }
}
