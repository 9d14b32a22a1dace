using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Chats;

/// <summary>What a user does with their chats: <c>/me/chats</c>, and <c>/chats/{id}</c> as its alias (decision 39).</summary>
internal sealed class MyChats(IPeople people, IGrainFactory grains, OwnReads ownReads, OperationPipeline pipeline, ChatJson chats, EntryJson entries, Uris uris, WireSettings wire)
{
    private readonly FrozenDictionary<string, Operation<MyChat>> _operations = MyChatOperations.With(wire.DispositionKey);

    /// <summary>The operations of a chat by name.</summary>
    public FrozenDictionary<string, Operation<MyChat>> Operations => _operations;

    public Task<Reply> OperateAsync(HttpContext http, Login caller, string id) => pipeline.RunAsync(http, _operations, key => Chat(caller, id, key));

    /// <summary>The caller's open chats: their uris, or the asked-for fields; any single-word field filters (contract section 2.2).</summary>
    public async Task<Reply> ListAsync(IQueryCollection query, Login caller)
    {
        var found = (await OpenChatsAsync(caller)).Where(chat => IsAskedFor(chat, query)).ToList();
        if (query["fields"].ToString() is not { Length: > 0 } list)
        {
            return Reply.With(json => Collections.WriteUris(json, found.Select(chat => uris.Of(Uris.ChatPath(chat.Id)))));
        }

        var fields = Fields.Named(list);
        return Reply.With(json =>
        {
            json.WriteStartArray("chats");
            found.ForEach(chat => chats.Write(json, chat, fields));
            json.WriteEndArray();
        });
    }

    public async Task<Reply> GetAsync(Login caller, string id)
    {
        var reply = await Chat(caller, id).GetAsync();
        return reply is { Chat: { } chat, Refusal: null }
            ? Reply.With(json =>
            {
                json.WritePropertyName("chat");
                chats.Write(json, chat, Fields.All);
            })
            : Reply.No(reply.Refusal ?? Refusal.ChatUnknown);
    }

    /// <summary>The log from an index on (decision 29).</summary>
    public async Task<Reply> GetMessagesAsync(IQueryCollection query, Login caller, string id)
    {
        if (!MessageIndex.TryRead(query, out var index))
        {
            return MessageIndex.Bad;
        }

        var reply = await Chat(caller, id).GetMessagesAsync(index ?? 0);
        return reply.Refusal is { } why ? Reply.No(why) : Reply.With(json => entries.WriteArray(json, reply.Entries));
    }

    /// <summary>The chats that are the caller's now; one that ended in between is left out.</summary>
    public async Task<ImmutableArray<ChatInfo>> OpenChatsAsync(Login caller)
    {
        var user = await grains.GetGrain<IUserGrain>(caller.Person.UserId).GetAsync();
        var replies = await Task.WhenAll(user.ChatIds.Select(id => Chat(caller, id).GetAsync()));
        return [.. replies.Select(static r => r.Chat).OfType<ChatInfo>()];
    }

    private MyChat Chat(Login caller, string id, IdempotencyKey? key = null) => new(caller, id, key, people, grains, ownReads);

    /// <summary>Names that are no field of a chat filter nothing: caches and proxies add such.</summary>
    private bool IsAskedFor(ChatInfo chat, IQueryCollection query)
    {
        var words = chats.Words(chat).ToDictionary(static w => w.Name, static w => w.Value, StringComparer.Ordinal);
        return ChatJson.WordNames.All(name => query[name].ToString() is not { Length: > 0 } asked || words.GetValueOrDefault(name) == asked);
    }
}
