using OrleansChat.Domain;
using OrleansChat.Grains.Interfaces.Chats;

namespace OrleansChat.Tests.ApiHost;

/// <summary>Supervision asks who is who before it looks at any parameter (decisions 10 and 12).</summary>
public sealed class SupervisionTests : IClassFixture<ApiServer>
{
    private const string BadMode = """{"operationName":"Intrude","supervisorVisibilityMode":"Whisper"}""";
    private const string BadScope = """{"operationName":"Monitor","supervisorMonitoringMode":"Sometimes"}""";
    private readonly ApiServer _server;

    public SupervisionTests(ApiServer server)
    {
        _server = server;
        _server.Reset();
    }

    [Theory]
    [InlineData("", "agent1", 401, 20)]
    [InlineData("agent2", "agent1", 403, 5)]
    [InlineData("agent1", "agent1", 403, 5)]
    [InlineData("admin", "nobody", 403, 5)]
    [InlineData("supervisor1", "nobody", 404, 6)]
    [InlineData("supervisor1", "supervisor1", 403, 3)]
    [InlineData("supervisor2", "agent1", 403, 5)]
    [InlineData("supervisor1", "agent1", 400, 2)]
    public async Task Who_comes_before_the_mode(string who, string agent, int http, int statusCode)
    {
        var user = ApiServer.UserId(agent);
        (await _server.PostAsync(who, $"/api/v2/users/{user}/chats/nochat", BadMode)).Is(http, statusCode);
        (await _server.PostAsync(who, $"/api/v2/users/{user}/channels/chat", BadScope)).Is(http, statusCode);
        Assert.Empty(_server.Grains.Calls);
    }

    [Fact]
    public async Task An_unknown_operation_comes_before_who()
    {
        (await _server.PostAsync("agent2", $"/api/v2/users/{ApiServer.UserId("agent1")}/channels/chat", """{"operationName":"Whisper"}""")).Is(400, 2);
        (await _server.PostAsync("agent2", $"/api/v2/users/{ApiServer.UserId("agent1")}/chats/{ApiServer.ChatId}", "{}")).Is(400, 1);
    }

    [Fact]
    public async Task A_chat_that_cannot_be_comes_after_the_mode() =>
        (await _server.PostAsync("supervisor1", $"/api/v2/users/{ApiServer.UserId("agent1")}/chats/nochat", """{"operationName":"Intrude"}""")).Is(404, 6);

    [Fact]
    public async Task The_agents_grain_is_asked()
    {
        var agent = ApiServer.UserId("agent1");
        (await _server.PostAsync("supervisor1", $"/api/v2/users/{agent}/channels/chat", """{"operationName":"Coach","supervisorMonitoringMode":"NextChat","nickname":"S"}""")).Is(200, 0);
        Assert.Contains(_server.Grains.Calls, c => c.StartsWith($"{agent}.MonitorAsync", StringComparison.Ordinal) && c.Contains("Mode = Coach, Scope = NextChat, Nickname = S", StringComparison.Ordinal));

        (await _server.PostAsync("supervisor1", $"/api/v2/users/{agent}/channels/chat", """{"operationName":"Monitor"}""")).Is(200, 0);
        Assert.Contains(_server.Grains.Calls, static c => c.Contains("Mode = Monitor, Scope = AllChats, Nickname = ", StringComparison.Ordinal));

        (await _server.PostAsync("supervisor1", $"/api/v2/users/{agent}/chats/{ApiServer.ChatId}", """{"operationName":"Intrude","supervisorVisibilityMode":"BargeIn"}""")).Is(200, 0);
        Assert.Contains(_server.Grains.Calls, c => c.StartsWith($"{agent}.IntrudeAsync", StringComparison.Ordinal) && c.Contains("Mode = BargeIn", StringComparison.Ordinal));
        Assert.Contains($"{ApiServer.UserId("supervisor1")}.WaitForChatAsync({ApiServer.ChatId}, 1)", _server.Grains.Calls);
    }

    [Fact]
    public async Task Cancel_without_a_monitoring_is_2()
    {
        _server.Grains.Answers["CancelMonitoringAsync"] = static _ => new ChatReply(0, Refusal.NotInThisState);
        (await _server.PostAsync("supervisor1", $"/api/v2/users/{ApiServer.UserId("agent1")}/channels/chat", """{"operationName":"CancelSupervisorMonitoring"}""")).Is(400, 2);
    }
}
