namespace OrleansChat.Tests.ApiHost;

/// <summary>What every answer tells browsers, whoever gives it: an endpoint, a refusal, the notification transports, nobody.</summary>
public sealed class SecurityHeadersTests(ApiServer server) : IClassFixture<ApiServer>
{
    internal static readonly (string Name, string Value)[] Expected =
    [
        ("X-Content-Type-Options", "nosniff"), ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
    ];

    [Theory]
    [InlineData("GET", "/api/v2/diagnostics/version")]
    [InlineData("GET", "/api/v2/me")]
    [InlineData("GET", "/api/v2/nothing")]
    [InlineData("DELETE", "/api/v2/me")]
    [InlineData("POST", "/api/v2/notifications")]
    [InlineData("GET", "/api/v2/me/events")]
    [InlineData("GET", "/health/live")]
    [InlineData("GET", "/")]
    public async Task Every_answer_has_them(string method, string path)
    {
        var answer = await server.SendAsync("", new HttpMethod(method), path, null, static request => request.Headers.Add("X-Forwarded-Proto", "https"));
        foreach (var (name, value) in Expected)
        {
            Assert.Equal(value, answer.Headers.GetValues(name).Single());
        }

        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"), "Nobody vouches for the header that says HTTPS.");
    }
}
