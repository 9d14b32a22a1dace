using System.Net.Sockets;
using Orleans.Runtime;
using OrleansChat.Grains.Interfaces;
using OrleansChat.Tests.Compatibility;

namespace OrleansChat.Tests.ApiHost;

/// <summary>Every body under /api/v2 is an envelope, whoever refuses (decision 21).</summary>
public sealed class EnvelopeTests : IClassFixture<ApiServer>
{
    private readonly ApiServer _server;

    public EnvelopeTests(ApiServer server)
    {
        _server = server;
        _server.Reset();
    }

    [Theory]
    [InlineData("GET", "/api/v2", 404, 6)]
    [InlineData("GET", "/api/v2/nothing", 404, 6)]
    [InlineData("POST", "/API/V2/nothing", 404, 6)]
    [InlineData("DELETE", "/api/v2/me", 405, 2)]
    [InlineData("GET", "/api/v2/chats", 405, 2)]
    [InlineData("PUT", "/api/v2/me/chats/x", 405, 2)]
    [InlineData("POST", "/api/v2/diagnostics/version", 405, 2)]
    public async Task What_is_not_there_is_said_in_an_envelope(string method, string path, int http, int statusCode) =>
        (await _server.SendAsync("agent1", new HttpMethod(method), path)).Is(http, statusCode);

    [Fact]
    public async Task The_unexpected_is_500_with_4_and_no_details()
    {
        _server.Grains.Answers["GetAsync"] = static _ => throw new InvalidOperationException("secret detail");
        var answer = await _server.GetAsync("agent1", "/api/v2/me/chats");
        answer.Is(500, 4);
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
    }

    public static TheoryData<Exception> Unreachable => [new StoreUnavailableException("the journal is away"), new TimeoutException(), new OrleansException(), new IOException(), new SocketException()];

    [Theory]
    [MemberData(nameof(Unreachable))]
    public async Task A_store_or_cluster_out_of_reach_is_503_with_12_and_a_time_to_retry(Exception error)
    {
        _server.Grains.Answers["GetAsync"] = _ => throw error;
        var answer = await _server.GetAsync("agent1", "/api/v2/me/chats");
        answer.Is(503, 12);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task An_operation_that_took_effect_is_never_reported_as_failed()
    {
        _server.Grains.Answers["WaitForChatAsync"] = static _ => throw new TimeoutException();
        (await _server.PostAsync("agent1", $"/api/v2/me/chats/{ApiServer.ChatId}", """{"operationName":"Leave"}""")).Is(200, 0);
    }

    [Fact]
    [Shows("GET /diagnostics/version")]
    public async Task Headers_say_little_and_forbid_sniffing()
    {
        var answer = await _server.GetAsync("", "/api/v2/diagnostics/version");
        answer.Is(200, 0);
        Assert.False(string.IsNullOrEmpty(answer.Json.GetProperty("version").GetString()));
        foreach (var (name, value) in SecurityHeadersTests.Expected)
        {
            Assert.Equal(value, answer.Headers.GetValues(name).Single());
        }

        Assert.False(answer.Headers.Contains("Server"));
    }
}
