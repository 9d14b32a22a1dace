using System.Text.Json.Nodes;
using OrleansChat.ApiHost.Throttling;
using OrleansChat.Tests.Running;
using OrleansChat.Tests.Time;

namespace OrleansChat.Tests.Access;

/// <summary>A server with little patience.</summary>
public sealed class ThrottledServer() : TeamServer(
    "--RateLimits:FailedLoginsBurst=3", "--RateLimits:FailedLoginsPerMinute=0.01", "--RateLimits:RequestsBurst=60", "--RateLimits:RequestsPerSecond=0.1",
    "--RateLimits:ChatsBurst=2", "--RateLimits:ChatsPerSecond=0.001", "--RateLimits:AnonymousRequestsBurst=40", "--RateLimits:AnonymousRequestsPerSecond=0.001", "--RateLimits:HandshakesBurst=2", "--RateLimits:HandshakesPerSecond=0.001", "--Features:api-supervisor-agent-control=false");

/// <summary>What is asked too often is refused with 429 and 12, in the same way for everybody.</summary>
public sealed class ThrottleTests(ThrottledServer server) : IClassFixture<ThrottledServer>
{
    [Fact]
    public async Task Being_locked_out_tells_nothing_and_the_right_password_does_not_help()
    {
        var team = server.NextTeam();
        var said = new Dictionary<string, List<string>>();
        foreach (var name in new[] { team.Ann, "nobody" })
        {
            said[name] = [];
            foreach (var password in new[] { "a", "b", "c", "demo", "demo" })
            {
                using var api = Api.User(server.Server, name, password);
                var (answer, headers) = await api.SendWithHeadersAsync(new HttpRequestMessage(HttpMethod.Get, "/api/v2/me"));
                said[name].Add($"{(int)answer.Http} {answer.Body.ToJsonString()} {string.Join(", ", headers.Select(static h => h.Key).Where(static h => h != "Date").Order(StringComparer.Ordinal))} {headers.RetryAfter}");
            }
        }

        Assert.Equal(said[team.Ann], said["nobody"]);
        Assert.Equal(["401", "401", "401", "429", "429"], said["nobody"].Select(static s => s[..3]));
        Assert.EndsWith("60", said["nobody"][^1], StringComparison.Ordinal);
        using var bob = Api.User(server.Server, team.Bob);
        _ = (await bob.GetAsync("/api/v2/me")).Ok;
    }

