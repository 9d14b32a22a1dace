using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

/// <summary>Everything that can be read, by everybody.</summary>
internal sealed partial class LawWalk
{
    private async Task ReadAllAsync(bool thoroughly)
    {
        foreach (var chat in thoroughly ? _chats : _chats.TakeLast(3))
        {
            await CustomerReadsAsync(chat, thoroughly);
            foreach (var viewer in _viewers.Values)
            {
                await UserReadsAsync(chat, viewer, thoroughly);
            }
        }

        if (thoroughly)
        {
            foreach (var viewer in _viewers.Values)
            {
                await UserListsAsync(viewer);
            }

            await OutsidersReadAsync();
        }
    }

    private async Task CustomerReadsAsync(LawModel chat, bool thoroughly)
    {
        var visitor = _visitors[chat];
        var got = (await visitor.Api.GetAsync(visitor.Path)).Ok;
        Assert.Equal(chat.CustomerView(), WireWords.CustomerChat(got["chat"]!.AsObject()));
        KnowsAll(_customersKnow[chat.Handle], got.ToJsonString(), "customer");
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
        var got = (await _visitors[chat].Api.GetAsync($"{_visitors[chat].Path}/messages{query}")).Ok;
        Assert.Equal(chat.Transcript(0, index), WireWords.CustomerEntries(got["messages"]!.AsArray()));
        KnowsAll(_customersKnow[chat.Handle], got.ToJsonString(), "customer");
    }

    private async Task UserReadsAsync(LawModel chat, Viewer viewer, bool thoroughly)
    {
        var member = chat.Find(viewer.User) is { IsOpen: true } open ? open : null;
        foreach (var path in thoroughly ? [$"/api/v2/me/chats/{chat.Id}", $"/api/v2/chats/{chat.Id}"] : new[] { $"/api/v2/me/chats/{chat.Id}" })
        {
            var got = await viewer.Api.GetAsync(path);
            Assert.Equal(member is null ? "NotFound 6" : chat.View(member), member is null ? $"{got.Http} {got.StatusCode}" : WireWords.Chat(got.Ok["chat"]!.AsObject()));
            KnowsAll(viewer.Knows, got.Body.ToJsonString(), viewer.User);
            foreach (var index in thoroughly && member is not null ? [0, 1, Dice(12), chat.Logs[viewer.Audience].Count, chat.Logs[viewer.Audience].Count + 1] : (int[])[0])
            {
                var messages = await viewer.Api.GetAsync($"{path}/messages?index={index}");
                var expected = member is null ? "6" : member.Reads ? chat.Transcript(viewer.Audience, index) : "2";
                Assert.Equal(expected, messages.StatusCode == 0 ? WireWords.Entries(messages.Body["messages"]!.AsArray()) : $"{messages.StatusCode}");
                KnowsAll(viewer.Knows, messages.Body.ToJsonString(), viewer.User);
            }
        }
    }

    private async Task UserListsAsync(Viewer viewer)
    {
        var mine = _chats.SelectMany(c => c.Members.Where(m => m.User == viewer.User && m.IsOpen).Select(m => c.View(m))).Order(StringComparer.Ordinal).ToList();
        var me = (await viewer.Api.GetAsync("/api/v2/me?subresources=*")).Ok;
        var list = (await viewer.Api.GetAsync("/api/v2/me/chats?fields=*")).Ok;
        var uris = (await viewer.Api.GetAsync("/api/v2/me/chats")).Ok;
        Assert.Equal(mine, me["user"]!["chats"]!.AsArray().Select(static c => WireWords.Chat(c!.AsObject())).Order(StringComparer.Ordinal));
        Assert.Equal(mine, list["chats"]!.AsArray().Select(static c => WireWords.Chat(c!.AsObject())).Order(StringComparer.Ordinal));
        Assert.Equal(mine.Count, uris["uris"]!.AsArray().Count);
        var short_ = (await viewer.Api.GetAsync("/api/v2/me")).Ok;
        foreach (var body in new[] { me, list, uris, short_ })
        {
            KnowsAll(viewer.Knows, body.ToJsonString(), viewer.User);
        }
    }

