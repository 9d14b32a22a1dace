using System.Text.Json.Nodes;
using OrleansChat.Tests.Faults;
using OrleansChat.Tests.Operations;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Permissions;

/// <summary>Who hears what of the chat of <see cref="PermissionTables"/>, over CometD and as server-sent events; and what everybody may ask tells nobody anything.</summary>
[Collection(WhoMayWhat.Name)]
public sealed class DeliveryTests(PermissionServer server)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Who says what (<c>ann &gt;</c> to all, <c>ann ~</c> to agents), and who hears it.</summary>
    private const string Heard = """
        said    | custA ann con barb cora mona
        custA > | +     +   +   +    +    +
        ann >   | +     +   +   +    +    +
        ann ~   | -     +   +   +    +    +
        con >   | -     +   +   +    +    +
        con ~   | -     +   +   +    +    +
        barb >  | +     +   +   +    +    +
        barb ~  | -     +   +   +    +    +
        cora >  | -     +   +   +    +    +
        cora ~  | -     +   +   +    +    +
        mona >  | -     -   -   +    +    +
        mona ~  | -     -   -   +    +    +
        """;

    private static readonly string[] Outside = ["ivy", "bob", "sue", "max", "lea", "boss", "xann", "xsue", "xboss"];

    [Fact]
    public async Task Each_hears_what_is_for_them_and_strangers_hear_nothing()
    {
        var rows = Heard.Split('\n').Select(static line => line.Split('|').Select(static part => part.Trim()).ToArray()).ToList();
        var inside = rows[0][1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        await using var stage = await PermissionStage.OpenAsync(server);
        await using var ears = await Ears.OpenAsync(server, inside.Skip(1));
        await using var outside = await Strangers.OpenAsync(server, Outside);
        foreach (var row in rows.Skip(1)) await SayAsync(stage, row[0], $"said by {row[0]}");
        await SayAsync(stage, "custA >", "the end");

        foreach (var (name, cometd, events) in await ears.HeardAsync("the end"))
        {
            Assert.Equal((name, Expected(name)), (name, cometd));
            Assert.Equal((name, Expected(name)), (name, events));
        }

        Assert.Equal(Expected("custA"), await stage.TranscriptAsync("said by"));
        await outside.HeardNothingAsync();

        string Expected(string name) => string.Join(", ", rows.Skip(1).Where(row => row[1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[Array.IndexOf(inside, name)] == "+").Select(static row => row[0]));
    }

    [Theory]
    [InlineData("anonymous")]
    [InlineData("wrongPassword")]
    [InlineData("expiredToken")]
    [InlineData("endedLogin")]
    [InlineData("disabled")]
    [InlineData("custB")]
    [InlineData("custX")]
    public async Task Who_has_no_login_gets_no_session_and_no_stream(string subject)
    {
        var api = server.As(subject);
        var shake = (await api.BayeuxAsync("/handshake", default, new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling") }))[0]!;
        Assert.Equal((false, "none"), ((bool)shake["successful"]!, (string?)shake["advice"]!["reconnect"]));
        (await api.PostRawAsync("/api/v2/notifications", """[{"channel":"/meta/connect","clientId":"abcdefghijklmnopqrstuvwxyz","connectionType":"long-polling"}]""")).MustBe(20, 401);
        (await api.GetAsync("/api/v2/me/events")).MustBe(20, 401);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi.json")]
    [InlineData("/asyncapi.json")]
    public async Task What_is_for_everybody_is_the_same_for_everybody(string path)
    {
        await using var stage = await PermissionStage.OpenAsync(server);
        var expected = await server.As("anonymous").TextAsync(path);
        Assert.Equal(200, expected.Http);
        foreach (var subject in new[] { "wrongPassword", "expiredToken", "disabled", "custX", "ann", "mona", "boss", "xboss" })
        {
            Assert.Equal((subject, expected), (subject, await server.As(subject).TextAsync(path)));
        }

        Assert.DoesNotContain(stage.Words, word => expected.Text.Contains(word, StringComparison.Ordinal));
    }

    private static async Task SayAsync(PermissionStage stage, string who, string text) =>
        _ = (await stage.SayAsync(who.Split(' ')[0], who.EndsWith('~') ? "SendToAgents" : "SendMessage", text)).Ok;

    /// <summary>Those who are in the chat, listening both ways.</summary>
    private sealed class Ears(List<(string Name, Listener Cometd, EventSide Events)> all) : IAsyncDisposable
    {
        public static async Task<Ears> OpenAsync(PermissionServer server, IEnumerable<string> names)
        {
            var all = new List<(string, Listener, EventSide)>();
            foreach (var name in names)
            {
                var events = await EventSide.OpenAsync(server.Server, name);
                Assert.Equal("reset new", (await events.NextAsync()).Reason);
                all.Add((name, await Listener.OpenAsync(server.As(name)), events));
            }

            return new(all);
        }

        /// <summary>What each has heard up to the last words, on each of the two ways.</summary>
        public async Task<List<(string Name, string Cometd, string Events)>> HeardAsync(string last)
        {
            var heard = new List<(string, string, string)>();
            foreach (var (name, ear, stream) in all)
            {
                var (cometd, events) = (new List<string>(), new List<string>());
                await ear.UntilAsync(next => Note(next, cometd).Contains(last, StringComparison.Ordinal));
                while (!Note(await stream.NextNotificationAsync(), events).Contains(last, StringComparison.Ordinal))
                {
                }

                heard.Add((name, string.Join(", ", cometd), string.Join(", ", events)));
            }

            return heard;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var (_, ear, events) in all)
            {
                await ear.DisposeAsync();
                events.Dispose();
            }
        }

        private static string Note(JsonObject notification, List<string> heard)
        {
            var texts = (notification["messages"] as JsonArray ?? []).Select(static m => (string?)m!["text"] ?? "").ToList();
            heard.AddRange(texts.Where(static text => text.StartsWith("said by ", StringComparison.Ordinal)).Select(static text => text["said by ".Length..]));
            return string.Join('\n', texts);
        }
    }

    /// <summary>Those who are not: a held connect and a stream each, until they log out. What was said would have come before what their log-out does.</summary>
    private sealed class Strangers(List<(Api Api, Task<JsonArray> Held, EventSide Events)> all) : IAsyncDisposable
    {
        public static async Task<Strangers> OpenAsync(PermissionServer server, IEnumerable<string> names)
        {
            var all = new List<(Api, Task<JsonArray>, EventSide)>();
            foreach (var name in names)
            {
                var api = await Api.LoggedInAsync(server.Server, name);
                var events = await EventSide.OpenAsync(server.Server.Address, "", ("Cookie", api.Header("Cookie")));
                Assert.Equal("reset new", (await events.NextAsync()).Reason);
                all.Add((api, api.ConnectAsync(await api.ConnectedAsync(ack: true)), events));
            }

            return new(all);
        }

        public async Task HeardNothingAsync()
        {
            foreach (var (api, held, events) in all)
            {
                _ = (await api.PostAsync("/api/v2/me", "LogoutEverywhere")).Ok;
                Assert.DoesNotContain("said by", (await held.WaitAsync(Patience)).ToJsonString(), StringComparison.Ordinal);
                for (var next = await events.NextAsync(); next.Reason != "end loggedOut"; next = await events.NextAsync())
                {
                    Assert.DoesNotContain("said by", next.Data.ToJsonString(), StringComparison.Ordinal);
                }
            }
        }

        public ValueTask DisposeAsync()
        {
            foreach (var (api, _, events) in all)
            {
                api.Dispose();
                events.Dispose();
            }

            return ValueTask.CompletedTask;
        }
    }
}
