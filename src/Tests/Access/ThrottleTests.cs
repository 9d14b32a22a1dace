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
