using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.WhoSees;

namespace OrleansChat.Tests.Walks;

/// <summary>What agents and supervisors do in a chat.</summary>
internal abstract partial class Floor
{
    private static readonly string[] Modes = ["Monitor", "Coach", "BargeIn"];

    private static readonly (string Operation, string Type, int Asked, string? Field)[] Sayings =
    [
        ("SendMessage", "Text", 0, "text"), ("SendMessage", "Text", 0, "text"), ("SendToAgents", "Text", 1, "text"), ("SendToAgents", "Text", 1, "text"),
        ("SendUrl", "PushUrl", 0, "url"), ("SendCustomNotice", "CustomNotice", 0, "noticeText"), ("SendCustomNoticeToAgents", "CustomNotice", 1, "noticeText"),
        ("SendStartTypingNotification", "TypingStarted", 0, null), ("SendStopTypingNotification", "TypingStopped", 0, null),
        ("SendStartTypingToAgentsNotification", "TypingStarted", 1, null), ("SendStopTypingToAgentsNotification", "TypingStopped", 1, null),
    ];

    private static readonly string[] DataChanges = ["AttachUserData", "UpdateUserData", "DeleteUserData", "SetDisposition"];

    protected async Task AcceptAsync(LawModel chat, Member member)
    {
        var nickname = Dice(3) == 0 ? null : Secret("N");
        var shown = nickname ?? (member.InvitedAs.Length > 0 ? member.InvitedAs : member.User);
        Note($"{member.User} accepts {chat.Id} as {shown}");
        var answer = (await PostAsync(chat, member, "Accept", nickname is null ? [] : [("nickname", nickname)])).Ok;
        var people = (await Viewers[member.User].Api.GetAsync($"/api/v2/me/chats/{chat.Id}")).Ok["chat"]!["participants"]!.AsArray();
        var stay = new Stay(shown, "Agent", member.UserId) { ParticipantId = IdOf(people, p => (string?)p["id"] == member.UserId) ?? "" };
        chat.Customer.ParticipantId = IdOf(people, static p => (string?)p["type"] == "Customer") ?? chat.Customer.ParticipantId;
        Secrets.UnionWith(new[] { stay.ParticipantId, chat.Customer.ParticipantId }.Where(static id => id.Length > 0));
        chat.Accept(member, stay, (int)answer["referenceId"]!);
        if (member.IsChatting)
        {
            CallMonitors(chat, member);
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
        Note($"{member.User} rejects {chat.Id}");
        _ = (await PostAsync(chat, member, "Reject")).Ok;
        chat.Reject(member);
    }

    private async Task WaitInVainAsync()
    {
        Note("nobody answers");
        Chats.ForEach(static c => c.NobodyAnswered());
        await Task.CompletedTask;
    }

    private async Task SayAsync(LawModel chat, Member member, (string Operation, string Type, int Asked, string? Field) saying)
    {
        var (operation, type, asked, field) = saying;
        var text = field is null ? "" : field == "url" ? $"https://u.example/{Secret("T")}" : Secret("T");
        Note($"{member.User} ({member.Mode}) in {chat.Id}: {operation} {text}");
        _ = (await PostAsync(chat, member, operation, field is null ? [] : [(field, text)])).Ok;
        chat.Say(member, type, asked, text);
    }

    /// <summary>What somebody has begun to type, they give up.</summary>
    private async Task StopTypingAsync(LawModel chat, Member member)
    {
        var asked = Any([.. member.Typing]) == member.Visibility ? 0 : 1;
        var operation = asked == 0 ? "SendStopTypingNotification" : "SendStopTypingToAgentsNotification";
        Note($"{member.User} ({member.Mode}) in {chat.Id}: {operation}");
        _ = (await PostAsync(chat, member, operation)).Ok;
        chat.Say(member, "TypingStopped", asked, "");
    }

    private async Task ChangeUserDataAsync(LawModel chat, Member member, string operation)
    {
        var keys = chat.UserData.Select(static p => p.Key).Where(static k => k != "Subject").ToList();
        var old = keys.Count == 0 ? "none" : Any(keys);
        var (key, value) = operation switch
        {
            "AttachUserData" => (Secret("K"), Secret("T")),
            "UpdateUserData" => (old, Secret("T")),
            "DeleteUserData" => (old, ""),
            _ => ("DispositionCode", Secret("T")),
        };
        Note($"{member.User} ({member.State}) in {chat.Id}: {operation} {key} {value}");
        (string, JsonNode?) parameter = operation switch
        {
            "DeleteUserData" => ("keys", new JsonArray(key)),
            "SetDisposition" => ("disposition", value),
            _ => ("userData", new JsonObject { [key] = value }),
        };
        var answer = (await PostAsync(chat, member, operation, parameter)).Ok;
        chat.ChangeUserData(member, value.Length > 0 ? [(key, value)] : [], value.Length > 0 ? [] : [key], (int)answer["referenceId"]!);
    }

    private async Task SwitchAsync(LawModel chat, Member member, string mode)
    {
        Note($"{member.User} ({member.Mode}) in {chat.Id}: SwitchTo{mode}");
        _ = (await PostAsync(chat, member, $"SwitchTo{mode}")).Ok;
        if (mode != member.Mode)
        {
            chat.Switch(member, mode);
        }
    }

    private async Task LeaveAsync(LawModel chat, Member member)
    {
        var text = Farewell(member.IsChatting);
        Note($"{member.User} ({member.Mode} {member.State}) leaves {chat.Id} {text}");
        var answer = await PostAsync(chat, member, "Leave", Parameters(text));
        Assert.Equal(member.IsChatting ? 0 : 2, answer.StatusCode);
        if (member.IsChatting)
        {
            SayFarewell(chat, member, text);
            chat.Leave(member);
        }
    }

    private Task CompleteAsync(LawModel chat, Member member) => CompleteAsync(chat, member, Dice(2) == 0 ? null : Any([Centre.SharedQueue, .. Agents.Select(Centre.QueueOf)]));

    protected async Task CompleteAsync(LawModel chat, Member member, string? queue)
    {
        var text = Farewell(member.IsChatting);
        Note($"{member.User} ({member.State}) completes {chat.Id} into {queue} {text}");
        var answer = await PostAsync(chat, member, "Complete", [.. Parameters(text), .. queue is null ? [] : new (string, JsonNode?)[] { ("queueName", queue) }]);
        var expected = LawModel.MayComplete(member, queue is not null);
        Assert.Equal(expected, answer.StatusCode);
        if (expected == 0)
        {
            SayFarewell(chat, member, text);
            chat.Complete(member, queue);
        }
    }

    /// <summary>A text that goes before an act, where one can be sent.</summary>
    private string Farewell(bool isChatting) => isChatting && Dice(4) == 0 ? Secret("T") : "";

    private static (string, JsonNode?)[] Parameters(string farewell) => farewell.Length == 0 ? [] : [("text", farewell)];

    private static void SayFarewell(LawModel chat, Member member, string text, int? referenceId = null)
    {
        if (text.Length > 0)
        {
            chat.Say(member, "Text", 0, text, referenceId);
        }
    }

    /// <summary>What the chat refuses changes nothing and is told to nobody.</summary>
    private async Task RefusedAsync(LawModel chat, Member member)
    {
        var (operation, code) = (member.Audience, member.State) switch
        {
            (1, "Invited") => Any([("SwitchToCoach", 3), ("SendToAgents", 2), ("Leave", 2), ("AttachUserData", 2), ("CancelConsult", 2)]),
            (1, "Chatting") => Any([("SwitchToBargeIn", 3), ("Accept", 2), ("Reject", 2)]),
            (1, _) => Any([("SendMessage", 2), ("Leave", 2), ("SendStartTypingNotification", 2), ("SendToAgents", 2)]),
            (_, "Invited") => Any([("SwitchToCoach", 2), ("SendMessage", 2), ("SendStartTypingNotification", 2), ("AttachUserData", 2), ("Complete", 3)]),
            _ => Any([("Complete", 3), ("Accept", 2), ("Reject", 2)]),
        };
        Note($"{member.User} ({member.State}) in {chat.Id}: {operation} is refused");
        (string, JsonNode?)[] parameters = operation.StartsWith("SendM", StringComparison.Ordinal) || operation == "SendToAgents" ? [("text", Secret("T"))]
            : operation == "AttachUserData" ? [("userData", new JsonObject { [Secret("K")] = Secret("T") })] : [];
        Assert.Equal(code, (await PostAsync(chat, member, operation, parameters)).StatusCode);
    }

    private async Task<Answer> PostAsync(LawModel chat, Member member, string operation, params (string, JsonNode?)[] parameters)
    {
        var answer = await Viewers[member.User].Api.PostAsync($"/api/v2/{(Dice(2) == 0 ? "me/" : "")}chats/{chat.Id}", operation, parameters);
        Reached.Add($"{operation} {answer.StatusCode}");
        return answer;
    }
}
