using System.Text.Json.Nodes;
using OrleansChat.Tests.WhoSees;

namespace OrleansChat.Tests.Walks;

/// <summary>Transfer, Invite, Consult and what belongs to them: of anybody by anybody, so that what is refused is met too.</summary>
internal abstract partial class Floor
{
    private static readonly string[] Askings = ["Transfer", "Invite", "Consult"];

    private async Task AskAsync(LawModel chat, Member by, string kind)
    {
        var toQueue = kind != "Transfer" && Dice(4) == 0;
        var (target, queue) = toQueue ? (null, Any([Centre.SharedQueue, .. Agents.Select(Centre.QueueOf)])) : (Any([.. Viewers.Values]), (string?)null);
        var text = kind == "Transfer" ? Farewell(by.IsChatting) : "";
        var code = chat.MayAsk(by, kind, target?.User, queue, target?.IsReachable ?? true);
        Note($"{by.User} ({by.Mode} {by.State}) in {chat.Id}: {kind} {target?.User}{queue} {text}: {code}");
        (string, JsonNode?) to = (target, Dice(3)) switch
        {
            (null, 0) => ("targetUri", $"/queues/{queue}"),
            (null, _) => ("queueName", queue),
            (_, 0) => ("targetPath", $"/users/{target.UserId}"),
            (_, 1) => ("targetUri", $"http://anywhere.example/api/v2/users/{target.UserId}"),
            _ => ("targetUri", $"/users/{target.UserId}"),
        };
        var answer = await PostAsync(chat, by, kind, [to, .. Parameters(text)]);
        Assert.Equal(code, answer.StatusCode);
        if (code == 0)
        {
            var referenceId = (int)answer.Ok["referenceId"]!;
            SayFarewell(chat, by, text, referenceId);
            chat.AskFor(by, kind, target is null ? null : new Member(target.User, target.UserId, 1) { Kind = kind, AskedBy = by.User, IsConsultant = kind == "Consult" }, queue, referenceId);
        }
    }

    private async Task TransferToQueueAsync(LawModel chat, Member by)
    {
        var queue = Any([Centre.SharedQueue, .. Agents.Select(Centre.QueueOf)]);
        var (text, code) = (Farewell(by.IsChatting), LawModel.MayTransferToQueue(by));
        Note($"{by.User} ({by.State}) in {chat.Id}: Transfer {queue} {text}: {code}");
        var answer = await PostAsync(chat, by, "Transfer", [("queueName", queue), .. Parameters(text)]);
        Assert.Equal(code, answer.StatusCode);
        if (code == 0)
        {
            var referenceId = (int)answer.Ok["referenceId"]!;
            SayFarewell(chat, by, text, referenceId);
            chat.TransferToQueue(by, queue, referenceId);
        }
    }

    private async Task CancelConsultAsync(LawModel chat, Member by)
    {
        var code = chat.MayCancelConsult(by);
        Note($"{by.User} ({by.State}) in {chat.Id}: CancelConsult: {code}");
        Assert.Equal(code, (await PostAsync(chat, by, "CancelConsult")).StatusCode);
        if (code == 0)
        {
            chat.CancelConsult(by);
        }
    }

    private async Task RemoveAsync(LawModel chat, Member by)
    {
        var inside = chat.Members.Where(m => m.IsChatting && m != by).Select(m => Viewers[m.User]).ToList();
        var removable = inside.Where(v => chat.MayRemove(by, v.User) == 0).ToList();
        var who = Dice(4) == 0 ? Any([.. Viewers.Values]) : removable.Count > 0 ? Any(removable) : inside.Count > 0 ? Any(inside) : Any([.. Viewers.Values]);
        var code = chat.MayRemove(by, who.User);
        var text = Farewell(isChatting: true);
        Note($"{by.User} ({by.Mode}) in {chat.Id}: removes {who.User} {text}: {code}");
        var answer = await PostAsync(chat, by, "RemoveParticipantFromConference", [(Any(["targetUri", "targetPath"]), $"/users/{who.UserId}"), .. Parameters(text)]);
        Assert.Equal(code, answer.StatusCode);
        if (code == 0)
        {
            SayFarewell(chat, by, text);
            chat.Remove(chat.Find(who.User)!);
        }
    }
}