    /// <summary>To whoever is not in it, a chat is one that does not exist, to the letter.</summary>
    private async Task OutsidersReadAsync()
    {
        foreach (var chat in _chats.TakeLast(2))
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

    /// <summary>Nothing has come that was not foretold: the next that everybody is told is of a chat that begins only now.</summary>
    private async Task EndAsync()
    {
        foreach (var chat in _chats.Where(static c => c.CustomerConnected).ToList())
        {
            await CustomerCompletesAsync(chat);
            await SettleAsync();
        }

        foreach (var (chat, agent) in _chats.SelectMany(static c => c.Members.Where(static m => m is { Audience: 1, Reads: true }).Select(m => (Chat: c, Agent: m))).ToList())
        {
            await (agent.IsChatting ? AgentEndsAsync(chat, agent, "Complete", "Completed", null) : WrapUpAsync(chat, agent));
            await SettleAsync();
        }

        await MonitorAllAsync();
        await RequestAsync();
        await SettleAsync();
        await AcceptAsync(_chats[^1], _chats[^1].Members.Single());
        await SettleAsync();
        await AgentEndsAsync(_chats[^1], _chats[^1].Members.Single(static m => m.Audience == 1), "Complete", "Completed", _chats[^1].Members[0].User == centre.Agent(1) ? 2 : 1);
        await SettleAsync();
        await ReadAllAsync(thoroughly: true);
        await FarAwayAsync();
    }

    /// <summary>Both supervisors will enter every chat: without them there is nothing to hide.</summary>
    private async Task MonitorAllAsync()
    {
        foreach (var agent in _viewers.Values.Where(static v => v.Audience == 1))
        {
            foreach (var supervisor in _viewers.Values.Where(static v => v.Audience == 2))
            {
                var mode = Any(Modes);
                _steps.Add($"{supervisor.User}: {mode} {agent.User}");
                _ = (await supervisor.Api.PostAsync($"/api/v2/users/{agent.All.UserId}/channels/chat", mode)).Ok;
                _monitors[(supervisor.User, agent.User)] = (mode, false, "");
            }
        }
    }

    /// <summary>The other group was told nothing at all: the first thing it is told is its own chat.</summary>
    private async Task FarAwayAsync()
    {
        _ = (await _farSupervisor.Api.PostAsync($"/api/v2/users/{_farAgent.UserId}/channels/chat", "Monitor")).Ok;
        using var own = await Visitor.RequestChatAsync(server, centre, agent: 3);
        var chatId = await _farAgent.AcceptNextAsync();
        Assert.Equal(chatId, (string?)(await _farSupervisor.NextChatAsync("StatusChange", "Invited"))["id"]);
        var told = await WrongPeople.PollAsync(_admin.Api, _admin.ClientId);
        Assert.Equal("/meta/connect", (string?)Assert.Single(told)!["channel"]);
    }

    /// <summary>Every word of a text that is a secret must be one that its reader may know.</summary>
    private void KnowsAll(HashSet<string> knows, string raw, string reader)
    {
        foreach (var word in Word().EnumerateMatches(raw))
        {
            var text = raw.AsSpan(word.Index, word.Length).ToString();
            Assert.False(_secrets.Contains(text) && !knows.Contains(text), $"{reader} read '{text}', which is not for them, in {raw}");
        }
    }

    [GeneratedRegex("[A-Za-z0-9~-]+")]
    private static partial Regex Word();

    [GeneratedRegex("^[0-9A-Z]{16}$")]
    private static partial Regex ChatId();

    [GeneratedRegex("^[0-9A-F]{16}$")]
    private static partial Regex ParticipantId();
}
