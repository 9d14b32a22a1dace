using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Logins;
using OrleansChat.Hosting.People;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>
/// Who loses the right to be there is cut off within seconds, whichever way they listen: a held poll, a socket, a stream of events. What is said from then on
/// reaches them no more.
/// </summary>
[Collection(OneAccessServer.Name)]
public sealed class LostRightsTests(AccessServer server)
{
    /// <summary>Long enough for a busy machine; what it takes is part of a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What happens to a supervisor who monitors a chat.</summary>
    private static readonly Dictionary<string, Action<JsonObject, string>> Changes = new()
    {
        ["disabled"] = static (center, user) => PeopleFile.UserOf(center, user)["Enabled"] = false,
        ["taken out"] = static (center, user) =>
        {
            center["Users"]!.AsArray().Remove(PeopleFile.UserOf(center, user));
            PeopleFile.LeaveGroup(center, $"first{user["sue".Length..]}", "Supervisors", user);
        },
        ["no supervisor any more"] = static (center, user) =>
        {
            PeopleFile.UserOf(center, user)["Roles"] = new JsonArray("agent");
            PeopleFile.LeaveGroup(center, $"first{user["sue".Length..]}", "Supervisors", user);
        },
        ["no supervisor any more, though the group names them"] = static (center, user) => PeopleFile.UserOf(center, user)["Roles"] = new JsonArray("agent"),
        ["another password"] = static (center, user) => PeopleFile.UserOf(center, user)["PasswordHash"] = PasswordHashing.Hash("another"),
    };

    public static TheoryData<string> Reasons => [.. Changes.Keys];

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Every_way_of_listening_ends_at_once_and_says_no_more(string reason)
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        using var chris = await team.CustomerAsync();
        var chatId = await ann.AcceptNextAsync();
        await using (var desk = await team.SupervisorAsync(team.Sue)) await desk.IntrudeAsync(ann, chatId, "Monitor");
        using var sue = Api.Bearer(server.Server, TokenMaker.Make(team.Sue));
        var held = sue.ConnectAsync(await sue.ConnectedAsync(ack: true));
        await using var socket = await SocketDesk.OpenAsync(server.Server, team.Sue);
        await socket.StartAsync();
        using var stream = await EventSide.OpenAsync(server.Server, team.Sue);
        Assert.Equal("reset new", (await stream.NextAsync()).Reason);

        await server.ChangeAsync(center => Changes[reason](center, team.Sue));

        var (socketEnd, streamEnd) = (socket.ToTheEndAsync(), EndAsync(stream));
        await held.WaitAsync(Patience);                                    // with the end of the supervision, or with that of the login
        Assert.Equal("closed", (await socketEnd.WaitAsync(Patience))[^1]);
        Assert.Equal("end loggedOut", await streamEnd.WaitAsync(Patience));
        _ = (await chris.SayAsync("after all")).Ok;
        (await sue.GetAsync($"/api/v2/me/chats/{chatId}")).MustBe(20, 401);
        (await sue.GetAsync("/api/v2/me/events")).MustBe(20, 401);
        var shake = (await sue.BayeuxAsync("/handshake", default, new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling") }))[0]!;
        Assert.Equal((false, "none"), ((bool)shake["successful"]!, (string?)shake["advice"]!["reconnect"]));
    }

    /// <summary>Reads to the end of the stream; its last word.</summary>
    private static async Task<string> EndAsync(EventSide stream)
    {
        var last = "";
        while (await stream.TryNextAsync() is { } next) last = next.Reason;
        return last;
    }
}
