using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

/// <summary>What happens in the walk, and what must be told of it.</summary>
internal sealed partial class LawWalk
{
    private async Task RequestAsync()
    {
        var (agent, nickname, subject) = (1 + Dice(2), Secret("N"), Secret("T"));
        var visitor = await Visitor.RequestChatAsync(server, centre, agent, nickname, subject);
        _customersKnow[visitor.Handle] = [visitor.Handle];
        _secrets.Add(visitor.Handle);
        var chat = new LawModel(visitor.Handle, nickname, subject) { Learns = (who, what) => (who.Length == 0 ? _customersKnow[visitor.Handle] : _viewers[who].Knows).UnionWith(what) };
        _chats.Add(chat);
        _visitors.Add(chat, visitor);
        _steps.Add($"{nickname} asks for a chat, which agent {agent} is offered");
        chat.Start();
        await OfferedAsync(chat, agent);
    }

    /// <summary>The offer is the first time that the chat's id comes out.</summary>
    private async Task OfferedAsync(LawModel chat, int agent)
    {
        var viewer = _viewers[centre.Agent(agent)];
        if (chat.Id.Length == 0)
        {
            var offers = (await viewer.Api.GetAsync("/api/v2/me/chats?fields=*&state=Invited")).Ok["chats"]!.AsArray();
            while (offers.All(o => _chats.Exists(c => c.Id == (string?)o!["id"])))
            {
                offers = (await viewer.Api.GetAsync("/api/v2/me/chats?fields=*&state=Invited")).Ok["chats"]!.AsArray();
            }

            chat.Id = (string)offers.Single(o => !_chats.Exists(c => c.Id == (string?)o!["id"]))!["id"]!;
            Assert.Matches(ChatId(), chat.Id);
            _secrets.Add(chat.Id);
        }

        chat.Invite(new Member(viewer.User, viewer.All.UserId, 1), null, "");
    }

    private async Task CustomerSaysAsync(LawModel chat)
    {
        var (operation, type) = Any([("SendMessage", "Text"), ("SendMessage", "Text"), ("SendStartTypingNotification", "TypingStarted"), ("SendStopTypingNotification", "TypingStopped")]);
        var text = type == "Text" ? Secret("T") : "";
        _steps.Add($"{chat.Customer.Nickname}: {operation} {text}");
        _ = (await _visitors[chat].DoAsync(operation, type == "Text" ? [("text", text)] : [])).Ok;
        chat.Say(null, type, 0, text);
    }

    private async Task CustomerCompletesAsync(LawModel chat)
    {
        _steps.Add($"{chat.Customer.Nickname} completes");
        _ = (await _visitors[chat].DoAsync("Complete")).Ok;
        chat.CustomerLeaves();
    }

    private async Task AcceptAsync(LawModel chat, Member member)
    {
        var nickname = Dice(3) == 0 ? null : Secret("N");
        var shown = nickname ?? (member.InvitedAs.Length > 0 ? member.InvitedAs : member.User);
        _steps.Add($"{member.User} accepts {chat.Id} as {shown}");
        var answer = (await PostAsync(chat, member, "Accept", nickname is null ? [] : [("nickname", nickname)])).Ok;
        var people = (await _viewers[member.User].Api.GetAsync($"/api/v2/me/chats/{chat.Id}")).Ok["chat"]!["participants"]!.AsArray();
        var stay = new Stay(shown, "Agent", member.UserId) { ParticipantId = IdOf(people, p => (string?)p["id"] == member.UserId)! };
        chat.Customer.ParticipantId = IdOf(people, static p => (string?)p["type"] == "Customer") ?? chat.Customer.ParticipantId;
        _secrets.UnionWith([stay.ParticipantId, chat.Customer.ParticipantId]);
        chat.Join(member, stay, (int)answer["referenceId"]!);
        foreach (var (key, monitor) in _monitors.Where(m => m.Key.Agent == member.User).ToList())
        {
            var supervisor = _viewers[key.Supervisor];
            if (chat.Find(supervisor.User) is not { IsOpen: true })
            {
                chat.Invite(new Member(supervisor.User, supervisor.All.UserId, 2), monitor.Mode, monitor.Nickname);
            }

            if (monitor.Next)
            {
                _monitors.Remove(key);
            }
        }
    }

