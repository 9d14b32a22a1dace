using System.Text.Json;
using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.ApiHost;

/// <summary>The header <c>Idempotency-Key</c>: what it may be, and what the grains are told of it (decision 22).</summary>
public sealed class IdempotencyKeyTests : IClassFixture<ApiServer>
{
    private const string Chat = $"/api/v2/me/chats/{ApiServer.ChatId}";
    private const string Hello = """{"operationName":"SendMessage","text":"hello"}""";
    private readonly ApiServer _server;

    public IdempotencyKeyTests(ApiServer server)
    {
        _server = server;
        _server.Reset();
        _server.Grains.RequestKeys.Clear();
    }

    public static TheoryData<string, string, string> Operations
    {
        get
        {
            var all = new TheoryData<string, string, string>();
            foreach (var (who, path, row) in EveryOperation.All) all.Add(who, path, EveryOperation.Body(row).ToJsonString());
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Every_operation_tells_its_grain_the_key(string who, string path, string body)
    {
        (await _server.PostAsync(who, path, body)).Is(200, 0);
        Assert.Empty(_server.Grains.RequestKeys);
        (await PostAsync(who, path, body, "k")).Is(200, 0);
        var key = Assert.Single(_server.Grains.RequestKeys);
        Assert.Equal((64, 64), (key.Key.Length, key.Digest.Length));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"\"")]
    [InlineData("a\u0001b")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    [InlineData("\"12345678901234567890123456789012345678901234567890123456789012345\"")]
    public async Task What_is_no_key_is_a_bad_value(string value)
    {
        var answer = await PostAsync("agent1", Chat, Hello, value);
        answer.Is(400, 2);
        Assert.Empty(_server.Grains.Calls);
    }

    [Theory]
    [InlineData("k", "\"k\"")]
    [InlineData("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", "\"1234567890123456789012345678901234567890123456789012345678901234\"")]
    public async Task A_key_is_the_same_with_quotes_and_without(string one, string other) =>
        Assert.Equal(await KeyAsync("agent1", Chat, Hello, one), await KeyAsync("agent1", Chat, Hello, other));

    [Fact]
    public async Task A_key_is_the_askers_own_and_its_digest_tells_path_and_body_apart()
    {
        var own = await KeyAsync("agent1", Chat, Hello, "k");
        var others = await KeyAsync("agent2", Chat, Hello, "k");
        Assert.NotEqual(own.Key, others.Key);
        Assert.Equal(own.Digest, others.Digest);
        Assert.NotEqual(own.Key, (await KeyAsync("agent1", Chat, Hello, "K")).Key);
        foreach (var (path, body) in new[] { (Chat, Hello.Replace("hello", "bye", StringComparison.Ordinal)), (Chat, Hello + " "), ($"/api/v2/chats/{ApiServer.ChatId}", Hello) })
        {
            var other = await KeyAsync("agent1", path, body, "k");
            Assert.Equal(own.Key, other.Key);
            Assert.NotEqual(own.Digest, other.Digest);
        }
    }

    [Fact]
    public async Task A_chat_that_is_asked_for_again_has_the_first_ones_handle()
    {
        const string Body = """{"operationName":"RequestChat","nickname":"James","subject":"Help"}""";
        var asked = new List<StartChatRequest>();
        _server.Grains.Answers["StartAsync"] = args =>
        {
            asked.Add((StartChatRequest)args[0]!);
            return new StartChatReply(asked[0].HandleSalt);
        };
        var (first, again) = (await PostAsync("customer", "/api/v2/chats", Body, "k"), await PostAsync("customer", "/api/v2/chats", Body, "k"));
        Assert.Equal(first.Body, again.Body);
        Assert.NotEqual(asked[0].HandleSalt, asked[1].HandleSalt);
        Assert.NotEqual(asked[0].HandleHash, asked[1].HandleHash);
        Assert.Equal(asked[0].HandleHash, ChatId.HandleHash(first.Json.GetProperty("id").GetGuid(), DemoPeople.ContactCenterId));
        Assert.NotEqual(first.Body, (await PostAsync("customer", "/api/v2/chats", Body, "another key")).Body);
    }

    [Fact]
    public async Task What_came_again_answers_with_the_first_number()
    {
        _server.Grains.Answers["AcceptAsync"] = static _ => new ChatReply(3, ReferenceId: 7, IsAgain: true);
        Assert.Equal(7, (await PostAsync("agent1", Chat, """{"operationName":"Accept"}""", "k")).Json.GetProperty("referenceId").GetInt32());
    }

    [Fact]
    public async Task Logging_out_again_ends_nothing_more()
    {
        _server.Grains.Answers["EndSessionAsync"] = static _ => new ChatReply(3, IsAgain: true);
        (await PostAsync("agent1", "/api/v2/me", """{"operationName":"EndContactCenterSession"}""", "k")).Is(200, 0);
        Assert.DoesNotContain(_server.Grains.Calls, static c => c.Contains("WaitForTellingAsync", StringComparison.Ordinal));
    }

    private Task<Answer> PostAsync(string who, string path, string body, string key) =>
        _server.PostAsync(who, path, body, request => Assert.True(request.Headers.TryAddWithoutValidation("Idempotency-Key", key)));

    private async Task<OrleansChat.Grains.Interfaces.Retries.RequestKey> KeyAsync(string who, string path, string body, string key)
    {
        _server.Grains.RequestKeys.Clear();
        (await PostAsync(who, path, body, key)).Is(200, 0);
        return Assert.Single(_server.Grains.RequestKeys);
    }
}
