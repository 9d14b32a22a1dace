using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.Walks;

namespace OrleansChat.Tests.Convergence;

/// <summary>
/// What a desktop shows: read over REST once, and from then on kept up to date by nothing but the documented notifications. Entries that are known by
/// their index are dropped; whatever else is told takes the place of what was there.
/// </summary>
internal sealed class ClientView
{
    private readonly SortedDictionary<string, (JsonObject Chat, List<JsonNode> Entries)> _chats = new(StringComparer.Ordinal);
    private JsonNode _channels = new JsonArray();

    /// <summary>A hole in the entries of a chat, if there is one: a client would have to read again.</summary>
    public string? Hole { get; private set; }

    /// <summary>Everything, each field of it.</summary>
    public string Json => $"{_channels.ToJsonString()}\n{string.Join('\n', _chats.Values.Select(static c => $"{Sorted(c.Chat)}\n{string.Join('\n', c.Entries.Select(static e => $"  {e.ToJsonString()}"))}"))}";

    /// <summary>What of it a model can foretell.</summary>
    public string Words => string.Join('\n', _chats.Values.Select(static c => $"{WireWords.Chat(c.Chat)} [{WireWords.Entries(new JsonArray([.. c.Entries.Select(static e => e.DeepClone())]))}]")
        .Prepend(WireWords.Channels(_channels.AsArray())));

    public static string WordsOf(Viewer viewer, IEnumerable<LawModel> chats) => string.Join('\n', chats.Select(c => (Chat: c, Me: c.FindOpen(viewer.User))).Where(static x => x.Me is not null)
        .OrderBy(static x => x.Chat.Id, StringComparer.Ordinal).Select(static x => $"{x.Chat.View(x.Me!)} [{(x.Me!.Reads ? x.Chat.Transcript(x.Me.Audience, 1) : "")}]").Prepend(viewer.Channel));

    /// <summary>Everything that a user can read, in every form in which it is offered; the forms must say the same.</summary>
    public static async Task<ClientView> ReadAsync(Api api)
    {
        var view = new ClientView();
        var me = (await api.GetAsync("/api/v2/me?subresources=*")).Ok["user"]!;
        view._channels = (await api.GetAsync("/api/v2/me/channels?fields=*")).Ok["channels"]!.DeepClone();
        var list = (await api.GetAsync("/api/v2/me/chats?fields=*")).Ok["chats"]!.AsArray();
        Assert.Equal(Sorted(list), Sorted(me["chats"]!.AsArray()));
        foreach (var listed in list.Select(static c => c!.AsObject()))
        {
            var path = $"/api/v2/me{listed["path"]}";
            var chat = (await api.GetAsync(path)).Ok["chat"]!.AsObject();
            Assert.Equal(Sorted(listed), Sorted(chat));
            var reads = (string?)chat["state"] is "Chatting" or "LeftChat";
            var entries = reads ? (await api.GetAsync($"{path}/messages")).Ok["messages"]!.AsArray() : [];
            view._chats.Add((string)chat["id"]!, (Cloned(chat), [.. entries.Select(static e => e!.DeepClone())]));
        }

        return view;
    }

    public void Apply(JsonObject told)
    {
        switch ((string?)told["messageType"], (string?)told["notificationType"])
        {
            case ("ChannelStateChangeMessageV2", _):
                _channels = told["channels"]!.DeepClone();
                break;
            case ("ChatStateChangeMessage", "StatusChange"):
                ChangeStatus(told["chat"]!.AsObject());
                break;
            case ("ChatStateChangeMessage", _):
                // In another state than the one shown: of a stay that is over, which a crash repeats.
                var chat = told["chat"]!.AsObject();
                if (_chats.TryGetValue((string)chat["id"]!, out var known) && (string?)known.Chat["state"] == (string?)chat["state"])
                {
                    _chats[(string)chat["id"]!] = (Cloned(chat), known.Entries);
                }

                break;
            default:
                Append(((string)told["chatPath"]!).Split('/')[^1], told["messages"]!.AsArray());
                break;
        }
    }

    /// <summary>A StatusChange names no participants: they stay as they are, and an invitation has none. After a final state there is no chat.</summary>
    private void ChangeStatus(JsonObject chat)
    {
        var id = (string)chat["id"]!;
        var (next, state) = (Cloned(chat), (string?)chat["state"]);
        if (state is "Completed" or "Revoked")
        {
            _chats.Remove(id);
        }
        else if (state is "Invited" or "JoinFailed" || !_chats.TryGetValue(id, out var known))
        {
            _chats[id] = (next, []);
        }
        else
        {
            next["participants"] = known.Chat["participants"]!.DeepClone();
            _chats[id] = (next, known.Entries);
        }
    }

    private void Append(string id, JsonArray entries)
    {
        if (!_chats.TryGetValue(id, out var known) || (string?)known.Chat["state"] is "Invited")
        {
            return;                                                     // of a stay that is over, told again after a crash
        }

        foreach (var entry in entries.Where(e => (int)e!["index"]! > known.Entries.Count))
        {
            if ((int)entry!["index"]! > known.Entries.Count + 1)
            {
                Hole = $"Index {entry["index"]} of {id} comes after {known.Entries.Count}.";
                return;
            }

            known.Entries.Add(entry.DeepClone());
        }
    }

    private static JsonObject Cloned(JsonObject chat) => chat.DeepClone().AsObject();

    private static string Sorted(JsonArray chats) => string.Join('\n', chats.Select(static c => Sorted(c!.AsObject())).Order(StringComparer.Ordinal));

    /// <summary>The order of a chat's fields says nothing.</summary>
    private static string Sorted(JsonObject chat) =>
        string.Join(", ", chat.OrderBy(static p => p.Key, StringComparer.Ordinal).Select(static p => $"{p.Key}: {p.Value?.ToJsonString()}"));
}
