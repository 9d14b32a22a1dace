using System.Net;

namespace OrleansChat.Tests.Access;

/// <summary>Where a request came from, and whether over https, is the word of the configured proxies alone.</summary>
public sealed class ProxyTests(ProxiedServer server) : IClassFixture<ProxiedServer>
{
    private const string Version = "/api/v2/diagnostics/version";

    [Fact]
    public async Task A_proxys_word_tells_clients_apart_and_the_last_address_counts()
    {
        Assert.Equal([200, 200, 200, 200, 429], await AsAsync(ProxiedServer.Proxy, Enumerable.Repeat("10.1.1.1", ProxiedServer.Anonymous + 1)));
        Assert.Equal([200], await AsAsync(ProxiedServer.Proxy, ["10.1.1.2"]));
        Assert.Equal([429, 200], await AsAsync(ProxiedServer.Proxy, ["10.9.9.9, 10.1.1.1", "10.1.1.1, 10.1.1.3"]));      // what stands before is the client's own say
        Assert.Equal([429], await AsAsync(ProxiedServer.Proxy, ["10.1.1.1:4711"]));
        Assert.Equal([200, 200, 200, 200, 429], await AsAsync(ProxiedServer.Proxy, ["2001:db8::1", "2001:db8::2", "[2001:db8::3]:80", "2001:db8::4", "2001:db8:0:0:ffff::5"]));
    }

    [Fact]
    public async Task Nobody_elses_word_counts()
    {
        Assert.Equal([200, 200, 200, 200, 429, 429], await AsAsync(ProxiedServer.Stranger, ["10.2.1.1", "10.2.1.2", "127.0.0.1", "", "10.2.1.5", "10.2.1.6"]));
        Assert.Equal([200], await AsAsync(ProxiedServer.Proxy, ["10.2.1.5"]));                                            // nothing was noted for it
    }

    /// <summary>Over https browsers are told to stay with it, and the login's cookie goes nowhere else.</summary>
    [Theory]
    [InlineData("127.0.0.1", "https", true)]
    [InlineData("127.0.0.1", "http", false)]
    [InlineData("127.0.0.1", null, false)]
    [InlineData("127.0.0.1", "http, https", true)]
    [InlineData("127.0.0.1", "https, http", false)]
    [InlineData("127.0.0.2", "https", false)]
    [InlineData("127.0.5.200", "https", true)]
    [InlineData("127.0.6.200", "https", false)]
    public async Task Https_is_what_a_proxy_says_is_https(string from, string? proto, bool isHttps)
    {
        (string, string)[] headers = [ProxiedServer.Basic("agent1"), ("X-Forwarded-For", "10.3.1.1"), .. proto is null ? [] : new[] { ("X-Forwarded-Proto", proto) }];
        var (http, answer) = await server.GetAsync(IPAddress.Parse(from), "/api/v2/me", headers);
        Assert.Equal(200, http);
        Assert.Equal(isHttps ? ["max-age=31536000"] : [], answer.TryGetValues("Strict-Transport-Security", out var told) ? told : []);
        Assert.All(answer.GetValues("Set-Cookie"), cookie => Assert.Equal(isHttps, cookie.Contains("secure", StringComparison.OrdinalIgnoreCase)));
    }

    private async Task<List<int>> AsAsync(IPAddress from, IEnumerable<string> forwardedFor)
    {
        var statuses = new List<int>();
        foreach (var address in forwardedFor) statuses.Add((await server.GetAsync(from, Version, address.Length == 0 ? [] : [("X-Forwarded-For", address)])).Http);
        return statuses;
    }
}
