using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Chats;

/// <summary>One chat of the caller: what the operations of <c>/me/chats/{id}</c> are done to.</summary>
internal sealed class MyChat(Login caller, string chatId, IdempotencyKey? key, IPeople people, IGrainFactory grains, OwnReads ownReads)
{
    public string UserId => caller.Person.UserId;

    /// <summary>The caller's key of this request; every operation passes it on.</summary>
    public RequestKey? Key => key?.By(UserId);

    /// <summary>An operation whose reply is its code.</summary>
    public async Task<Reply> DoAsync(Func<IChatGrain, Task<ChatReply>> operation) =>
        (await RunAsync(operation)).Refusal is { } why ? Reply.No(why) : Reply.Ok;

    /// <summary>Ends the chat, or places it in a queue: one that does not exist is a bad value, whatever the chat (decision 20).</summary>
    public Task<Reply> CompleteAsync(string? queueName, FarewellInfo? farewell) =>
        queueName is not null && !MayAsk(new(null, queueName))
            ? Task.FromResult(Reply.No(Refusal.QueueUnknown))
            : DoAsync(chat => chat.CompleteAsync(UserId, queueName, farewell, Key));

    /// <summary>Turns to a user or a queue: one that is not in the caller's contact centre is a bad value, whatever the chat (decisions 20 and 37).</summary>
    public async Task<Reply> AskAsync(TargetWord to, Func<IChatGrain, TargetInfo, int, Task<ChatReply>> operation)
    {
        if (!MayAsk(to))
        {
            return Reply.No(Refusal.TargetUnknown);
        }

        var isReachable = to.UserId is null || (await grains.GetGrain<IUserGrain>(to.UserId).GetAsync()).IsReachable;
        return await DoAsync((chat, referenceId) => operation(chat, new TargetInfo(to.UserId, to.QueueName, isReachable), referenceId));
    }

    public Task<Reply> RemoveAsync(string userId, FarewellInfo? farewell) =>
        MayAsk(new(userId, null)) ? DoAsync(chat => chat.RemoveParticipantAsync(UserId, userId, farewell, Key)) : Task.FromResult(Reply.No(Refusal.TargetUnknown));

    /// <summary>An operation whose reply carries the number that its notifications repeat.</summary>
    public async Task<Reply> DoAsync(Func<IChatGrain, int, Task<ChatReply>> operation)
    {
        if (!ChatId.IsWellFormed(chatId))
        {
            return Reply.No(Refusal.ChatUnknown);
        }

        var referenceId = await grains.GetGrain<IUserGrain>(UserId).NextReferenceIdAsync();
        var reply = await RunAsync(chat => operation(chat, referenceId));
        return reply.Refusal is { } why ? Reply.No(why) : Reply.With(json => json.WriteNumber("referenceId", reply.IsAgain ? reply.ReferenceId : referenceId));
    }

    public async Task<ChatViewReply> GetAsync() =>
        ChatId.IsWellFormed(chatId) ? await grains.GetGrain<IChatGrain>(chatId).GetAsync(UserId) : new(null, Refusal.ChatUnknown);

    public async Task<MessagesReply> GetMessagesAsync(int index)
    {
        if (!ChatId.IsWellFormed(chatId))
        {
            return new([], 0, Refusal.ChatUnknown);
        }

        var chat = grains.GetGrain<IChatGrain>(chatId);
        return await MessagePages.CollectAsync(await chat.GetMessagesAsync(UserId, index), from => chat.GetMessagesAsync(UserId, from));
    }

    /// <summary>
    /// Whom nobody knows there is no need to ask the chat about, unless the request may have come before: then the target may have gone since, and the chat
    /// gives the first answer again, or says the same.
    /// </summary>
    private bool MayAsk(TargetWord to) => IsKnown(to) || (key is not null && ChatId.IsWellFormed(chatId));

    private bool IsKnown(TargetWord to) => to.UserId is not null
        ? people.Current.ColleagueOf(caller.Person.ContactCenterId, to.UserId) is not null
        : people.Current.FindQueue(caller.Person.ContactCenterId, to.QueueName) is not null;

    private async Task<ChatReply> RunAsync(Func<IChatGrain, Task<ChatReply>> operation)
    {
        if (!ChatId.IsWellFormed(chatId))
        {
            return new ChatReply(0, Refusal.ChatUnknown);
        }

        var reply = await operation(grains.GetGrain<IChatGrain>(chatId));
        if (reply.Refusal is null)
        {
            await ownReads.WaitAsync(UserId, chatId, reply);
        }

        return reply;
    }
}
