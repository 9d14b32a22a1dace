using System.Net.WebSockets;
using System.Text;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Access;

/// <summary>Ann's clientId is nothing in Bob's hands, however Bob proves to be Bob: 402, nothing delivered, and Ann's session goes on.</summary>
[Collection(OneAccessServer.Name)]
public sealed class BorrowedSessionTests(AccessServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("password")]
    [InlineData("token")]
    [InlineData("cookie")]
    [InlineData("socket")]
    [InlineData("stream")]
    public async Task It_opens_nothing(string way)
    {
        var team = server.NextTeam();
        await using var ann = await team.ReadyAsync(team.Ann);
        var clientId = await ann.Api.ConnectedAsync(ack: true);
        using var chris = await team.CustomerAsync();
        await ann.NextOfferAsync();                                        // it waits in the other session too
        string[] heard = way switch
        {
            "stream" => [await StreamAsync(team, clientId)],
            "socket" => await SocketAsync(team, clientId),
            _ => await PollsAsync(team, way, clientId),
        };
        Assert.All(heard, static text =>
        {
            Assert.DoesNotContain("Invited", text, StringComparison.Ordinal);
            Assert.Matches("402::Unknown client|reset", text);
        });
        Assert.Contains("Invited", (await ann.Api.ConnectAsync(clientId)).ToJsonString(), StringComparison.Ordinal);
    }

    private static string[] Messages(string clientId) =>
    [
        $$"""[{"channel":"/meta/connect","clientId":"{{clientId}}","connectionType":"long-polling"}]""", $$"""[{"channel":"/meta/subscribe","clientId":"{{clientId}}","subscription":"/**"}]""",
        $$"""[{"channel":"/meta/unsubscribe","clientId":"{{clientId}}","subscription":"/**"}]""", $$"""[{"channel":"/v2/me/chats","clientId":"{{clientId}}","data":{} }]""",
        $$"""[{"channel":"/meta/disconnect","clientId":"{{clientId}}"}]""",
    ];

    private async Task<string[]> PollsAsync(Team team, string way, string clientId)
    {
        using var first = Api.User(server.Server, team.Bob);
        var (_, headers) = await first.SendWithHeadersAsync(new HttpRequestMessage(HttpMethod.Get, "/api/v2/me"));
        using var bob = way switch { "token" => Api.Bearer(server.Server, TokenMaker.Make(team.Bob)), "cookie" => first.CookieOnly(), _ => Api.User(server.Server, team.Bob) };
        return await Task.WhenAll(Messages(clientId).Select(async message =>
        {
            var request = new HttpRequestMessage(HttpMethod.Post, "/api/v2/notifications") { Content = new StringContent(message, Encoding.UTF8, "application/json") };
            request.Headers.Add("X-CSRF-TOKEN", headers.GetValues("X-CSRF-TOKEN").Single());
            return await bob.TextAsync(request);
        }));
    }

    private async Task<string[]> SocketAsync(Team team, string clientId)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {TokenMaker.Make(team.Bob)}");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{server.Server.Port}/api/v2/notifications"), default).WaitAsync(Patience);
        var heard = new List<string>();
        foreach (var message in Messages(clientId))
        {
            var buffer = new byte[8192];
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, default);
            heard.Add(Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer.AsMemory(), default).AsTask().WaitAsync(Patience)).Count));
        }

        return [.. heard];
    }

    /// <summary>The id of an event names the session too: for Bob it is one that is gone.</summary>
    private async Task<string> StreamAsync(Team team, string clientId)
    {
        using var stream = await EventSide.OpenAsync(server.Server, team.Bob, $"{clientId}.1");
        var first = await stream.NextAsync();
        Assert.NotEqual(clientId, first.Session);
        return $"{first.Reason} {first.Data.ToJsonString()}";
    }
}
