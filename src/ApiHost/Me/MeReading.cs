using System.Text.Json;
using OrleansChat.ApiHost.Answers;
using OrleansChat.ApiHost.Chats;
using OrleansChat.ApiHost.Logins;
using OrleansChat.ApiHost.Wire;
using OrleansChat.Domain.Users;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Grains.Interfaces.Users;

namespace OrleansChat.ApiHost.Me;

/// <summary>The caller's own user and channels (contract section 3.1).</summary>
internal sealed class MeReading(IGrainFactory grains, MyChats myChats, ChatJson chats, Uris uris)
{
    private static readonly string[] NotHere = ["devices", "skills", "interactions"];

    /// <summary>Both names have the same content: clients differ in which they read.</summary>
    private static readonly string[] ChannelLists = ["channels", "channelStates"];

    /// <param name="caller">Whose user.</param>
    /// <param name="subresources"><c>*</c>, a list of names, or empty: the user alone.</param>
    public async Task<Reply> GetAsync(Login caller, string subresources)
    {
        var parts = Fields.Named(subresources);
        var user = parts.Has("channels") || parts.Has("channelStates") ? await UserAsync(caller) : null;
        ImmutableArray<ChatInfo> open = parts.Has("chats") ? await myChats.OpenChatsAsync(caller) : [];
        return Reply.With(json =>
        {
            json.WriteStartObject("user");
            UserJson.WriteFields(json, caller.Person, uris);
            WriteParts(json, parts, caller, user, open);
            json.WriteEndObject();
        });
    }

    public async Task<Reply> GetChannelsAsync(Login caller, string list)
    {
        if (list.Length == 0)
        {
            return Reply.With(json => Collections.WriteUris(json, [uris.Of(Uris.ChannelPath(Channel.Chat))]));
        }

        var user = await UserAsync(caller);
        return Reply.With(json => ChannelJson.WriteArray(json, "channels", user.Chat, Fields.Named(list)));
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
            ChannelJson.WriteArray(json, name, user!.Chat, Fields.All);
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
