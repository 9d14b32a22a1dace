using OrleansChat.Tests.Walks;

namespace OrleansChat.Tests.WhoSees;

/// <summary>Everything that can be read, by everybody.</summary>
internal sealed partial class LawWalk
{
    protected override async Task ReadAsync(bool thoroughly)
    {
        foreach (var chat in thoroughly ? Chats : Chats.TakeLast(3))
        {
            await CustomerReadsAsync(chat, thoroughly);
            foreach (var viewer in Viewers.Values)
            {
                await UserReadsAsync(chat, viewer, thoroughly);
            }
        }

        if (thoroughly)
        {
            foreach (var viewer in Viewers.Values)
            {
                await UserListsAsync(viewer);
            }

            await OutsidersReadAsync();
        }
    }

    private async Task CustomerReadsAsync(LawModel chat, bool thoroughly)
    {
        var visitor = Visitors[chat];
        var got = (await visitor.Api.GetAsync(visitor.Path)).Ok;
        Assert.Equal(chat.CustomerView(), WireWords.CustomerChat(got["chat"]!.AsObject()));
        KnowsAll(CustomerKnows(chat), got.ToJsonString(), "customer");
        foreach (var index in thoroughly ? [0, 1, Dice(9), chat.Logs[0].Count, chat.Logs[0].Count + 1] : (int[])[Dice(3)])
        {
            await CustomerReadsFromAsync(chat, $"?index={index}", index);
        }

        if (Dice(3) == 0)
        {
            await CustomerReadsFromAsync(chat, "", chat.Delivered + 1);
            chat.Delivered = chat.Logs[0].Count;
        }
    }

    private async Task CustomerReadsFromAsync(LawModel chat, string query, int index)
    {
        var got = (await Visitors[chat].Api.GetAsync($"{Visitors[chat].Path}/messages{query}")).Ok;
        Assert.Equal(chat.Transcript(0, index), WireWords.CustomerEntries(got["messages"]!.AsArray()));
        KnowsAll(CustomerKnows(chat), got.ToJsonString(), "customer");
    }

    private async Task UserReadsAsync(LawModel chat, Viewer viewer, bool thoroughly)
    {
        if (chat.Id.Length == 0)
        {
            return;                                                     // it has never been offered: nobody can name it
        }

        var member = chat.FindOpen(viewer.User);
        foreach (var path in thoroughly ? [$"/api/v2/me/chats/{chat.Id}", $"/api/v2/chats/{chat.Id}"] : new[] { $"/api/v2/me/chats/{chat.Id}" })
        {
            var got = await viewer.Api.GetAsync(path);
            Assert.Equal(member is null ? "NotFound 6" : chat.View(member), member is null ? $"{got.Http} {got.StatusCode}" : WireWords.Chat(got.Ok["chat"]!.AsObject()));
            KnowsAll(viewer.Knows, got.Body.ToJsonString(), viewer.User);
            foreach (var index in thoroughly && member is not null ? [0, 1, Dice(12), chat.Logs[member.Audience].Count, chat.Logs[member.Audience].Count + 1] : (int[])[0])
            {
                var messages = await viewer.Api.GetAsync($"{path}/messages?index={index}");
                var expected = member is null ? "6" : member.Reads ? chat.Transcript(member.Audience, index) : "2";
                Assert.Equal(expected, messages.StatusCode == 0 ? WireWords.Entries(messages.Body["messages"]!.AsArray()) : $"{messages.StatusCode}");
                KnowsAll(viewer.Knows, messages.Body.ToJsonString(), viewer.User);
            }
        }
    }

    private async Task UserListsAsync(Viewer viewer)
    {
        var mine = Chats.Select(c => (c, Me: c.FindOpen(viewer.User))).Where(static x => x.Me is not null).Select(static x => x.c.View(x.Me!)).Order(StringComparer.Ordinal).ToList();
        var me = (await viewer.Api.GetAsync("/api/v2/me?subresources=*")).Ok;
        var list = (await viewer.Api.GetAsync("/api/v2/me/chats?fields=*")).Ok;
        var uris = (await viewer.Api.GetAsync("/api/v2/me/chats")).Ok;
        var channels = (await viewer.Api.GetAsync("/api/v2/me/channels?fields=*")).Ok;
        Assert.Equal(mine, me["user"]!["chats"]!.AsArray().Select(static c => WireWords.Chat(c!.AsObject())).Order(StringComparer.Ordinal));
        Assert.Equal(mine, list["chats"]!.AsArray().Select(static c => WireWords.Chat(c!.AsObject())).Order(StringComparer.Ordinal));
        Assert.Equal(mine.Count, uris["uris"]!.AsArray().Count);
        Assert.Equal(viewer.Channel, WireWords.Channels(channels["channels"]!.AsArray()));
        var short_ = (await viewer.Api.GetAsync("/api/v2/me")).Ok;
        foreach (var body in new[] { me, list, uris, short_, channels })
        {
            KnowsAll(viewer.Knows, body.ToJsonString(), viewer.User);
        }
    }

    /// <summary>To whoever is not in it, a chat is one that does not exist, to the letter.</summary>
    private async Task OutsidersReadAsync()
    {
        foreach (var chat in Chats.Where(static c => c.Id.Length > 0).TakeLast(2))
        {
            foreach (var outsider in _outsiders)
            {
                foreach (var (path, not) in new[] { ("/api/v2/me/chats/", chat.Id), ("/api/v2/chats/", chat.Id), ("/api/v2/me/chats/", chat.Handle) })
                {
                    foreach (var rest in new[] { "", "/messages", "/messages?index=1" })
                    {
                        Assert.Equal(WrongPeople.Words(await outsider.GetAsync($"{path}ZZZZZZZZZZZZZZZZ{rest}")), WrongPeople.Words(await outsider.GetAsync($"{path}{not}{rest}")));
                    }
                }
            }
        }

        foreach (var outsider in _outsiders.Take(3))
        {
            foreach (var path in new[] { "/api/v2/me?subresources=*", "/api/v2/me/chats?fields=*", "/api/v2/me/chats" })
            {
                var body = (await outsider.GetAsync(path)).Ok;
                Assert.Empty((body["chats"] ?? body["uris"] ?? body["user"]!["chats"])!.AsArray());
            }
        }
    }
}
