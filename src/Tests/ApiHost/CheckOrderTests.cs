using System.Text;
using OrleansChat.Domain;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Tests.ApiHost;

/// <summary>The order of checks of every operation (decision 20), over HTTP and before any grain.</summary>
public sealed class CheckOrderTests : IClassFixture<ApiServer>
{
    private const string Chat = $"/api/v2/me/chats/{ApiServer.ChatId}";
    private readonly ApiServer _server;

    public CheckOrderTests(ApiServer server)
    {
        _server = server;
        _server.Reset();
    }

    public static TheoryData<string, string, string, int, int> Bad => new()
    {
        { "", Chat, "{", 401, 20 },
        { "agent1", Chat, "", 400, 2 },
        { "agent1", Chat, "{", 400, 2 },
        { "agent1", Chat, "[]", 400, 2 },
        { "agent1", Chat, "null", 400, 2 },
        { "agent1", Chat, """{"operationName":"Leave","operationName":"Leave"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Leave",}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Leave"}/**/""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Leave","ignored":"\ud800"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"SendMessage","text":"a\u0000b"}""", 400, 2 },
        { "agent1", Chat, "{}", 400, 1 },
        { "agent1", Chat, """{"operationName":null}""", 400, 1 },
        { "agent1", Chat, """{"operationName":7}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"leave"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Transfer"}""", 400, 1 },
        { "agent1", Chat, """{"operationName":"Transfer","queueName":"nowhere"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Transfer","queueName":"chat-in","targetPath":"/users/x"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Invite","targetUri":"/chats/x"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Consult","targetPath":"/users/00000000000000000000000000000000"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"RemoveParticipantFromConference","targetPath":"/queues/chat-in"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"SendMessage"}""", 400, 1 },
        { "agent1", Chat, """{"operationName":"SendMessage","treatAs":"Loud"}""", 400, 1 },
        { "agent1", Chat, """{"operationName":"SendMessage","text":""}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"SendMessage","text":["a"]}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"SendMessage","text":"a","treatAs":"Loud"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Complete","messageType":"Greeting"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"Accept","saveLAR":"yes"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"SendUrl","url":"javascript:alert(1)"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"SendUrl","url":"data:text/html,x"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"SendUrl","url":"//evil.example"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"AttachUserData","userData":{"a":true}}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"AttachUserData","userData":{"a":{}}}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"AttachUserData","userData":[]}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"DeleteUserData","keys":"a"}""", 400, 2 },
        { "agent1", Chat, """{"operationName":"DeleteUserData","keys":[1]}""", 400, 2 },
        { "agent1", "/api/v2/me/chats/nochat", """{"operationName":"SendMessage"}""", 400, 1 },
        { "agent1", "/api/v2/me/chats/nochat", """{"operationName":"Leave"}""", 404, 6 },
        { "agent1", "/api/v2/me/chats/0001Da9PFC93000S", """{"operationName":"Leave"}""", 404, 6 },
        { "agent1", $"/api/v2/me/chats/{ApiServer.Handle}", """{"operationName":"Accept"}""", 404, 6 },
        { "agent1", "/api/v2/me", """{"operationName":"StartContactCenterSession"}""", 400, 1 },
        { "agent1", "/api/v2/me", """{"operationName":"StartContactCenterSession","channels":"chat"}""", 400, 2 },
        { "agent1", "/api/v2/me", """{"operationName":"StartContactCenterSession","channels":["voice"]}""", 400, 2 },
        { "supervisor1", "/api/v2/me", """{"operationName":"Ready"}""", 403, 5 },
        { "admin", "/api/v2/me/channels/chat", """{"operationName":"Ready"}""", 403, 5 },
        { "agent1", "/api/v2/me/channels/email", """{"operationName":"Ready"}""", 404, 6 },
        { "agent1", "/api/v2/chats", """{"operationName":"RequestChat","nickname":"C","subject":"s"}""", 403, 3 },
        { "", "/api/v2/chats", """{"operationName":"RequestChat","nickname":"C","subject":"s"}""", 401, 20 },
        { "customer", "/api/v2/chats", """{"operationName":"RequestChat","subject":"s","endpoint":"nowhere"}""", 400, 1 },
        { "customer", "/api/v2/chats", """{"operationName":"RequestChat","nickname":"C","subject":"s","endpoint":"nowhere"}""", 400, 2 },
        { "customer", "/api/v2/chats/nochat", """{"operationName":"SendMessage"}""", 400, 1 },
        { "customer", "/api/v2/chats/nochat", """{"operationName":"SendMessage","text":"hello"}""", 404, 6 },
        { "customer", $"/api/v2/chats/{ApiServer.ChatId}", """{"operationName":"SendMessage","text":"hello"}""", 404, 6 },
        { "customer", $"/api/v2/chats/{ApiServer.Handle}", """{"operationName":"SendToAgents","text":"hello"}""", 400, 2 },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_wrong_is_refused_before_any_grain(string who, string path, string body, int http, int statusCode)
    {
        (await _server.PostAsync(who, path, body)).Is(http, statusCode);
        Assert.DoesNotContain(_server.Grains.Calls, static c => !c.Contains(".CustomerSeenAsync(", StringComparison.Ordinal));      // a sign of life: asks nothing
    }

    [Fact]
    public async Task A_limit_comes_after_every_bad_value_and_before_the_chat()
    {
        var nickname = new string('n', 65);
        (await _server.PostAsync("agent1", "/api/v2/me/chats/nochat", $$"""{"operationName":"Accept","nickname":"{{nickname}}","saveLAR":1}""")).Is(400, 2);
        (await _server.PostAsync("agent1", "/api/v2/me/chats/nochat", $$"""{"operationName":"Accept","nickname":"{{nickname}}"}""")).Is(400, 10);
        (await _server.PostAsync("customer", "/api/v2/chats", $$"""{"operationName":"RequestChat","nickname":"{{nickname}}","subject":"s","endpoint":"nowhere"}""")).Is(400, 2);
        (await _server.PostAsync("customer", "/api/v2/chats", $$"""{"operationName":"RequestChat","nickname":"{{nickname}}","subject":"s"}""")).Is(400, 10);
    }

    [Theory]
    [InlineData(16 * 1024, 200, 0)]
    [InlineData((16 * 1024) + 1, 400, 10)]
    public async Task A_text_has_at_most_16_KiB_of_utf8(int bytes, int http, int statusCode) =>
        (await _server.PostAsync("agent1", Chat, $$"""{"operationName":"SendMessage","text":"{{new string('é', bytes / 2)}}{{new string('a', bytes % 2)}}"}""")).Is(http, statusCode);

    [Fact]
    public async Task User_data_has_200_keys_of_256_characters_at_most()
    {
        static string Attach(int keys, int chars) =>
            """{"operationName":"AttachUserData","userData":{""" + string.Join(',', Enumerable.Range(0, keys).Select(k => $"\"{k.ToString("D3", null).PadRight(chars, 'k')}\":1")) + "}}";
        (await _server.PostAsync("agent1", Chat, Attach(200, 256))).Is(200, 0);
        (await _server.PostAsync("agent1", Chat, Attach(201, 3))).Is(400, 10);
        (await _server.PostAsync("agent1", Chat, Attach(1, 257))).Is(400, 10);
        (await _server.PostAsync("agent1", Chat, """{"operationName":"AttachUserData","userData":{"a":" """ + new string('v', 64 * 1024) + "\"}}")).Is(400, 10);
    }

    [Fact]
    public async Task A_body_over_128_KiB_is_413_with_10_before_it_is_read()
    {
        var body = $$"""{"operationName":"SendMessage","text":"{{new string('a', 128 * 1024)}}"}""";
        (await _server.PostAsync("agent1", Chat, body)).Is(413, 10);
        (await _server.PostAsync("", Chat, body)).Is(401, 20);
        (await _server.PostAsync("agent1", Chat, "", r => r.Content = new PushedContent(body))).Is(413, 10);
        Assert.Empty(_server.Grains.Calls);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/x-www-form-urlencoded", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=UTF-8", 200)]
    [InlineData("Application/JSON", 200)]
    public async Task Only_json_in_utf8_is_taken(string contentType, int http)
    {
        var answer = await _server.PostAsync("agent1", Chat, "", r =>
        {
            r.Content = new ByteArrayContent("""{"operationName":"Leave"}"""u8.ToArray());
            r.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        });
        answer.Is(http, http == 200 ? 0 : 2);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8 with a byte order mark")]
    [InlineData("latin-1")]
    public async Task Other_encodings_of_json_are_malformed(string encoding)
    {
        const string Json = """{"operationName":"SendMessage","text":"é"}""";
        byte[] octets = encoding switch
        {
            "utf-16" => Encoding.Unicode.GetBytes(Json),
            "latin-1" => Encoding.Latin1.GetBytes(Json),
            _ => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Json)],
        };
        (await _server.PostAsync("agent1", Chat, "", r =>
        {
            r.Content = new ByteArrayContent(octets);
            r.Content.Headers.ContentType = new("application/json");
        })).Is(400, 2);
    }

    [Fact]
    public async Task Nesting_is_bounded_and_unknown_fields_are_passed_over()
    {
        static string Nested(int depth) => $$"""{"operationName":"Leave","deep":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        (await _server.PostAsync("agent1", Chat, Nested(15))).Is(200, 0);
        (await _server.PostAsync("agent1", Chat, Nested(16))).Is(400, 2);
        (await _server.PostAsync("agent1", Chat, """{"operationName":"SendMessage","text":"a","index":1,"from":{},"visibility":"All","state":"x"}""")).Is(200, 0);
    }

    [Fact]
    public async Task What_the_rules_refuse_comes_last()
    {
        _server.Grains.Answers["LeaveAsync"] = _ => new ChatReply(3, Refusal.NotInThisState);
        (await _server.PostAsync("agent1", Chat, """{"operationName":"Leave"}""")).Is(400, 2);
        _server.Grains.Answers["LeaveAsync"] = _ => new ChatReply(0, Refusal.ChatUnknown);
        (await _server.PostAsync("agent1", Chat, """{"operationName":"Leave"}""")).Is(404, 6);
    }

    /// <summary>A body of unknown length.</summary>
    private sealed class PushedContent : HttpContent
    {
        private readonly string _text;

        public PushedContent(string text)
        {
            _text = text;
            Headers.ContentType = new("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(Encoding.UTF8.GetBytes(_text)).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
