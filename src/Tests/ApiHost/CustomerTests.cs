using OrleansChat.Domain.Chats;
using OrleansChat.Domain.People;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Tests.ApiHost;

/// <summary>The customer API (contract section 7, decisions 39–41).</summary>
public sealed class CustomerTests : IClassFixture<ApiServer>
{
    private const string Chat = $"/api/v2/chats/{ApiServer.Handle}";
    private static readonly Guid Handle = Guid.Parse(ApiServer.Handle);
    private static readonly ParticipantInfo Chris = new("Chris", ParticipantRole.Customer, null, Visibility.All, "00AF5367D3AD0008", 1);
    private static readonly ParticipantInfo Sue = new("Sue", ParticipantRole.Supervisor, "991a4bece8dd4184a93e98ad429694f6", Visibility.All, "00AF5367D3D0000B", 2);
    private readonly ApiServer _server;

    public CustomerTests(ApiServer server)
    {
        _server = server;
        _server.Reset();
    }

    [Fact]
    public async Task RequestChat_answers_with_the_handle_that_finds_the_chat()
    {
        StartChatRequest? seen = null;
        _server.Grains.Answers["StartAsync"] = args =>
        {
            seen = (StartChatRequest)args[0]!;
            return new StartChatReply("");
        };
        var answer = await _server.PostAsync("customer", "/api/v2/chats", """{"operationName":"RequestChat","nickname":"James","subject":"Help","userData":{"a":1}}""");
        answer.Is(200, 0);
        Assert.Equal(["statusCode", "id", "path"], answer.Json.EnumerateObject().Select(static p => p.Name));
        var handle = answer.Json.GetProperty("id").GetGuid();
        Assert.Equal($"/api/v2/chats/{handle}", answer.Json.GetProperty("path").GetString());
        Assert.Equal((DemoPeople.ContactCenterId, ChatId.HandleHash(handle, DemoPeople.ContactCenterId), "James", "Help", "chat-in"), (seen!.ContactCenterId, seen.HandleHash, seen.Nickname, seen.Subject, seen.QueueName));
        Assert.Equal(new UserDataInfo("a", "1", true), Assert.Single(seen.UserData));
        Assert.StartsWith(ChatId.FromHandle(handle), _server.Grains.Calls.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("chat")]
    [InlineData("22222222-2222-2222-2222-222222222222")]
    public async Task Without_a_contact_centre_that_is_there_20(string? header)
    {
        foreach (var path in new[] { Chat, $"{Chat}/messages" })
        {
            (await _server.GetAsync("", path, r => r.Headers.TryAddWithoutValidation("ContactCenterId", header))).Is(401, 20);
        }
    }

    [Theory]
    [InlineData("SendMessage", "Text, hello")]
    [InlineData("SendStartTypingNotification", "TypingStarted, ")]
    [InlineData("SendStopTypingNotification", "TypingStopped, ")]
    public async Task A_customer_says(string operation, string said)
    {
        (await _server.PostAsync("customer", Chat, $$"""{"operationName":"{{operation}}","text":"hello"}""")).Is(200, 0);
        Assert.Equal([$"{ChatId.FromHandle(Handle)}.CustomerSayAsync({ChatId.HandleHash(Handle, DemoPeople.ContactCenterId)}, {said})"], _server.Grains.Calls);
    }

    [Theory]
    [InlineData("{652492d9-1111-4222-8333-444455556666}")]
    [InlineData("652492d9111142228333444455556666")]
    [InlineData("652492d9-1111-4222-8333-44445555666")]
    [InlineData("0001DA9PFC93000S")]
    [InlineData("..%2f..%2fme")]
    public async Task What_is_no_handle_is_no_chat(string id)
    {
        (await _server.GetAsync("customer", $"/api/v2/chats/{id}")).Is(404, 6);
        (await _server.GetAsync("customer", $"/api/v2/chats/{id}/messages")).Is(404, 6);
        (await _server.GetAsync("customer", $"/api/v2/chats/{id}/messages?index=0")).Is(404, 6);
        Assert.Empty(_server.Grains.Calls);
    }

    [Fact]
    public async Task A_chat_has_no_more_than_the_documented_fields()
    {
        _server.Grains.Answers["GetCustomerChatAsync"] = static _ => new CustomerChatReply(CustomerChatState.WaitingForAgent, [Chris]);
        Assert.Equal($$$"""{"statusCode":0,"chat":{"id":"{{{ApiServer.Handle}}}","state":"WaitingForAgent","capabilities":["SendMessage","SendStartTypingNotification","SendStopTypingNotification","Complete"],"participants":[{"nickname":"Chris","participantId":"1","type":"Customer"}]}}""",
            (await _server.GetAsync("customer", Chat)).Body);

        _server.Grains.Answers["GetCustomerChatAsync"] = static _ => new CustomerChatReply(CustomerChatState.Idle, []);
        Assert.Equal($$$"""{"statusCode":0,"chat":{"id":"{{{ApiServer.Handle}}}","state":"Idle","capabilities":[],"participants":[]}}""", (await _server.GetAsync("customer", Chat)).Body);
    }

    [Fact]
    public async Task What_was_delivered_moves_the_cursor_and_is_not_delivered_again()
    {
        ImmutableArray<EntryInfo> log =
        [
            new(1, EntryKind.ParticipantJoined, Visibility.All, Chris, "", null, default),
            new(2, EntryKind.Text, Visibility.All, Chris, "Hello?", "Greeting", default),
            new(3, EntryKind.PushUrl, Visibility.All, Sue, "https://a.example", null, default),
        ];
        var received = 0;
        _server.Grains.Answers["GetCustomerMessagesAsync"] = args => new MessagesReply([.. log.Where(e => e.Index >= ((int?)args[1] ?? received + 1))], 4);
        _server.Grains.Answers["CustomerReceivedAsync"] = args => received = (int)args[1]!;

        var first = await _server.GetAsync("customer", $"{Chat}/messages");
        Assert.Equal("""{"statusCode":0,"messages":[{"index":1,"type":"ParticipantJoined","from":{"nickname":"Chris","participantId":"1","type":"Customer"}},{"index":2,"type":"Text","text":"Hello?","from":{"nickname":"Chris","participantId":"1","type":"Customer"}},{"index":3,"type":"PushUrl","url":"https://a.example","from":{"nickname":"Sue","participantId":"2","type":"Agent"}}]}""", first.Body);
        Assert.Equal("""{"statusCode":0,"messages":[]}""", (await _server.GetAsync("customer", $"{Chat}/messages")).Body);
        Assert.Equal(first.Body, (await _server.GetAsync("customer", $"{Chat}/messages?index=0")).Body);
        Assert.Single(_server.Grains.Calls, static c => c.Contains("CustomerReceivedAsync", StringComparison.Ordinal));
    }
}