    private static string? IdOf(JsonArray people, Predicate<JsonNode> who)
    {
        var id = (string?)people.SingleOrDefault(p => who(p!))?["participantId"];
        Assert.Matches(ParticipantId(), id ?? "0123456789ABCDEF");
        return id;
    }

    private async Task RejectAsync(LawModel chat, Member member)
    {
        _steps.Add($"{member.User} rejects {chat.Id}");
        _ = (await PostAsync(chat, member, "Reject")).Ok;
        chat.EndInvitation(member, "Completed");
    }

    private async Task SayAsync(LawModel chat, Member member)
    {
        var (operation, type, asked, field) = Any(Sayings);
        var text = field is null ? "" : field == "url" ? $"https://u.example/{Secret("T")}" : Secret("T");
        _steps.Add($"{member.User} ({member.Mode}) in {chat.Id}: {operation} {text}");
        _ = (await PostAsync(chat, member, operation, field is null ? [] : [(field, text)])).Ok;
        chat.Say(member, type, asked, text);
    }

    private async Task AttachAsync(LawModel chat, Member member)
    {
        var (key, value) = (Secret("K"), Secret("T"));
        _steps.Add($"{member.User} attaches {key} to {chat.Id}");
        var answer = (await PostAsync(chat, member, "AttachUserData", ("userData", new JsonObject { [key] = value }))).Ok;
        chat.Attach(member, key, value, (int)answer["referenceId"]!);
    }

    private async Task SwitchAsync(LawModel chat, Member member)
    {
        var mode = Any(Modes);
        _steps.Add($"{member.User} ({member.Mode}) in {chat.Id}: SwitchTo{mode}");
        _ = (await PostAsync(chat, member, $"SwitchTo{mode}")).Ok;
        if (mode != member.Mode)
        {
            chat.Switch(member, mode);
        }
    }

    private async Task LeaveAsync(LawModel chat, Member member)
    {
        _steps.Add($"{member.User} ({member.Mode}) leaves {chat.Id}");
        _ = (await PostAsync(chat, member, "Leave")).Ok;
        chat.Leave(member);
    }

    private async Task AgentEndsAsync(LawModel chat, Member member, string operation, string state, int? agent)
    {
        _steps.Add($"{member.User}: {operation} {chat.Id} {agent}");
        var answer = await PostAsync(chat, member, operation, agent is null ? [] : [("queueName", Centre.QueueOf(agent.Value))]);
        if (agent is not null && !chat.CustomerConnected)
        {
            Assert.Equal(2, answer.StatusCode);
            return;
        }

        _ = answer.Ok;
        chat.End(member, state, agent is not null);
        if (agent is not null)
        {
            await OfferedAsync(chat, agent.Value);
        }
    }

    private async Task WrapUpAsync(LawModel chat, Member member)
    {
        _steps.Add($"{member.User} completes {chat.Id} after leaving");
        _ = (await PostAsync(chat, member, "Complete")).Ok;
        chat.CompleteWrapUp(member);
    }