    [Fact]
    public async Task However_many_guesses_come_at_once_no_more_are_looked_at_than_there_are_tokens()
    {
        var team = server.NextTeam();
        foreach (var name in new[] { team.Ann, "nobody else" })
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(guess => StatusAsync(name, $"guess {guess}")));
            Assert.Equal((3, 27), (answers.Count(static s => s == 401), answers.Count(static s => s == 429)));
        }
    }

    [Fact]
    public async Task Right_passwords_that_come_at_once_do_not_lock_out_and_use_up_nothing()
    {
        var team = server.NextTeam();
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => StatusAsync(team.Ann, "demo"))), static status => Assert.Equal(200, status));
        foreach (var (password, status) in new[] { ("a", 401), ("b", 401), ("c", 401), ("d", 429) })
        {
            Assert.Equal(status, await StatusAsync(team.Ann, password));
        }
    }

    [Fact]
    public async Task A_right_password_among_wrong_ones_is_right_or_not_looked_at()
    {
        var team = server.NextTeam();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async guess => (IsRight: guess % 3 == 0, Status: await StatusAsync(team.Bob, guess % 3 == 0 ? "demo" : $"guess {guess}"))));
        Assert.All(answers, static a => Assert.Contains(a.Status, a.IsRight ? [200, 429] : new[] { 401, 429 }));
        Assert.Equal(3, answers.Count(static a => a.Status == 401));
        Assert.Equal(429, await StatusAsync(team.Bob, "demo"));
    }

    [Fact]
    public async Task Too_many_requests_of_one_user_are_refused_and_others_go_on()
    {
        var team = server.NextTeam();
        using var bob = Api.User(server.Server, team.Bob);
        for (var request = 0; request < 60; request++)
        {
            _ = (await bob.GetAsync("/api/v2/me")).Ok;
        }

        (await bob.GetAsync("/api/v2/me")).MustBe(12, 429);
        (await bob.PostAsync("/api/v2/me", "Ready")).MustBe(12, 429);
        using var byCookie = bob.CookieOnly();
        (await byCookie.GetAsync("/api/v2/me")).MustBe(12, 429);
        await Assert.ThrowsAsync<HttpRequestException>(() => bob.BayeuxAsync("", default, []));
        using var tom = Api.User(server.Server, team.Tom);
        _ = (await tom.GetAsync("/api/v2/me")).Ok;
    }

    [Fact]
    public async Task Customers_of_one_address_ask_for_few_chats_and_make_so_many_requests()
    {
        var team = server.NextTeam();
        using var first = await team.CustomerAsync();
        using var second = await team.CustomerAsync();
        using var third = Api.Customer(server.Server);
        (await third.PostAsync("/api/v2/chats", "RequestChat", ("nickname", "x"), ("subject", "y"))).MustBe(12, 429);
        _ = (await first.SayAsync("still served")).Ok;
        var answers = new List<int>();
        for (var request = 0; request < 41; request++)
        {
            answers.Add((int)(await second.Api.GetAsync("/api/v2/diagnostics/version")).Http);
        }

        Assert.Equal(429, answers[^1]);
        using var sue = Api.User(server.Server, team.Sue);
        _ = (await sue.GetAsync("/api/v2/me")).Ok;
    }

    [Fact]
    public async Task Too_many_handshakes_are_told_to_come_later()
    {
        var team = server.NextTeam();
        using var tom = Api.User(server.Server, team.Tom);
        var shakes = new List<JsonNode>();
        for (var shake = 0; shake < 3; shake++)
        {
            shakes.Add((await tom.BayeuxAsync("", default, new JsonObject { ["channel"] = "/meta/handshake", ["version"] = "1.0", ["supportedConnectionTypes"] = new JsonArray("long-polling") }))[0]!);
        }

        Assert.Equal([true, true, false], shakes.Select(static s => (bool)s["successful"]!));
        Assert.Equal("handshake", (string?)shakes[^1]["advice"]!["reconnect"]);
    }

    [Fact]
    public async Task A_feature_that_is_off_is_refused_once_the_caller_is_known_to_be_in_the_right()
    {
        var team = server.NextTeam();
        using var ann = Api.User(server.Server, team.Ann);
        using var sue = Api.User(server.Server, team.Sue);
        var path = $"/api/v2/users/{(string?)(await ann.GetAsync("/api/v2/me")).Ok["user"]!["id"]}/channels/chat";
        (await sue.PostAsync(path, "NotReady")).MustBe(5, 403);
        _ = (await sue.PostAsync(path, "Monitor")).Ok;
    }

    private async Task<int> StatusAsync(string userName, string password)
    {
        using var api = Api.User(server.Server, userName, password);
        return (int)(await api.GetAsync("/api/v2/me")).Http;
    }

    [Fact]
    public void What_is_held_is_neither_there_nor_used_up()
    {
        var buckets = new Buckets(2, 0.5, new FakeClock());
        Assert.Equal([Hold.Held, Hold.Held, Hold.Busy], new[] { buckets.TryHold("a"), buckets.TryHold("a"), buckets.TryHold("a") });
        Assert.True(buckets.HasAny("a"));
        buckets.LetGo("a", isUsed: false);
        buckets.LetGo("a", isUsed: true);
        Assert.Equal([Hold.Held, Hold.Busy], new[] { buckets.TryHold("a"), buckets.TryHold("a") });
        buckets.LetGo("a", isUsed: true);
        Assert.Equal((Hold.UsedUp, false), (buckets.TryHold("a"), buckets.HasAny("a")));
    }

    [Fact]
    public void A_bucket_refills_and_the_number_of_buckets_is_bounded()
    {
        var clock = new FakeClock();
        var buckets = new Buckets(2, 0.5, clock);
        Assert.Equal([true, true, false], new[] { buckets.TryTake("a"), buckets.TryTake("a"), buckets.TryTake("a") });
        Assert.True(buckets.TryTake("b"));
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([true, false], new[] { buckets.TryTake("a"), buckets.TryTake("a") });
        for (var key = 0; key < Buckets.KeysMax + 5; key++)
        {
            Assert.True(buckets.TryTake($"k{key}"));
        }

        Assert.False(buckets.TryTake("a"));                             // the emptiest are kept
        Assert.True(new Buckets(0, 1, clock).TryTake("a"));
    }
}
