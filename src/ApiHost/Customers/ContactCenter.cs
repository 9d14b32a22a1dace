using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Customers;

/// <summary>A contact centre that a customer asks for a chat (contract row 42).</summary>
internal sealed class ContactCenter(string id, IdempotencyKey? key, IPeople people, IGrainFactory grains)
{
    private const string Subject = "Subject";

    /// <summary>For one contact centre, whose queues are the values that are good.</summary>
    public FrozenDictionary<string, Operation<ContactCenter>> Operations =>
        new Dictionary<string, Operation<ContactCenter>>(StringComparer.Ordinal) { ["RequestChat"] = RequestChat }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>For whoever is logged in: a user is no customer, which is said after the parameters are found to be in order (decision 20).</summary>
    public FrozenDictionary<string, Operation<ContactCenter>> OperationsForUsers => new Dictionary<string, Operation<ContactCenter>>(StringComparer.Ordinal)
    {
        ["RequestChat"] = p =>
        {
            _ = RequestChat(p);
            return static _ => Task.FromResult(NotForUsers);
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static Reply NotForUsers => Reply.No(WireStatus.Forbidden, "Only customers ask for a chat.");

    /// <summary>The same, asked with a key or without.</summary>
    public ContactCenter AskedWith(IdempotencyKey? idempotencyKey) => new(id, idempotencyKey, people, grains);

    /// <summary>The subject is user data too, and counts as such (decision 39).</summary>
    private Func<ContactCenter, Task<Reply>> RequestChat(Parameters p)
    {
        var nickname = p.Nickname("nickname");
        var subject = p.Line("subject");
        var queue = people.Current.FindQueue(id, p.OptionalWord("endpoint"));
        var userData = p.OptionalUserData("userData");
        p.Within("userData", [.. userData.Where(static item => item.Key != Subject), new(Subject, subject, IsNumber: false)]);
        if (queue is null)
        {
            p.Bad("endpoint", "must be a queue of the contact centre");
        }

        return center => center.RequestAsync(nickname, subject, queue!, userData);
    }

    private async Task<Reply> RequestAsync(string nickname, string subject, Queue queue, ImmutableArray<UserDataInfo> userData)
    {
        var salt = key is null ? "" : Handle.NewSalt();
        var handle = Handle.New(id, key, salt);
        var reply = await grains.GetGrain<IChatGrain>(handle.ChatId).StartAsync(new(id, handle.Hash, nickname, subject, queue.Name, userData, salt), key?.By(id));
        return reply.Refusal is { } why ? Reply.No(why) : Started(key is null ? handle : Handle.New(id, key, reply.HandleSalt));
    }

    /// <summary>Asked again, the handle is the first one's: its salt was remembered.</summary>
    private static Reply Started(Handle handle) => Reply.With(json =>
    {
        json.WriteString("id", handle.ToString());
        json.WriteString("path", $"{Uris.Prefix}/chats/{handle}");
    });
}
