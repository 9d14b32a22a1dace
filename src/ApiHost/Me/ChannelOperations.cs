using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Retries;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Me;

/// <summary>The operations of a media channel by name (contract row 33): for agents.</summary>
internal sealed class ChannelOperations(IGrainFactory grains)
{
    public FrozenDictionary<string, Operation<MyChannel>> All { get; } = Enum.GetValues<ChannelOperation>()
        .ToFrozenDictionary(static o => o.ToString(), Operation<MyChannel> (o) => _ => mine => ChangeAsync(grains, mine, o), StringComparer.Ordinal);

    /// <summary>Changes the caller's chat channel.</summary>
    public static async Task<Reply> ChangeAsync(IGrainFactory grains, Login caller, ChannelOperation operation, RequestKey? key)
    {
        if (!caller.Person.Roles.HasFlag(Roles.Agent))
        {
            return Reply.No(WireStatus.NoPermission, "The agent role is required.");
        }

        var reply = await grains.GetGrain<IUserGrain>(caller.Person.UserId).ChangeChannelAsync(operation, key);
        return reply.Refusal is { } why ? Reply.No(why) : Reply.Ok;
    }

    private static Task<Reply> ChangeAsync(IGrainFactory grains, MyChannel mine, ChannelOperation operation) =>
        mine.Channel == Channel.Chat ? ChangeAsync(grains, mine.Caller, operation, mine.Key) : Task.FromResult(Reply.No(WireStatus.NotFound, "There is no such channel."));
}
