using System.Text;

namespace OrleansChat.Tests.ApiHost;

/// <summary>What no route takes, whichever it is: other methods, other media types, indexes that are none.</summary>
public sealed class EveryRouteTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static readonly string[] Methods = ["GET", "POST", "HEAD", "TRACE", "OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND", "get", "FOO"];

    private static readonly string[] OverrideHeaders = ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"];

    private static readonly string[] NoJson =
    [
        "text/plain", "text/json", "application/jsonp", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "application/json-patch+json", "application/octet-stream",
        "application/json; charset=utf-16", "application/json; charset=utf-7", "application/json; charset=iso-8859-1", "application/json; charset=us-ascii", "application/json; charset=", "application/json, text/plain", "json", "*/*",
    ];

    private static readonly string[] NoIndexes = ["-1", "abc", "9223372036854775808", "2147483648", "1.5", "+1", "%201", "1%20", "0x1", "1e3", "", "%00", "1%00", "٣", "null", "NaN", "1,2"];

    /// <summary>Every path, with ids in it.</summary>
    private IEnumerable<(string Path, HashSet<string> Taken)> Paths => server.Routes.GroupBy(static r => r.Path).Select(static group => (
        group.Key.Replace("{id}", ApiServer.ChatId, StringComparison.Ordinal).Replace("{chatId}", ApiServer.ChatId, StringComparison.Ordinal).Replace("{userId}", ApiServer.UserId("agent2"), StringComparison.Ordinal)
            .Replace("{channel}", "chat", StringComparison.Ordinal).Replace("/{**rest}", "", StringComparison.Ordinal),
        group.SelectMany(static r => r.Method == "ANY" ? r.Path.EndsWith("/events", StringComparison.Ordinal) ? ["GET"] : ["POST"] : new[] { r.Method }).ToHashSet()));

    [Fact]
    public async Task A_method_that_a_route_does_not_have_is_405_and_asks_no_grain()
    {
        foreach (var (path, taken) in Paths)
        {
            foreach (var method in Methods.Where(method => !taken.Contains(method) && !taken.Contains(method.ToUpperInvariant())))
            {
                server.Reset();
                using var client = server.Client();
                using var request = new HttpRequestMessage(new HttpMethod(method), path) { Headers = { Authorization = ApiServer.Basic("agent1", "demo") } };
                using var answer = await client.SendAsync(request);
                Assert.True((int)answer.StatusCode == 405, $"{method} {path}: {(int)answer.StatusCode}");
                Assert.NotEmpty(answer.Content.Headers.Allow);
                if (path.StartsWith("/api/v2", StringComparison.Ordinal) && method != "HEAD") Assert.Contains("\"statusCode\":2", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                Assert.Empty(server.Grains.Calls);
            }
        }
    }

    /// <summary>A header or query that asks for another method is a header or query: the request stays what it is.</summary>
    [Fact]
    public async Task No_header_makes_another_method_of_a_request()
    {
        foreach (var (path, taken) in Paths.Where(static p => p.Path.StartsWith("/api/v2", StringComparison.Ordinal)))
        {
            var (method, asked) = taken.Contains("GET") ? (HttpMethod.Get, "POST") : (HttpMethod.Delete, taken.Single());
            if (path.EndsWith("/events", StringComparison.Ordinal)) continue;
            var expected = await server.SendAsync("agent1", method, path);
            foreach (var header in OverrideHeaders)
            {
                var answer = await server.SendAsync("agent1", method, $"{path}?_method={asked}", null, request => request.Headers.Add(header, asked));
                Assert.Equal((path, expected.Http, expected.Body), (path, answer.Http, answer.Body));
            }
        }
    }

    [Fact]
    public async Task A_body_that_does_not_call_itself_JSON_in_UTF8_is_415_and_asks_no_grain()
    {
        foreach (var (who, path) in EveryOperation.All.Select(static o => (o.Who, o.Path)).Distinct().Append(("agent1", "/api/v2/notifications")))
        {
            foreach (var mediaType in NoJson)
            {
                server.Reset();
                var answer = await server.SendAsync(who, HttpMethod.Post, path, null, request =>
                {
                    request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"operationName":"Complete"}"""));
                    request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
                });
                Assert.True(answer is { Http: 415, StatusCode: 2 }, $"{path} {mediaType}: {answer.Http} {answer.Body}");
                Assert.DoesNotContain(server.Grains.Calls, static c => !c.Contains(".CustomerSeenAsync(", StringComparison.Ordinal));      // a sign of life: asks nothing
            }
        }
    }

    [Fact]
    public async Task An_index_is_a_number_from_0_on()
    {
        foreach (var (who, path) in new[] { ("agent1", $"/api/v2/me/chats/{ApiServer.ChatId}/messages"), ("agent1", $"/api/v2/chats/{ApiServer.ChatId}/messages"), ("customer", $"/api/v2/chats/{ApiServer.Handle}/messages") })
        {
            foreach (var index in NoIndexes) (await server.GetAsync(who, $"{path}?index={index}")).Is(400, 2);
            (await server.GetAsync(who, $"{path}?index=1&index=2")).Is(400, 2);
            (await server.GetAsync(who, $"{path}?index=2147483647")).Is(200, 0);
        }
    }

    /// <summary>Whatever names are asked for, there is an answer, and nothing in it that was not there.</summary>
    [Theory]
    [InlineData("*")]
    [InlineData("*,*,*")]
    [InlineData(",,,")]
    [InlineData("passwordHash,PasswordHash,password,secret,loginId,contactCenterId")]
    [InlineData("__proto__,constructor")]
    [InlineData("%00")]
    [InlineData("..%2f..%2fme")]
    public async Task Fields_are_names_of_what_is_shown_anyway(string names)
    {
        var known = (await server.GetAsync("agent1", "/api/v2/me?fields=*&subresources=*")).Json.GetProperty("user").EnumerateObject().Select(static p => p.Name).ToHashSet();
        foreach (var path in new[] { "/api/v2/me?fields=", "/api/v2/me?subresources=", "/api/v2/me/chats?fields=", "/api/v2/me/channels?fields=", "/api/v2/settings/agent-states?fields=" })
        {
            var answer = await server.GetAsync("agent1", path + names);
            answer.Is(200, 0);
            Assert.DoesNotContain("asswordHash", answer.Body, StringComparison.Ordinal);
            if (path.StartsWith("/api/v2/me?", StringComparison.Ordinal)) Assert.Empty(answer.Json.GetProperty("user").EnumerateObject().Select(static p => p.Name).Except(known));
        }
    }
}
