using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.WhoSees;

/// <summary>Somebody with a login: two notification sessions and a stream of events that must say the same, and what they may know.</summary>
internal sealed class Viewer(string user, int audience, Desk all, Desk exact, EventSide stream) : IAsyncDisposable
{
    public string User => user;

    /// <summary>1 agents, 2 supervisors.</summary>
    public int Audience => audience;
    public Desk All => all;
    public Desk Exact => exact;
    public EventSide Stream => stream;
    public Api Api => all.Api;
    public HashSet<string> Knows { get; } = [user, all.UserId];

    public async ValueTask DisposeAsync()
    {
        await all.DisposeAsync();
        await exact.DisposeAsync();
        stream.Dispose();
    }
}
