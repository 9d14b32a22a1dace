using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.WhoSees;

namespace OrleansChat.Tests.Walks;

/// <summary>Who is there: log-in, channel state, log-out, and the people's configuration.</summary>
internal abstract partial class Floor
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Agents and supervisors who are out of the group Support at the moment.</summary>
    private readonly HashSet<string> _outOfGroup = [];

    private bool Serves(Viewer agent, string queue) =>
        agent.Role == 1 && (queue == Centre.SharedQueue ? !_outOfGroup.Contains(agent.User) : agent.User == centre.Agent(queue[^1] - '0'));

    private bool Supervises(string supervisor, string agent) =>
        Viewers[agent].Role == 1 && Viewers[supervisor].Role == 2 && !_outOfGroup.Contains(agent) && !_outOfGroup.Contains(supervisor);

    /// <summary>Logs in, listens, and starts the contact-centre session; agents are Ready.</summary>
    private async Task ArriveAsync(string userName, int role)
    {
        if (!Viewers.TryGetValue(userName, out var viewer))
        {
            var api = Api.User(Server, userName);
            viewer = new Viewer(userName, (string)(await api.GetAsync("/api/v2/me")).Ok["user"]!["id"]!, role, api);
            Viewers.Add(userName, viewer);
            Secrets.UnionWith(viewer.Knows);
        }

        viewer.Ways = await ListenAsync(userName);
        Note($"{userName} arrives");
        (viewer.State, viewer.IsDoNotDisturb) = ("NotReady", false);
        _ = (await viewer.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        TellChannel(viewer);
        if (role == 1)
        {
            await OperateAsync(viewer, "Ready");
        }
    }

    /// <summary>By themselves, or an agent by their supervisor.</summary>
    private async Task ChangeChannelAsync()
    {
        var viewer = Any([.. Viewers.Values.Where(static v => v.Role == 1)]);
        var operation = viewer.IsDoNotDisturb ? "DoNotDisturbOff" : viewer.State == "NotReady" ? "Ready" : Any(["Ready", "NotReady", "DoNotDisturbOn"]);
        await OperateAsync(viewer, operation, Dice(3) == 0 ? Supervisors.FirstOrDefault(s => Supervises(s.User, viewer.User)) : null);
    }

    private async Task BeReadyAnewAsync(Viewer agent)
    {
        await OperateAsync(agent, "NotReady");
        await OperateAsync(agent, "Ready");
    }

    private async Task OperateAsync(Viewer viewer, string operation, Viewer? by = null)
    {
        Note($"{viewer.User}: {operation} {by?.User}");
        var (before, wasReady) = (viewer.Channel, viewer.State == "Ready");
        _ = (await (by is null ? viewer.Api.PostAsync("/api/v2/me/channels/chat", operation) : by.Api.PostAsync($"/api/v2/users/{viewer.UserId}/channels/chat", operation))).Ok;
        viewer.State = operation is "Ready" or "NotReady" ? operation : viewer.State;
        viewer.IsDoNotDisturb = operation.StartsWith("Do", StringComparison.Ordinal) ? operation == "DoNotDisturbOn" : viewer.IsDoNotDisturb;
        if (viewer.State == "Ready" && !wasReady)
        {
            Chats.ForEach(c => c.Declined.Remove(viewer.User));
        }

        if (viewer.Channel != before)
        {
            TellChannel(viewer);
        }
    }

    /// <summary>Of one login, whose other ones go on listening; or everywhere, and back again.</summary>
    private async Task LogOutAsync()
    {
        var asked = Chats.SelectMany(static c => c.Members).Where(static m => m is { IsInvited: true, AskedBy: not null, Queue: null }).Select(m => Viewers[m.User]).ToList();
        var (viewer, everywhere) = (asked.Count > 0 ? Any(asked) : Any([.. Viewers.Values]), Dice(2) == 0);
        Note($"{viewer.User}: {(everywhere ? "LogoutEverywhere" : "EndContactCenterSession")}");
        Reached.Add($"{(everywhere ? "LogoutEverywhere" : "EndContactCenterSession")} {viewer.Role}");
        _ = (await viewer.Api.PostAsync("/api/v2/me", everywhere ? "LogoutEverywhere" : "EndContactCenterSession")).Ok;
        viewer.State = "LoggedOut";
        viewer.IsDoNotDisturb = false;
        if (everywhere)
        {
            await GoneAsync(viewer);
        }
        else
        {
            TellChannel(viewer);
        }

        Go(viewer, forGood: false);
        await ToldAsync();
        await (everywhere ? ArriveAsync(viewer.User, viewer.Role) : StartAgainAsync(viewer));
    }

    private async Task StartAgainAsync(Viewer viewer)
    {
        _ = (await viewer.Api.PostAsync("/api/v2/me", "StartContactCenterSession", ("channels", new JsonArray("chat")))).Ok;
        viewer.State = "NotReady";
        TellChannel(viewer);
        if (viewer.Role == 1)
        {
            await OperateAsync(viewer, "Ready");
        }
    }

    /// <summary>Somebody leaves the group Support, or comes back to it. Rights that are lost are lost at once on what is open.</summary>
    private async Task ChangeGroupAsync()
    {
        // Two supervisors who lose a chat at once leave it in whichever order.
        var viewer = _outOfGroup.Count > 0 ? Viewers[_outOfGroup.First()] : Any([.. Viewers.Values.Where(v => v.Role == 2 || !Chats.Exists(c => c.Members.Count(static m => m is { IsOpen: true, Audience: 2 }) > 1))]);
        var part = viewer.Role == 1 ? "Agents" : "Supervisors";
        if (_outOfGroup.Remove(viewer.User))
        {
            Note($"{viewer.User} comes back to the group");
            await centres.ChangeAsync(centre, c => PeopleFile.JoinGroup(c, Centre.Support, part, viewer.User), "The people were read again");
            return;
        }

        Note($"{viewer.User} leaves the group");
        Reached.Add($"group {viewer.Role}");
        _outOfGroup.Add(viewer.User);
        var losers = viewer.Role == 2 ? [viewer] : Supervisors.ToArray();
        await centres.ChangeAsync(centre, c => PeopleFile.LeaveGroup(c, Centre.Support, part, viewer.User), $"User {losers[^1].UserId} lost rights");
        losers.ToList().ForEach(LoseRights);
    }

    /// <summary>
    /// Somebody is disabled, or loses their role, and has it back later. Not an agent in whose chat a supervisor is: whether the supervisor then leaves or is sent away is
    /// for chance to say.
    /// </summary>
    private async Task LoseRoleAsync(bool isDisabled)
    {
        var who = Viewers.Values.Where(v => v.Role == 2 || !Chats.Exists(c => c.FindOpen(v.User) is not null && c.Members.Exists(static m => m is { IsOpen: true, Audience: 2 }))).ToList();
        if (who.Count == 0)
        {
            return;
        }

        var viewer = Any(who);
        var (what, lost, had) = isDisabled ? ("Enabled", (JsonNode)false, (JsonNode)true) : ("Roles", new JsonArray(), new JsonArray(viewer.Role == 1 ? "agent" : "supervisor"));
        Note($"{viewer.User} loses {what}");
        Reached.Add($"{(isDisabled ? "disabled" : "role")} {viewer.Role}");
        await centres.ChangeAsync(centre, c => PeopleFile.UserOf(c, viewer.User)[what] = lost, $"User {viewer.UserId} lost rights");
        if (isDisabled) (await viewer.Api.GetAsync("/api/v2/me")).MustBe(20, 401);
        (viewer.State, viewer.IsDoNotDisturb) = ("LoggedOut", false);
        await GoneAsync(viewer);
        Go(viewer, forGood: true);
        foreach (var supervisor in Supervisors.Where(s => isDisabled && viewer.Role == 1 && Supervises(s.User, viewer.User)))       // without the role they are still of the group
        {
            _monitors.Remove((supervisor.User, viewer.User));
            LoseRights(supervisor);
        }

        await ToldAsync();
        await centres.ChangeAsync(centre, c => PeopleFile.UserOf(c, viewer.User)[what] = had, "The people were read again");
        await ArriveAsync(viewer.User, viewer.Role);
    }

    /// <summary>All logins of a user are over: on every way the server has said so, and nothing came that was not theirs.</summary>
    private async Task GoneAsync(Viewer viewer)
    {
        foreach (var way in viewer.Ways)
        {
            Ended(viewer, way, await way.EndedAsync());
        }

        await viewer.CloseAsync();
    }

    private void Go(Viewer viewer, bool forGood)
    {
        foreach (var chat in Chats)
        {
            if (chat.FindOpen(viewer.User) is { } member)
            {
                chat.UserGone(member, forGood);
            }

            chat.Declined.Remove(viewer.User);
        }

        if (viewer.Role == 2)
        {
            _monitors.Keys.Where(k => k.Supervisor == viewer.User).ToList().ForEach(k => _monitors.Remove(k));
        }
    }

    /// <summary>The monitoring of those whom one no longer supervises, and the place in every chat in which one supervises nobody any more.</summary>
    private void LoseRights(Viewer supervisor)
    {
        _monitors.Keys.Where(k => k.Supervisor == supervisor.User && !Supervises(supervisor.User, k.Agent)).ToList().ForEach(k => _monitors.Remove(k));
        foreach (var chat in Chats)
        {
            if (chat.FindOpen(supervisor.User) is { Audience: 2 } member && !chat.Members.Exists(m => m.IsChatting && Supervises(supervisor.User, m.User)))
            {
                chat.UserGone(member, forGood: false);
            }
        }
    }

    /// <summary>Every chat is over; then everybody is told of one more, which shows that nobody was told anything else.</summary>
    protected virtual async Task EndAsync()
    {
        await StepAsync(async () =>
        {
            while (_outOfGroup.Count > 0)
            {
                await ChangeGroupAsync();
            }
        });
        foreach (var viewer in Viewers.Values.Where(static v => v is { Role: 1, IsAvailable: false }))
        {
            await StepAsync(() => OperateAsync(viewer, "DoNotDisturbOff"));
            await StepAsync(() => OperateAsync(viewer, "Ready"));
        }

        foreach (var chat in Chats.Where(static c => c.CustomerConnected).ToList())
        {
            await StepAsync(() => CustomerCompletesAsync(chat));
        }

        while (Chats.SelectMany(static c => c.Members.Select(m => (Chat: c, Member: m))).FirstOrDefault(static x => x.Member is { Audience: 1, IsOpen: true }) is { Chat: { } chat, Member: { } member })
        {
            await StepAsync(() => member.IsInvited ? RejectAsync(chat, member) : member is { IsChatting: true, IsConsultant: true } ? LeaveAsync(chat, member) : CompleteAsync(chat, member, null));
        }
    }
}
