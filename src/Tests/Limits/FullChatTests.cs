using System.Text.Json.Nodes;
using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Limits;

/// <summary>A chat in which everything is used up: what there is no room for is refused, nobody reads anything of it, and everybody can go.</summary>
public sealed class FullChatTests
{
    private static readonly (string, (string, JsonNode?)[])[] Agents =
    [
        ("SendMessage", [("text", "x")]), ("SendToAgents", [("text", "x")]), ("SendUrl", [("url", "https://example.org/")]), ("SendCustomNotice", [("noticeText", "n")]),
        ("SendCustomNoticeToAgents", [("noticeText", "n")]), ("SendStopTypingNotification", []), ("SendStopTypingToAgentsNotification", []),
        ("Complete", [("queueName", "chat-in")]), ("Complete", [("text", "bye")]), ("Leave", [("text", "bye")]), ("Transfer", [("queueName", "chat-in")]), ("Invite", [("queueName", "chat-in")]),
    ];

    private static readonly (string, (string, JsonNode?)[])[] Supervisors =
    [
        ("SendMessage", [("text", "x")]), ("SendStartTypingNotification", []), ("SendStartTypingToAgentsNotification", []), ("SwitchToCoach", []), ("SwitchToBargeIn", []), ("SwitchBargeIn", []),
    ];

    /// <summary>The chat's agent gave it back and got it again, so that no agent comes any more; the supervisor came, switched, and came again.</summary>
    [Fact]
    public async Task What_a_full_chat_has_no_room_for_is_refused_nothing_happens_and_everybody_goes()
    {
        var server = new RunningServer
        {
            Arguments = [$"--Limits:EntriesMax={LowServer.Entries}", "--Limits:ParticipantsMax=1", "--Limits:ComingsMax=2", "--Supervision:IntrudeRequiresMonitoring=false"],
        };
        await server.InitializeAsync();
        try
        {
            await using var agent = await Desk.OpenReadyAsync(server, "agent4");
            using var customer = await CustomerSide.RequestChatAsync(server);
            var chatId = await agent.AcceptNextAsync();
            await using var supervisor = await Desk.OpenAsync(server, "supervisor1");
            await EnterAsync();
            _ = (await supervisor.DoAsync(chatId, "Leave")).Ok;
            _ = (await agent.DoAsync(chatId, "Complete", ("queueName", "chat-in"))).Ok;
            Assert.Equal("Completed", (string?)(await agent.NextChatAsync("StatusChange"))["state"]);
            Assert.Equal(chatId, await agent.AcceptNextAsync());
            await EnterAsync();

            // The customer and the agent type, so that to stop is something new; the supervisor does not, so that to start is.
            _ = (await customer.DoAsync("SendStartTypingNotification")).Ok;
            _ = (await agent.DoAsync(chatId, "SendStartTypingNotification")).Ok;
            _ = (await agent.DoAsync(chatId, "SendStartTypingToAgentsNotification")).Ok;
            await UntilFullAsync(agent, "SendUrl", ("url", "https://example.org/"));
            await UntilFullAsync(agent, "SendCustomNoticeToAgents", ("noticeText", "n"));
            await UntilFullAsync(supervisor, "SendMessage", ("text", "hidden"));

            var before = await ReadAsync();
            foreach (var (operation, parameters) in Agents) (await agent.DoAsync(chatId, operation, parameters)).MustBe(10, 400);
            foreach (var (operation, parameters) in Supervisors) (await supervisor.DoAsync(chatId, operation, parameters)).MustBe(10, 400);
            (await customer.SayAsync("x")).MustBe(10, 400);
            (await customer.DoAsync("SendStopTypingNotification")).MustBe(10, 400);
            Assert.Equal(before, await ReadAsync());

            _ = (await supervisor.DoAsync(chatId, "Leave")).Ok;
            (await IntrudeAsync()).MustBe(10, 400);
            _ = (await customer.DoAsync("Complete")).Ok;
            _ = (await agent.DoAsync(chatId, "Complete")).Ok;

            Task<Answer> IntrudeAsync() => supervisor.Api.PostAsync($"/api/v2/users/{agent.UserId}/chats/{chatId}", "Intrude", ("supervisorVisibilityMode", "Monitor"));

            async Task EnterAsync()
            {
                _ = (await IntrudeAsync()).Ok;
                _ = (await supervisor.DoAsync(chatId, "Accept")).Ok;
            }

            async Task UntilFullAsync(Desk who, string operation, (string, JsonNode?) parameter)
            {
                var answer = await who.DoAsync(chatId, operation, parameter);
                for (var entry = 0; entry < LowServer.Entries && answer.StatusCode == 0; entry++) answer = await who.DoAsync(chatId, operation, parameter);
                answer.MustBe(10, 400);
            }

            async Task<string> ReadAsync() => string.Join('\n', await agent.EverythingAsync(chatId), await supervisor.EverythingAsync(chatId), await customer.EverythingAsync());
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