    /// <summary>What the chat refuses changes nothing and is told to nobody.</summary>
    private async Task RefusedAsync(LawModel chat, Member member)
    {
        var (operation, code) = (member.Audience, member.State) switch
        {
            (1, "Invited") => Any([("SwitchToCoach", 3), ("SendToAgents", 2), ("Leave", 2)]),
            (1, "Chatting") => Any([("SwitchToBargeIn", 3), ("Accept", 2), ("Reject", 2)]),
            (1, _) => Any([("SendMessage", 2), ("Leave", 2)]),
            (_, "Invited") => Any([("SwitchToCoach", 2), ("SendMessage", 2), ("SendStartTypingNotification", 2), ("AttachUserData", 2), ("Complete", 3)]),
            _ => Any([("Complete", 3), ("Accept", 2), ("Reject", 2)]),
        };
        _steps.Add($"{member.User} ({member.State}) in {chat.Id}: {operation} is refused");
        (string, JsonNode?)[] parameters = operation.StartsWith("SendM", StringComparison.Ordinal) || operation == "SendToAgents" ? [("text", Secret("T"))]
            : operation == "AttachUserData" ? [("userData", new JsonObject { [Secret("K")] = Secret("T") })] : [];
        Assert.Equal(code, (await PostAsync(chat, member, operation, parameters)).StatusCode);
    }

    private async Task IntrudeAsync(LawModel chat, Viewer supervisor)
    {
        var agent = chat.Members.Find(static m => m is { Audience: 1, IsChatting: true })!;
        var isMonitoring = _monitors.TryGetValue((supervisor.User, agent.User), out var monitor);
        var mode = Dice(2) == 0 ? null : Any(Modes);
        _steps.Add($"{supervisor.User} intrudes on {agent.User} in {chat.Id} ({mode ?? "as monitoring"}, monitoring: {monitor.Mode})");
        var answer = await supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/chats/{chat.Id}", "Intrude", mode is null ? [] : [("supervisorVisibilityMode", mode)]);
        Assert.Equal(isMonitoring ? 0 : 3, answer.StatusCode);
        if (isMonitoring)
        {
            chat.Invite(new Member(supervisor.User, supervisor.All.UserId, 2), mode ?? monitor.Mode, monitor.Nickname);
        }
    }

    private async Task MonitorAsync()
    {
        var (supervisor, agent) = (Any([.. _viewers.Values.Where(static v => v.Audience == 2)]), Any([.. _viewers.Values.Where(static v => v.Audience == 1)]));
        var (key, path) = ((supervisor.User, agent.User), $"/api/v2/users/{agent.All.UserId}/channels/chat");
        if (Dice(6) == 0)
        {
            _steps.Add($"{supervisor.User} cancels the monitoring of {agent.User}");
            Assert.Equal(_monitors.Remove(key) ? 0 : 2, (await supervisor.Api.PostAsync(path, "CancelSupervisorMonitoring")).StatusCode);
            return;
        }

        var (mode, next, nickname) = (Any(Modes), Dice(4) == 0, Dice(2) == 0 ? "" : Secret("N"));
        _steps.Add($"{supervisor.User}: {mode} {agent.User} (next only: {next}) as {nickname}");
        _ = (await supervisor.Api.PostAsync(path, mode, ("supervisorMonitoringMode", next ? "NextChat" : "AllChats"), ("nickname", nickname.Length > 0 ? nickname : null))).Ok;
        _monitors[key] = (mode, next, nickname);
    }

    private Task<Answer> PostAsync(LawModel chat, Member member, string operation, params (string, JsonNode?)[] parameters) =>
        _viewers[member.User].Api.PostAsync($"/api/v2/{(Dice(2) == 0 ? "me/" : "")}chats/{chat.Id}", operation, parameters);

    /// <summary>Everybody is told what the model foretells, in both sessions, and nothing before it.</summary>
    private async Task SettleAsync()
    {
        foreach (var chat in _chats)
        {
            foreach (var (user, told) in chat.Tell)
            {
                var viewer = _viewers[user];
                var next = await viewer.All.NextAsync();
                Assert.Equal($"{user}: {told}", $"{user}: {WireWords.Notification(next)}");
                var raw = next.ToJsonString();
                Assert.Equal(raw, (await viewer.Exact.NextAsync()).ToJsonString());
                Assert.Equal(raw, (await viewer.Stream.NextNotificationAsync()).ToJsonString());
                KnowsAll(viewer.Knows, raw, user);
            }

            chat.Tell.Clear();
        }
    }
}
