namespace OrleansChat.Tests.Running;

/// <summary>A resource that takes operations, and who asks it.</summary>
public sealed record Target(Api Api, string Path, OperationRow[] Operations);

/// <summary>A chat with an agent, a supervisor who monitors it, and a customer: everything that anybody can read of it is known.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly Team _team;
    private string _before = "";

    private Stage(Team team, Desk agent, Desk supervisor, CustomerSide customer, string chatId)
    {
        (_team, Agent, Supervisor, Customer, ChatId) = (team, agent, supervisor, customer, chatId);
        Targets =
        [
            new(agent.Api, $"/api/v2/me/chats/{chatId}", OperationCatalogue.OfChats),
            new(agent.Api, $"/api/v2/chats/{chatId}", OperationCatalogue.OfChats),
            new(supervisor.Api, $"/api/v2/me/chats/{chatId}", OperationCatalogue.OfChats),
            new(supervisor.Api, $"/api/v2/users/{agent.UserId}/channels/chat", OperationCatalogue.OfMonitoring),
            new(supervisor.Api, $"/api/v2/users/{agent.UserId}/channels/chat", OperationCatalogue.OfAgentControl),
            new(supervisor.Api, $"/api/v2/users/{agent.UserId}/chats/{chatId}", OperationCatalogue.OfSupervisedChats),
            new(agent.Api, "/api/v2/me", OperationCatalogue.OfMe),
            new(agent.Api, "/api/v2/me/channels/chat", OperationCatalogue.OfChannels),
            new(customer.Api, customer.Path, OperationCatalogue.OfCustomers),
            new(customer.Api, "/api/v2/chats", OperationCatalogue.OfContactCenters),
        ];
    }

    public Desk Agent { get; }
    public Desk Supervisor { get; }
    public CustomerSide Customer { get; }
    public string ChatId { get; }
    public Target[] Targets { get; }

    public static async Task<Stage> OpenAsync(TeamServer server)
    {
        var team = server.NextTeam();
        var agent = await team.ReadyAsync(team.Ann);
        var supervisor = await team.SupervisorAsync(team.Sue);
        var customer = await team.CustomerAsync();
        var chatId = await agent.AcceptNextAsync();
        await supervisor.IntrudeAsync(agent, chatId, "Monitor");
        await agent.DoPlainAsync(chatId, "SendMessage", ("text", "hi"));
        await agent.ExpectAsync($"NewMessages 3 Text {team.Ann} hi");
        await supervisor.ExpectAsync($"NewMessages 4 Text {team.Ann} hi");
        var stage = new Stage(team, agent, supervisor, customer, chatId);
        stage._before = await stage.EverythingAsync();
        return stage;
    }

    /// <summary>Everybody reads what they read at first, and the server answers.</summary>
    public async Task NothingChangedAsync(string after)
    {
        var now = await EverythingAsync();
        Assert.True(_before == now, $"After {after}:\n{now}\nbefore:\n{_before}");
    }

    /// <summary>The next thing that agent and supervisor hear is what the customer says now; then nothing.</summary>
    public async Task NothingToldAsync()
    {
        _ = (await Customer.SayAsync("still well?")).Ok;
        await Agent.ExpectAsync("NewMessages 4 Text Chris still well?");
        await Supervisor.ExpectAsync("NewMessages 5 Text Chris still well?");
        await Agent.NothingMoreAsync();
        await Supervisor.NothingMoreAsync();
        await using var late = await _team.OpenAsync(_team.Bob);
        Assert.Equal("""{"statusCode":0,"uris":[]}""", (await late.Api.GetAsync("/api/v2/me/chats")).Ok.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Supervisor.DisposeAsync();
        Customer.Dispose();
    }

    private async Task<string> EverythingAsync() =>
        string.Join('\n', await Task.WhenAll(Agent.EverythingAsync(ChatId), Supervisor.EverythingAsync(ChatId), Customer.EverythingAsync()));
}
