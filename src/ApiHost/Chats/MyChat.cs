using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Chats;

/// <summary>One chat of the caller: what the operations of <c>/me/chats/{id}</c> are done to.</summary>
internal sealed class MyChat(Login caller, string chatId, PeopleDirectory people, IGrainFactory grains, OwnReads ownReads)
{
    public string UserId => caller.Person.UserId;

    /// <summary>An operation whose reply is its code.</summary>
    public async Task<Reply> DoAsync(Func<IChatGrain, Task<ChatReply>> operation) =>
        await RunAsync(operation) is { } why ? Reply.No(why) : Reply.Ok;

    /// <summary>Ends the chat, or places it in a queue: one that does not exist is a bad value, whatever the chat (decision 20).</summary>
    public Task<Reply> CompleteAsync(string? queueName) =>
        queueName is not null && people.FindQueue(caller.Person.ContactCenterId, queueName) is null
            ? Task.FromResult(Reply.No(Refusal.QueueUnknown))
            : DoAsync(chat => chat.CompleteAsync(UserId, queueName));

    /// <summary>An operation whose reply carries the number that its notifications repeat.</summary>
    public async Task<Reply> DoAsync(Func<IChatGrain, int, Task<ChatReply>> operation)
    {
        if (!ChatId.IsWellFormed(chatId))
        {
            return Reply.No(Refusal.ChatUnknown);
        }

        var referenceId = await grains.GetGrain<IUserGrain>(UserId).NextReferenceIdAsync();
        return await RunAsync(chat => operation(chat, referenceId)) is { } why ? Reply.No(why) : Reply.With(json => json.WriteNumber("referenceId", referenceId));
    }

    public async Task<ChatViewReply> GetAsync() =>
        ChatId.IsWellFormed(chatId) ? await grains.GetGrain<IChatGrain>(chatId).GetAsync(UserId) : new(null, Refusal.ChatUnknown);

    public async Task<MessagesReply> GetMessagesAsync(int index) =>
        ChatId.IsWellFormed(chatId) ? await grains.GetGrain<IChatGrain>(chatId).GetMessagesAsync(UserId, index) : new([], 0, Refusal.ChatUnknown);

    private async Task<Refusal?> RunAsync(Func<IChatGrain, Task<ChatReply>> operation)
    {
        if (!ChatId.IsWellFormed(chatId))
        {
            return Refusal.ChatUnknown;
        }

        var reply = await operation(grains.GetGrain<IChatGrain>(chatId));
        if (reply.Refusal is null)
        {
            await ownReads.WaitAsync(UserId, chatId, reply);
        }

        return reply.Refusal;
    }
}
