using OrleansChat.Tests.Running;

namespace OrleansChat.Tests.Faults;

/// <summary>Deadlines fire although the server died between setting and firing.</summary>
public sealed class DeadlineTests
{
    [Fact]
    public async Task An_offer_that_nobody_answered_before_the_kill_is_offered_on_after_it()
    {
        var server = new RunningServer { Arguments = ["--Routing:NoAnswerAfter=00:00:03"] };
        await server.InitializeAsync();
        try
        {
            await using var slow = await Desk.OpenReadyAsync(server, "agent1");
            using var customer = await CustomerSide.RequestChatAsync(server);
            var chatId = (string?)(await slow.NextChatAsync("StatusChange", "Invited"))["id"];
            await using var other = await Desk.OpenReadyAsync(server, "agent2");
            server.Kill();
            await server.StartAsync();
            Assert.Equal(chatId, (string?)(await slow.UntilStateAsync("Revoked"))["id"]);
            Assert.Equal(chatId, await other.AcceptOfferedAsync());
            Assert.Null(slow.Refused);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_customer_who_never_came_back_after_the_kill_is_gone()
    {
        var server = new RunningServer { Arguments = ["--Customers:DisconnectAfter=00:00:03"] };
        await server.InitializeAsync();
        try
        {
            await using var agent = await Desk.OpenReadyAsync(server, "agent1");
            using var customer = await CustomerSide.RequestChatAsync(server);
            var chatId = await agent.AcceptNextAsync();
            server.Kill();
            await server.StartAsync();
            await agent.UntilEntriesAsync("3 ParticipantLeft Chris");

            // The agent stays, and finds the chat as it is.
            Assert.Equal("Chatting", (string?)(await agent.Api.GetAsync($"/api/v2/me/chats/{chatId}")).Ok["chat"]!["state"]);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
