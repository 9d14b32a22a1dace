using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Walks;

/// <summary>Somebody with a login: the ways on which they are told, and what they may know.</summary>
internal sealed class Viewer(string user, string userId, int role, Api api) : IAsyncDisposable
{
    public string User => user;
    public string UserId => userId;

    /// <summary>1 agents, 2 supervisors.</summary>
    public int Role => role;
    public Api Api => api;
    public IReadOnlyList<IWay> Ways { get; set; } = [];
    public HashSet<string> Knows { get; } = [user, userId];

    /// <summary>Of the chat channel: Ready, NotReady, or LoggedOut without a contact-centre session.</summary>
    public string State { get; set; } = "LoggedOut";
    public bool IsDoNotDisturb { get; set; }
    public bool IsAvailable => State == "Ready" && !IsDoNotDisturb;
    public bool IsReachable => State != "LoggedOut" && !IsDoNotDisturb;

    /// <summary>The channel as it is told and read.</summary>
    public string Channel => $"Channel chat {State} {(State == "LoggedOut" ? "" : IsDoNotDisturb ? "On" : "Off")}".TrimEnd();

    public async Task CloseAsync()
    {
        foreach (var way in Ways)
        {
            await way.DisposeAsync();
        }

        Ways = [];
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        api.Dispose();
    }
}
