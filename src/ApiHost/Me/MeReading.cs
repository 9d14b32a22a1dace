using System.Text.Json;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Chats;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;
using OrleansChat.Hosting.Wire;

namespace OrleansChat.ApiHost.Me;

/// <summary>The caller's own user and channels (contract section 3.1).</summary>
internal sealed class MeReading(IGrainFactory grains, MyChats myChats, ChatJson chats, Uris uris)
{
    private static readonly string[] NotHere = ["devices", "skills", "interactions"];

    /// <summary>Both names have the same content: clients differ in which they read.</summary>
    private static readonly string[] ChannelLists = ["channels", "channelStates"];

    /// <param name="caller">Whose user.</param>
    /// <param name="query"><c>subresources</c>: <c>*</c>, a list of names, or absent: the user alone. <c>fields</c>: which of the user's own; absent: all.</param>
    public async Task<Reply> GetAsync(Login caller, IQueryCollection query)
    {
        var parts = Fields.Named(query["subresources"].ToString());
        var fields = query["fields"].ToString() is { Length: > 0 } list ? Fields.Named(list) : Fields.All;
        var user = parts.Has("channels") || parts.Has("channelStates") ? await UserAsync(caller) : null;
        ImmutableArray<ChatInfo> open = parts.Has("chats") ? await myChats.OpenChatsAsync(caller) : [];
        return Reply.With(json =>
        {
            json.WriteStartObject("user");
            UserJson.WriteFields(json, caller.Person, uris, fields);
            WriteParts(json, parts, caller, user, open);
            json.WriteEndObject();
        });
    }

    /// <summary>The channels' uris, or the asked-for fields; a field that is a single word filters (contract section 2.2).</summary>
    public async Task<Reply> GetChannelsAsync(Login caller, IQueryCollection query)
    {
        var user = await UserAsync(caller);
        var found = new[] { user.Chat }.Where(channel => Filter.Takes(query, ChannelJson.Words(channel))).ToList();
        return query["fields"].ToString() is { Length: > 0 } list
            ? Reply.With(json => ChannelJson.WriteArray(json, "channels", found, Fields.Named(list)))
            : Reply.With(json => Collections.WriteUris(json, found.Select(channel => uris.Of(Uris.ChannelPath(channel.Name)))));
    }

    /// <summary>This server has no devices, skills and other interactions; clients ask for their lists all the same.</summary>
    private void WriteParts(Utf8JsonWriter json, Fields parts, Login caller, UserReply? user, ImmutableArray<ChatInfo> open)
    {
        foreach (var empty in NotHere.Where(parts.Has))
        {
            json.WriteStartArray(empty);
            json.WriteEndArray();
        }

        foreach (var name in ChannelLists.Where(parts.Has))
        {
            ChannelJson.WriteArray(json, name, [user!.Chat], Fields.All);
        }

        if (parts.Has("chats"))
        {
            json.WriteStartArray("chats");
            foreach (var chat in open)
            {
                chats.Write(json, chat, Fields.All);
            }

            json.WriteEndArray();
        }

        if (parts.Has("settings"))
        {
            UserJson.WriteSettings(json, caller.Person);
        }
    }

    private Task<UserReply> UserAsync(Login caller) => grains.GetGrain<IUserGrain>(caller.Person.UserId).GetAsync();
}
