using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>One SIGKILL at a chosen moment: what was promised before it holds after it.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private readonly RunningServer _server = new() { Arguments = ["--Routing:NoAnswerAfter=00:05:00", "--Customers:DisconnectAfter=00:05:00"] };

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_chat_that_was_asked_for_is_offered_after_the_kill()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent1");
        using var customer = await CustomerSide.RequestChatAsync(_server);
        await RestartAsync();
        await agent.AcceptOfferedAsync();
        _ = (await customer.SayAsync("hello")).Ok;
        await agent.UntilEntriesAsync("3 Text Chris hello");
        Assert.Null(agent.Refused);
    }

    [Fact]
    public async Task A_chat_that_waits_is_offered_to_who_gets_ready_after_the_kill()
    {
        using var customer = await CustomerSide.RequestChatAsync(_server);
        await RestartAsync();
        await using var agent = await Desk.OpenReadyAsync(_server, "agent1");
        await agent.AcceptNextAsync();
    }

    [Fact]
    public async Task An_invited_supervisor_accepts_after_the_kill_and_reads_the_whole_log()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent1");
        await using var supervisor = await Desk.OpenAsync(_server, "supervisor1");
        _ = (await supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/channels/chat", "Monitor")).Ok;
        using var customer = await CustomerSide.RequestChatAsync(_server);
        var chatId = await agent.AcceptNextAsync();
        _ = (await customer.SayAsync("before")).Ok;
        Assert.Equal("Monitor", (string?)(await supervisor.NextChatAsync("StatusChange", "Invited"))["supervisorMode"]);
        await RestartAsync();
        _ = (await supervisor.DoAsync(chatId, "Accept")).Ok;
        await supervisor.UntilEntriesAsync("1 ParticipantJoined Chris, 2 ParticipantJoined agent1, 3 Text Chris before, 4 ParticipantJoined supervisor1");
        Assert.Equal("1 ParticipantJoined Chris, 2 ParticipantJoined agent1, 3 Text Chris before", await customer.TranscriptAsync());
        _ = (await supervisor.DoAsync(chatId, "SendMessage", ("text", "unseen"))).Ok;
        _ = (await customer.SayAsync("after")).Ok;
        await agent.UntilEntriesAsync("4 Text Chris after");
    }

    [Fact]
    public async Task A_monitoring_goes_on_after_the_kill()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent1");
        await using var supervisor = await Desk.OpenAsync(_server, "supervisor1");
        _ = (await supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/channels/chat", "Coach")).Ok;
        await RestartAsync();
        using var customer = await CustomerSide.RequestChatAsync(_server);
        var chatId = await agent.AcceptOfferedAsync();
        Assert.Equal("Coach", (string?)(await supervisor.UntilStateAsync("Invited"))["supervisorMode"]);
        _ = (await supervisor.DoAsync(chatId, "Accept")).Ok;
    }

    [Fact]
    public async Task A_login_by_cookie_holds_after_the_kill()
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = _server.Address };
        using var login = new HttpRequestMessage(HttpMethod.Get, "/api/v2/me");
        login.Headers.Add("Authorization", "Basic " + Convert.ToBase64String("agent1:demo"u8));
        using var answer = await http.SendAsync(login);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), static c => c.StartsWith("JSESSIONID=", StringComparison.Ordinal)).Split(';')[0];
        await RestartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v2/me");
        request.Headers.Add("Cookie", cookie);
        using var again = await http.SendAsync(request);
        Assert.Equal("agent1", (string?)JsonNode.Parse(await again.Content.ReadAsStringAsync())!["user"]!["userName"]);
    }

    [Fact]
    public async Task What_a_customer_had_read_is_repeated_after_the_kill()
    {
        await using var agent = await Desk.OpenReadyAsync(_server, "agent1");
        using var customer = await CustomerSide.RequestChatAsync(_server);
        await agent.AcceptNextAsync();
        _ = (await customer.SayAsync("hello")).Ok;
        const string All = "1 ParticipantJoined Chris, 2 ParticipantJoined agent1, 3 Text Chris hello";
        Assert.Equal(All, await customer.TranscriptAsync(index: null));
        Assert.Equal("", await customer.TranscriptAsync(index: null));
        await RestartAsync();
        Assert.Equal(All, await customer.TranscriptAsync(index: null));
        Assert.Equal("", await customer.TranscriptAsync(index: null));
    }

    private Task RestartAsync()
    {
        _server.Kill();
        return _server.StartAsync();
    }
}
