using System.Collections.Frozen;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Operations;
using OrleansChat.Domain.People;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Me;

/// <summary>The contact-centre session (contract rows 34–36).</summary>
internal sealed class SessionOperations
{
    private readonly IGrainFactory _grains;
    private readonly LoginReader _logins;

    public SessionOperations(IGrainFactory grains, LoginReader logins)
    {
        (_grains, _logins) = (grains, logins);
        All = new Dictionary<string, Operation<Myself>>(StringComparer.Ordinal)
        {
            ["StartContactCenterSession"] = Start,
            ["EndContactCenterSession"] = _ => EndAsync,
            ["LogoutEverywhere"] = _ => EndEverywhereAsync,
            ["Ready"] = _ => me => ChannelOperations.ChangeAsync(_grains, me.Caller, ChannelOperation.Ready, me.Key),
            ["NotReady"] = _ => me => ChannelOperations.ChangeAsync(_grains, me.Caller, ChannelOperation.NotReady, me.Key),
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public FrozenDictionary<string, Operation<Myself>> All { get; }

    /// <summary>Place, login code and the like belong to telephones: their types are checked, their values are not used.</summary>
    private Func<Myself, Task<Reply>> Start(Parameters p)
    {
        var channels = p.Words("channels");
        p.OptionalWord("place");
        p.OptionalWord("loginCode");
        p.OptionalWord("queue");
        p.OptionalWord("devicePath");
        p.OptionalFlag("mobileSession");
        return me => StartAsync(me, [.. channels.Distinct(StringComparer.Ordinal)]);
    }

    private async Task<Reply> StartAsync(Myself me, ImmutableArray<string> channels)
    {
        if (!channels.Contains(Channel.Chat))
        {
            return Reply.No(WireStatus.ParameterInvalid, "None of these channels is there; the one that is: chat.");
        }

        if ((me.Caller.Person.Roles & (Roles.Agent | Roles.Supervisor)) == Roles.None)
        {
            return Reply.No(WireStatus.NoPermission, "The agent or supervisor role is required.");
        }

        var reply = await _grains.GetGrain<IUserGrain>(me.Caller.Person.UserId).StartSessionAsync(me.Key);
        return reply.Refusal is { } why ? Reply.No(why) : channels.Length == 1 ? Reply.Ok : Partly(channels);
    }

    /// <summary>What became of each channel, in the order of the request.</summary>
    private static Reply Partly(ImmutableArray<string> channels) => Reply.Partial("Only the channel chat is there.", json =>
    {
        json.WriteStartArray("channels");
        foreach (var channel in channels)
        {
            json.WriteStartObject();
            json.WriteString("channel", channel);
            json.WriteNumber("statusCode", (int)(channel == Channel.Chat ? WireStatus.Success : WireStatus.ParameterInvalid));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The session and this login end, and with the telling the login's notification sessions.</summary>
    private Task<Reply> EndAsync(Myself me)
    {
        // A login that began with this request ends with it: its cookie never leaves, so there is nothing to remember.
        var loginId = me.Caller.IsNew ? "" : me.Caller.LoginId;
        return LogOutAsync(me, user => user.EndSessionAsync(loginId, me.Key));
    }

    /// <summary>The same for every login: those that began before, this one included, are worth nothing from now on.</summary>
    private Task<Reply> EndEverywhereAsync(Myself me) => LogOutAsync(me, user => user.EndLoginsAsync(withSession: true, me.Key));

    /// <summary>The answer waits for the telling, for a second at most; what is not told by then is told later.</summary>
    private async Task<Reply> LogOutAsync(Myself me, Func<IUserGrain, Task<ChatReply>> end)
    {
        var user = _grains.GetGrain<IUserGrain>(me.Caller.Person.UserId);
        var reply = await end(user);
        if (reply.Refusal is { } why)
        {
            return Reply.No(why);
        }

        if (!reply.IsAgain)                                             // else the login of this request may be a newer one: it goes on
        {
            await user.WaitForTellingAsync();
            _logins.Forget(me.Http);
        }

        return Reply.Ok;
    }
}
