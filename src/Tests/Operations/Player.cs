using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Operations;

/// <summary>Plays scripts on a floor.</summary>
internal sealed class Player(Floor floor, Row row)
{
    private static readonly (string Path, OperationRow[] Operations)[] Resources =
    [
        ("/me/chats/@chat", OperationCatalogue.OfChats), ("/users/@ann/channels/chat", OperationCatalogue.OfMonitoring),
        ("/users/@ann/chats/@chat", OperationCatalogue.OfSupervisedChats), ("/me", OperationCatalogue.OfMe), ("/me/channels/chat", OperationCatalogue.OfChannels),
    ];

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task PlayAsync(Play play)
    {
        await PrepareAsync(new Play("", Scenes.All[play.Scene]));
        var isSettled = false;
        foreach (var act in play.Acts())
        {
            if (act.Kind != '>')
            {
                await PrepareAsync(act);
                isSettled = false;
                continue;
            }

            if (!isSettled) await floor.SettleAsync();
            await LookAtAsync(act);
            isSettled = true;
        }
    }

    /// <summary>Does what is only done, and waits for what is only waited for.</summary>
    public async Task PrepareAsync(Play play)
    {
        foreach (var act in play.Acts()) await PrepareAsync(act);
    }

    /// <summary>Everybody is as before: nobody has a chat or monitors, ann is Ready.</summary>
    public async Task TidyAsync()
    {
        await floor.SettleAsync();
        if (floor.HasCustomer) _ = await floor.Customer.PostAsync(floor.Filled("/api/v2/chats/@handle"), "Complete");
        await Task.WhenAll(FloorNames.Supervisors.Select(s => floor[s].Api.PostAsync(floor.Filled("/api/v2/users/@ann/channels/chat"), "CancelSupervisorMonitoring")));
        foreach (var name in FloorNames.Agents.Concat(FloorNames.Supervisors)) await LeaveAllAsync(name);
        if (floor.HasCustomer) await floor.OverAsync();
        foreach (var other in new[] { "bob", "dan" }) _ = (await floor[other].Api.PostAsync("/api/v2/me/channels/chat", "NotReady")).Ok;
        _ = (await floor["ann"].Api.PostAsync("/api/v2/me/channels/chat", "Ready")).Ok;
        _ = (await floor["ann"].Api.PostAsync("/api/v2/me/channels/chat", "DoNotDisturbOff")).Ok;
        await floor.SettleAsync();
        floor.Parties.ToList().ForEach(static p => p.Forget());
    }

    private async Task LeaveAllAsync(string name)
    {
        var api = floor[name].Api;
        foreach (var chat in (await api.GetAsync("/api/v2/me/chats?fields=id,state")).Ok["chats"]!.AsArray())
        {
            var operation = (string?)chat!["state"] == "Invited" ? "Reject" : (string?)chat["state"] == "Chatting" && FloorNames.Supervisors.Contains(name) ? "Leave" : "Complete";
            _ = (await api.PostAsync($"/api/v2/me/chats/{chat["id"]}", operation)).Ok;
        }
    }

    private async Task PrepareAsync(Act act)
    {
        if (act.Kind == '.')
        {
            _ = (await DoAsync(act)).Ok;
        }
        else
        {
            await floor[act.Who].Listener.HearAsync(n => (string?)n["chat"]?["id"] == floor.ChatId && (string?)n["chat"]!["state"] == act.What);
        }
    }

    private async Task LookAtAsync(Act act)
    {
        var answer = await DoAsync(act);
        var reference = (int?)answer.Body["referenceId"];
        var expected = act.Told.GroupBy(static t => t.Split(' ')[0]).ToDictionary(static t => t.Key, static t => t.Count());
        var told = await floor.ToldAsync(expected, act.Who, reference);
        var (wanted, got) = (Text(act.Reply, act.Told), Text(floor.Named(Short(answer)), told));
        Assert.True(wanted == got, $"{row}: {act.Who} {act.What} {act.Parameters.ToJsonString()}\nexpected\n{wanted}\nbut was\n{got}");
    }

    private static string Short(Answer answer) => (answer.Body.Count, (int?)answer.Body["referenceId"]) switch
    {
        (1, null) when answer.StatusCode == 0 => "0",
        (2, not null) when answer.StatusCode == 0 => "0 ref",
        _ => answer.Body.ToJsonString(Relaxed),
    };

    /// <summary>In the order of the parties, and of each party's notifications.</summary>
    private static string Text(string reply, IEnumerable<string> told) =>
        string.Join('\n', told.OrderBy(static t => t.Split(' ')[0], StringComparer.Ordinal).Select(static t => $"  {t}").Prepend($"=> {reply}"));

    private async Task<Answer> DoAsync(Act act)
    {
        var api = floor.Who(act.Who);
        if (act.What.StartsWith("GET ", StringComparison.Ordinal)) return await api.GetAsync(floor.Filled($"/api/v2{act.What[4..]}"));
        var body = new JsonObject(act.Parameters.Select(static p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))) { ["operationName"] = act.What };
        var answer = await api.PostRawAsync(floor.Filled($"/api/v2{PathOf(act)}"), floor.Filled(body.ToJsonString()));
        if (act.What == "RequestChat" && answer.StatusCode == 0) floor.Turn((string)answer.Body["id"]!);
        if ((int?)answer.Body["referenceId"] is { } reference) floor[act.Who].Remember(reference);
        return answer;
    }

    private string PathOf(Act act) =>
        row.Operations.Contains(act.What) && act.Kind == '>' ? row.Path
        : act.What == "RequestChat" ? "/chats"
        : act.Who == "chris" ? "/chats/@handle"
        : Resources.First(r => r.Operations.Any(o => o.Name == act.What)).Path;
}
