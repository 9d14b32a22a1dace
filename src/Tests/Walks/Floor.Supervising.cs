namespace OrleansChat.Tests.Walks;

/// <summary>Monitoring, intruding, and the calls of those who monitor.</summary>
internal abstract partial class Floor
{
    private async Task IntrudeAsync(LawModel chat, Viewer supervisor, Member agent)
    {
        var isMonitoring = _monitors.TryGetValue((supervisor.User, agent.User), out var monitor);
        var mode = Dice(2) == 0 ? null : Any(Modes);
        var code = !Supervises(supervisor.User, agent.User) ? agent.User == supervisor.User ? 3 : 5 : isMonitoring ? 0 : 3;
        Note($"{supervisor.User} intrudes on {agent.User} in {chat.Id} ({mode ?? "as monitoring"}, monitoring: {monitor.Mode}): {code}");
        var answer = await supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/chats/{chat.Id}", "Intrude", mode is null ? [] : [("supervisorVisibilityMode", mode)]);
        Assert.Equal(code, answer.StatusCode);
        Reached.Add($"Intrude {code}");
        if (code == 0)
        {
            chat.Invite(new Member(supervisor.User, supervisor.UserId, 2) { Mode = mode ?? monitor.Mode, InvitedAs = monitor.Nickname });
        }
    }

    private async Task MonitorAsync()
    {
        var (supervisor, agent) = (Any([.. Supervisors]), Any([.. Viewers.Values.Where(static v => v.Role == 1)]));
        var (key, path) = ((supervisor.User, agent.User), $"/api/v2/users/{agent.UserId}/channels/chat");
        var may = Supervises(supervisor.User, agent.User);
        if (Dice(6) == 0)
        {
            Note($"{supervisor.User} cancels the monitoring of {agent.User}");
            Assert.Equal(!may ? 5 : _monitors.Remove(key) ? 0 : 2, (await supervisor.Api.PostAsync(path, "CancelSupervisorMonitoring")).StatusCode);
            return;
        }

        var (mode, next, nickname) = (Any(Modes), Dice(4) == 0, Dice(2) == 0 ? "" : Secret("N"));
        Note($"{supervisor.User}: {mode} {agent.User} (next only: {next}) as {nickname}: {may}");
        var answer = await supervisor.Api.PostAsync(path, mode, ("supervisorMonitoringMode", next ? "NextChat" : "AllChats"), ("nickname", nickname.Length > 0 ? nickname : null));
        Assert.Equal(may ? 0 : 5, answer.StatusCode);
        if (may)
        {
            _monitors[key] = (mode, next, nickname);
        }
    }

    /// <summary>Both supervisors will enter every chat: without them there is nothing to hide.</summary>
    protected async Task MonitorAllAsync()
    {
        foreach (var agent in Viewers.Values.Where(static v => v.Role == 1))
        {
            foreach (var supervisor in Supervisors.Where(s => Supervises(s.User, agent.User)))
            {
                var mode = Any(Modes);
                Note($"{supervisor.User}: {mode} {agent.User}");
                _ = (await supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/channels/chat", mode)).Ok;
                _monitors[(supervisor.User, agent.User)] = (mode, false, "");
            }
        }
    }

    /// <summary>Whoever monitors an agent is invited into the chat that the agent joins, unless they are in it.</summary>
    private void CallMonitors(LawModel chat, Member agent)
    {
        foreach (var (key, monitor) in _monitors.Where(m => agent.Audience == 1 && m.Key.Agent == agent.User).ToList())
        {
            var supervisor = Viewers[key.Supervisor];
            if (chat.FindOpen(supervisor.User) is null)
            {
                chat.Invite(new Member(supervisor.User, supervisor.UserId, 2) { Mode = monitor.Mode, InvitedAs = monitor.Nickname });
            }

            if (monitor.Next)
            {
                _monitors.Remove(key);
            }
        }
    }
}
